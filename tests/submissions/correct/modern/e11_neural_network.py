"""Exercise 11."""

from collections import deque
from collections.abc import Callable

import numpy as np
from e02_initialization import Params, init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e10_simple_network import Array, Fitting, Labels
from numpy.typing import DTypeLike

Backward = Callable[[Array], tuple[Array, tuple[Array, Array]]]


def layer(a: Array, W: Array, b: Array, *, last: bool) -> tuple[Array, Backward]:
    """Apply one layer, and return with the result the way back through it."""
    z = linear_forward(a, W, b)

    def backward(upstream: Array) -> tuple[Array, tuple[Array, Array]]:
        dz = upstream if last else relu_backward(upstream, z)
        da, dW, db = linear_backward(dz, a, W)
        return da, (dW, db)

    return z if last else relu(z), backward


class NeuralNetwork(Fitting):
    params: Params

    def __init__(
        self, layer_sizes: list[int], rng: np.random.Generator, dtype: DTypeLike = np.float64
    ) -> None:
        self.params = init_params(layer_sizes, rng, dtype)

    def _forward(self, x: Array) -> tuple[Array, list[Backward]]:
        tape: list[Backward] = []
        for depth, (W, b) in enumerate(self.params, start=1):
            x, backward = layer(x, W, b, last=depth == len(self.params))
            tape.append(backward)
        return x, tape

    def forward(self, x: Array) -> Array:
        return self._forward(x)[0]

    def loss_and_gradients(self, x: Array, labels: Labels) -> tuple[float, Params]:
        logits, tape = self._forward(x)
        upstream, grads = cross_entropy_backward(logits, labels), deque()
        while tape:
            upstream, pair = tape.pop()(upstream)
            grads.appendleft(pair)
        return cross_entropy(logits, labels), list(grads)
