"""The two-layer network is the one that its names say, down to each gradient."""

import numpy as np
import pytest


def test_sizes_default_to_those_of_mnist(exercise, rng):
    net = exercise.SimpleNetwork(rng)
    shapes = [array.shape for array in (net.W1, net.b1, net.W2, net.b2)]
    assert shapes == [(784, 10), (10,), (10, 10), (10,)]


def test_params_are_the_live_arrays(exercise, rng):
    net = exercise.SimpleNetwork(rng, 6, 5, 4)
    arrays = [array for layer in net.params for array in layer]
    for array, named in zip(arrays, [net.W1, net.b1, net.W2, net.b2], strict=True):
        assert array is named


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_agree_with_tensorflow(exercise, rng, check_gradients, dtype):
    net = exercise.SimpleNetwork(rng, input_size=6, hidden_size=5, output_size=4, dtype=dtype)
    net.b1[:], net.b2[:] = rng.normal(size=5), rng.normal(size=4)
    check_gradients(net, rng.normal(size=(11, 6)).astype(dtype), rng.integers(0, 4, 11))
