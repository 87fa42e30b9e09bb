"""Softmax is TensorFlow's, however large or small the scores are."""

import numpy as np
import pytest


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_agrees_with_tensorflow(exercise, tf, rng, check, dtype):
    for scale in [1, 30, 1e4]:
        logits = (scale * rng.normal(size=(7, 4))).astype(dtype)
        check(exercise.softmax, [logits], [tf.nn.softmax(logits).numpy()])


def test_rows_far_from_one_another_each_have_their_own_answer(exercise):
    logits = np.array([[0.0, 0.0, 0.0, 0.0], [-2000.0] * 4, [1e4] * 4])
    np.testing.assert_array_equal(exercise.softmax(logits), np.full((3, 4), 0.25))


def test_two_classes_follow_the_logistic_function(exercise):
    logits = np.array([[0.0, np.log(3.0)], [np.log(9.0), 0.0]])
    expected = [[0.25, 0.75], [0.9, 0.1]]
    np.testing.assert_allclose(exercise.softmax(logits), expected, rtol=1e-14)
