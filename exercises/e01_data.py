"""Exercise 1 · Data: turn images and labels into numbers that a network can use."""

import numpy as np


def normalize(images):
    """Turn each image into a row of numbers between 0 and 1.

    images: (N, H, W) uint8, each pixel from 0 (black) to 255 (white)
    returns: (N, H*W) float32, one row an image, in the order given

        row[h * W + w] = image[h, w] / 255

    The scale is the same for every image, whatever the batch holds. A uint8
    has no room for a half, or for 256.

    >>> images = np.array([[[0, 255], [51, 0]]], dtype=np.uint8)
    >>> normalize(images)
    array([[0. , 1. , 0.2, 0. ]], dtype=float32)
    """
    raise NotImplementedError("normalize: see course/lessons/e01_data.md")


def one_hot(labels, num_classes=10):
    """Turn each label into a row with a single 1, at the label's place.

    labels: (N,) integers in [0, num_classes)
    returns: (N, num_classes) float
    raises: ValueError that names the label, if one is outside that range

    The width is num_classes, also when no label of the last class is there.
    NumPy is glad to take -1 for an index: here it is a mistake in the data.

    >>> one_hot(np.array([2, 0]), num_classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    raise NotImplementedError("one_hot: see course/lessons/e01_data.md")
