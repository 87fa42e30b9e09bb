"""Exercise 1 with Einstein summation wherever it fits."""

import numpy as np


def normalize(images):
    n, h, w = images.shape
    scale = np.array(1 / 255, dtype=np.float32)
    return np.einsum("nhw,->nhw", images.astype(np.float32), scale).reshape(n, h * w)


def one_hot(labels, num_classes=10):
    outside = (labels < 0) | (labels >= num_classes)
    if outside.any():
        raise ValueError(f"label {labels[outside.argmax()]} outside 0..{num_classes - 1}")
    identity = np.identity(num_classes)
    return np.einsum("nc->nc", identity[labels]).copy()
