"""What a data set of MNIST's form is, and what must hold for its arrays."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nncourse.errors import DataError

IMAGE_DIMENSIONS = 3
MAX_LABEL = 255


class MNIST(NamedTuple):
    """Images as bytes (N, H, W), 0 to 255, and their labels as integers (N,)."""

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.int64]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.int64]


class Part(NamedTuple):
    """An array as it was read, and the name of the place it was read from."""

    name: str
    array: NDArray[Any]


def dataset(parts: Sequence[Part]) -> MNIST:
    """Check the four parts, in MNIST's order, and put them together; DataError names the bad one.

    Labels may be any class from 0 to 255, so that other data sets of this form can be used.
    """
    train_images, train_labels, test_images, test_labels = parts
    for images in (train_images, test_images):
        _check_images(images)
    for labels in (train_labels, test_labels):
        _check_labels(labels)
    _check_pair(train_images, train_labels)
    _check_pair(test_images, test_labels)
    _check_same_size(train_images, test_images)
    return MNIST(
        train_images.array,
        train_labels.array.astype(np.int64),
        test_images.array,
        test_labels.array.astype(np.int64),
    )


def _check_images(images: Part) -> None:
    dtype, shape = images.array.dtype, images.array.shape
    if dtype != np.uint8:
        raise DataError(f"{images.name} holds {dtype}: save the images as uint8, 0 to 255.")
    if len(shape) != IMAGE_DIMENSIONS or 0 in shape:
        raise DataError(
            f"{images.name} has the shape {shape}: save one image or more as (N, H, W)."
        )


def _check_labels(labels: Part) -> None:
    name, array = labels
    if array.dtype.kind not in "iu":
        raise DataError(f"{name} holds {array.dtype}: save the labels as integers.")
    if array.ndim != 1:
        raise DataError(f"{name} has the shape {array.shape}: save one label an image as (N,).")
    outside = array[(array < 0) | (array > MAX_LABEL)]
    if outside.size:
        raise DataError(
            f"{name} holds the label {outside[0]}: number the classes 0 to {MAX_LABEL}."
        )


def _check_pair(images: Part, labels: Part) -> None:
    if len(images.array) != len(labels.array):
        raise DataError(
            f"{images.name} holds {len(images.array):,} images, but {labels.name} "
            f"{len(labels.array):,} labels: take both from one data set."
        )


def _check_same_size(train: Part, test: Part) -> None:
    if train.array.shape[1:] != test.array.shape[1:]:
        raise DataError(
            f"{train.name} holds images of the shape {train.array.shape[1:]}, but {test.name} of "
            f"{test.array.shape[1:]}: take both from one data set."
        )
