"""The linear layer is TensorFlow's."""

import numpy as np
import pytest


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_linear_forward_agrees_with_tensorflow(exercise, tf, rng, check, dtype):
    for N, D, M in [(7, 6, 5), (1, 3, 4), (5, 1, 2)]:
        x, W, b = (rng.normal(size=shape).astype(dtype) for shape in [(N, D), (D, M), (M,)])
        expected = tf.linalg.matmul(x, W) + b
        check(exercise.linear_forward, [x, W, b], [expected.numpy()])
