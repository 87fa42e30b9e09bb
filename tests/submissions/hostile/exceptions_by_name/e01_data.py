"""Raises exceptions that only have the right name."""

import numpy as np


class ValueError(BaseException):
    pass


def normalize(images):
    return images.reshape(len(images), -1).astype(np.float32) / 255


def one_hot(labels, num_classes=10):
    raise ValueError("-1 10 8 9")
