"""Every step back is what TensorFlow's GradientTape finds."""

import numpy as np
import pytest

pytestmark = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def test_relu_backward_agrees_with_tensorflow(exercise, differentiate, rng, check, dtype):
    upstream, z = (rng.normal(size=(7, 5)).astype(dtype) for _ in range(2))
    z[0, :2] = 0
    _, expected = differentiate(lambda tf, z: tf.reduce_sum(upstream * tf.nn.relu(z)), z)
    check(exercise.relu_backward, [upstream, z], expected)


def test_linear_backward_agrees_with_tensorflow(exercise, differentiate, rng, check, dtype):
    shapes = [(7, 5), (7, 6), (6, 5), (5,)]
    upstream, x, W, b = (rng.normal(size=shape).astype(dtype) for shape in shapes)
    _, expected = differentiate(
        lambda tf, x, W, b: tf.reduce_sum(upstream * (tf.matmul(x, W) + b)), x, W, b
    )
    check(exercise.linear_backward, [upstream, x, W], expected)


def test_cross_entropy_backward_agrees_with_tensorflow(exercise, differentiate, rng, check, dtype):
    labels = rng.integers(0, 4, 7)

    def loss(tf, logits):
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    for scale in [1, 30, 1e4]:
        logits = (scale * rng.normal(size=(7, 4))).astype(dtype)
        _, expected = differentiate(loss, logits)
        check(exercise.cross_entropy_backward, [logits, labels], expected)
