"""Networks of every depth have TensorFlow's gradients."""

from itertools import pairwise

import numpy as np
import pytest

DEPTHS = pytest.mark.parametrize(
    "layer_sizes", [[6, 4], [6, 5, 4], [8, 7, 5, 4], [9, 8, 7, 5, 4]], ids=len
)


@DEPTHS
def test_params_have_the_shapes_of_the_layers(exercise, rng, layer_sizes):
    params = exercise.NeuralNetwork(layer_sizes, rng).params
    assert [W.shape for W, _ in params] == list(pairwise(layer_sizes))
    assert [b.shape for _, b in params] == [(size,) for size in layer_sizes[1:]]


@DEPTHS
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_agree_with_tensorflow(exercise, rng, check_gradients, layer_sizes, dtype):
    net = exercise.NeuralNetwork(layer_sizes, rng, dtype=dtype)
    for _, b in net.params:
        b[:] = rng.normal(size=len(b))
    x = rng.normal(size=(11, layer_sizes[0])).astype(dtype)
    check_gradients(net, x, rng.integers(0, 4, 11))


@DEPTHS
def test_no_relu_follows_the_last_layer(exercise, rng, layer_sizes):
    logits = exercise.NeuralNetwork(layer_sizes, rng).forward(rng.normal(size=(11, layer_sizes[0])))
    assert logits.min() < 0 < logits.max()
