"""Cross entropy is TensorFlow's, also where a probability is rounded to 0."""

import math

import numpy as np
import pytest


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_agrees_with_tensorflow(exercise, tf, rng, check, dtype):
    for scale in [1, 30, 1e4]:
        logits = (scale * rng.normal(size=(7, 4))).astype(dtype)
        labels = rng.integers(0, 4, 7)
        expected = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        check(exercise.cross_entropy, [logits, labels], [expected.numpy()])


def test_equal_scores_cost_the_logarithm_of_the_number_of_classes(exercise):
    assert exercise.cross_entropy(np.ones((7, 5)), np.arange(7) % 5) == pytest.approx(math.log(5))


def test_the_loss_is_exact_where_the_probability_vanishes(exercise):
    logits = np.array([[0.0, 1e4], [-1e4, 1e4]])
    assert exercise.cross_entropy(logits, np.array([0, 0])) == 15000.0
    assert exercise.cross_entropy(logits, np.array([1, 1])) == 0.0


def test_repeating_the_batch_changes_nothing(exercise, rng):
    logits, labels = rng.normal(size=(7, 4)), rng.integers(0, 4, 7)
    once = exercise.cross_entropy(logits, labels)
    twice = exercise.cross_entropy(np.tile(logits, (2, 1)), np.tile(labels, 2))
    assert twice == pytest.approx(once, rel=1e-14)
