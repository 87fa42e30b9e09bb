"""ReLU is TensorFlow's, for any shape and for integers."""

import numpy as np
import pytest


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
def test_relu_agrees_with_tensorflow(exercise, tf, rng, check, dtype):
    for shape in [(8,), (4, 3), (2, 3, 4), (1, 1)]:
        z = (10 * rng.normal(size=shape)).astype(dtype)
        check(exercise.relu, [z], [tf.nn.relu(z).numpy()])


def test_relu_of_a_single_number_is_a_single_number(exercise):
    assert exercise.relu(np.array(-2.0)) == 0
    assert exercise.relu(np.array(3.0)) == 3
    assert np.shape(exercise.relu(np.array(3.0))) == ()


def test_relu_keeps_zero_and_changes_nothing_the_second_time(exercise, rng):
    a = exercise.relu(np.append(rng.normal(size=9), 0.0))
    assert a[-1] == 0
    np.testing.assert_array_equal(exercise.relu(a), a)
