"""Shapes are checked first, scalars keep NumPy's types, and helpers are shared by import *."""

import numpy as np

__version__ = "1.0"


def must(condition, message):
    if not condition:
        raise ValueError(message)


def must_have_ndim(array, ndim, name):
    must(np.ndim(array) == ndim, f"{name} must have {ndim} axes, not {np.ndim(array)}")


def must_be_as_long(a, b, names):
    must(len(a) == len(b), f"{names} differ in length: {len(a)} and {len(b)}")


def normalize(images):
    must_have_ndim(images, 3, "images")
    must(images.dtype == np.uint8, "images must be bytes")
    pixels = images.astype(np.float32)
    pixels *= np.float32(1) / np.float32(255)
    return pixels.reshape(images.shape[0], images.shape[1] * images.shape[2])


def one_hot(labels, num_classes=10):
    must_have_ndim(labels, 1, "labels")
    for which, extreme in (("smallest", np.min(labels)), ("largest", np.max(labels))):
        must(0 <= extreme < num_classes, f"the {which} label, {extreme}, has no column")
    rows = np.zeros(labels.size * num_classes)
    rows[np.arange(labels.size) * num_classes + labels] = np.float64(1)
    return rows.reshape(-1, num_classes)
