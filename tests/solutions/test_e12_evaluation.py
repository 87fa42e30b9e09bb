"""The counts are TensorFlow's, and unequal lengths are refused."""

import numpy as np
import pytest


def test_accuracy_agrees_with_tensorflow(exercise, tf, rng, check):
    predictions, labels = rng.integers(0, 4, 200), rng.integers(0, 4, 200)
    expected = tf.reduce_mean(tf.cast(tf.equal(predictions, labels), tf.float64))
    check(exercise.accuracy, [predictions, labels], [expected.numpy()])


@pytest.mark.parametrize(("right", "share"), [(0, 0.0), (3, 0.75), (4, 1.0)])
def test_accuracy_is_a_share(exercise, right, share):
    labels = np.arange(4)
    assert exercise.accuracy(np.where(labels < right, labels, 9), labels) == share


def test_confusion_matrix_agrees_with_tensorflow(exercise, tf, rng, check):
    predictions, labels = rng.integers(0, 4, 500), rng.integers(0, 5, 500)
    expected = tf.math.confusion_matrix(labels, predictions, 6, dtype=tf.int64)
    check(exercise.confusion_matrix, [predictions, labels, 6], [expected.numpy()])


def test_confusion_matrix_has_the_true_class_in_its_rows(exercise):
    counts = exercise.confusion_matrix(np.array([7, 7]), np.array([2, 2]))
    assert counts.shape == (10, 10)
    assert counts[2, 7] == counts.sum() == 2


def test_prediction_colors_are_green_where_the_prediction_is_right(exercise):
    colors = exercise.prediction_colors(np.array([7, 1, 0]), np.array([7, 9, 0]))
    assert colors == ["green", "red", "green"]


@pytest.mark.parametrize("name", ["accuracy", "confusion_matrix", "prediction_colors"])
@pytest.mark.parametrize("lengths", [(3, 1), (1, 3), (4, 3)])
def test_unequal_lengths_are_refused(exercise, name, lengths):
    predictions, labels = (np.zeros(length, dtype=int) for length in lengths)
    with pytest.raises(ValueError, match=r"\d predictions, but \d labels|shorter|longer"):
        getattr(exercise, name)(predictions, labels)
