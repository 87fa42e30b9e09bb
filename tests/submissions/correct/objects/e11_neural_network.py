from __future__ import annotations

import numpy as np
from e02_initialization import init_params
from e10_simple_network import Layer, Network


class NeuralNetwork(Network):
    def __init__(self, layer_sizes, rng, dtype=np.float64):
        *hidden, last = init_params(layer_sizes, rng, dtype)
        self.layers = [Layer(W, b, activated=True) for W, b in hidden]
        self.layers.append(Layer(*last, activated=False))
