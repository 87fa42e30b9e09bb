from functools import reduce
from itertools import accumulate

import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward as lin
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e10_simple_network import _fit

_first = lambda x, p: lin(x, *p)
_next = lambda z, p: lin(relu(z), *p)


class NeuralNetwork:
    def __init__(self, layer_sizes, rng, dtype=np.float64):
        self.params = init_params([*layer_sizes], rng, dtype)

    forward = lambda s, x: reduce(_next, s.params[1:], _first(x, s.params[0]))
    predict = lambda s, x: s.forward(x).argmax(1)
    fit = _fit

    def loss_and_gradients(s, x, labels):
        zs = [*accumulate(s.params[1:], _next, initial=_first(x, s.params[0]))]
        inputs = [x, *map(relu, zs[:-1])]

        def back(state, layer):
            d, grads = state
            dx, *g = linear_backward(d, inputs[layer], s.params[layer][0])
            return (relu_backward(dx, zs[layer - 1]) if layer else dx), [tuple(g), *grads]

        start = cross_entropy_backward(zs[-1], labels), []
        return cross_entropy(zs[-1], labels), reduce(back, range(len(zs))[::-1], start)[1]
