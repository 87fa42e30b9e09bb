"""What must hold for the four arrays of a data set, and the sentence where it doesn't."""

import numpy as np
import pytest

from nncourse.dataset import MNIST, Part, dataset
from nncourse.errors import DataError

NAMES = ("train-images", "train-labels", "test-images", "test-labels")


def parts(**changes):
    arrays = {
        "train-images": np.zeros((3, 4, 5), np.uint8),
        "train-labels": np.array([0, 9, 255], np.uint8),
        "test-images": np.ones((2, 4, 5), np.uint8),
        "test-labels": np.array([1, 2], np.uint8),
    }
    arrays.update({name.replace("_", "-"): array for name, array in changes.items()})
    return [Part(name, arrays[name]) for name in NAMES]


def test_the_parts_are_put_together_in_order():
    train_images, train_labels, test_images, test_labels = dataset(parts())
    assert train_images.shape == (3, 4, 5)
    assert test_images.shape == (2, 4, 5)
    assert train_labels.tolist() == [0, 9, 255]
    assert test_labels.tolist() == [1, 2]


def test_the_result_names_its_parts():
    assert isinstance(dataset(parts()), MNIST)
    assert dataset(parts()).test_labels.tolist() == [1, 2]


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, ">i4", np.uint64])
def test_labels_of_any_integer_type_become_int64(dtype):
    """So that `labels - 1` is -1 for class 0, and not 255."""
    labels = dataset(parts(test_labels=np.array([1, 2], dtype))).test_labels
    assert labels.dtype == np.int64
    assert (labels - 2).tolist() == [-1, 0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {"train_images": np.zeros((3, 4, 5), np.float32)},
            "train-images holds float32: save the images as uint8, 0 to 255.",
            id="images-float",
        ),
        pytest.param(
            {"test_images": np.zeros((2, 20), np.uint8)},
            "test-images has the shape (2, 20): save one image or more as (N, H, W).",
            id="images-flat",
        ),
        pytest.param(
            {"test_images": np.zeros((2, 4, 5, 3), np.uint8)},
            "test-images has the shape (2, 4, 5, 3): save one image or more as (N, H, W).",
            id="images-coloured",
        ),
        pytest.param(
            {"train_images": np.zeros((0, 4, 5), np.uint8)},
            "train-images has the shape (0, 4, 5): save one image or more as (N, H, W).",
            id="images-none",
        ),
        pytest.param(
            {"train_images": np.zeros((3, 4, 0), np.uint8)},
            "train-images has the shape (3, 4, 0): save one image or more as (N, H, W).",
            id="images-empty",
        ),
        pytest.param(
            {"train_labels": np.zeros(3)},
            "train-labels holds float64: save the labels as integers.",
            id="labels-float",
        ),
        pytest.param(
            {"train_labels": np.zeros(3, bool)},
            "train-labels holds bool: save the labels as integers.",
            id="labels-bool",
        ),
        pytest.param(
            {"test_labels": np.zeros((2, 1), np.uint8)},
            "test-labels has the shape (2, 1): save one label an image as (N,).",
            id="labels-column",
        ),
        pytest.param(
            {"test_labels": np.array(1)},
            "test-labels has the shape (): save one label an image as (N,).",
            id="labels-scalar",
        ),
        pytest.param(
            {"test_labels": np.array([3, -1])},
            "test-labels holds the label -1: number the classes 0 to 255.",
            id="label-negative",
        ),
        pytest.param(
            {"test_labels": np.array([3, 256])},
            "test-labels holds the label 256: number the classes 0 to 255.",
            id="label-too-large",
        ),
        pytest.param(
            {"train_labels": np.zeros(1000, np.uint8)},
            "train-images holds 3 images, but train-labels 1,000 labels: "
            "take both from one data set.",
            id="lengths-train",
        ),
        pytest.param(
            {"test_labels": np.zeros(3, np.uint8)},
            "test-images holds 2 images, but test-labels 3 labels: take both from one data set.",
            id="lengths-test",
        ),
        pytest.param(
            {"test_images": np.zeros((2, 5, 4), np.uint8)},
            "train-images holds images of the shape (4, 5), but test-images of (5, 4): "
            "take both from one data set.",
            id="sizes",
        ),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(changes, sentence):
    with pytest.raises(DataError) as caught:
        dataset(parts(**changes))
    assert str(caught.value) == sentence
