import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward
from e10_simple_network import SimpleNetwork


class NeuralNetwork:
    """Any number of layers; training and prediction are those of the simple network."""

    def __init__(self, layer_sizes, rng, dtype=np.float64):
        self.params = init_params(layer_sizes, rng, dtype)

    def _activations(self, x):
        last = len(self.params) - 1
        activations = [x]
        for i, (W, b) in enumerate(self.params):
            z = linear_forward(activations[-1], W, b)
            activations.append(z if i == last else relu(z))
        return activations

    def forward(self, x):
        return self._activations(x)[-1]

    def loss_and_gradients(self, x, labels):
        *inputs, logits = self._activations(x)
        upstream = cross_entropy_backward(logits, labels)
        grads = []
        for a, (W, _) in zip(inputs[::-1], self.params[::-1]):
            dW = np.einsum("nd,nm->dm", a, upstream, optimize=True)
            grads.insert(0, (dW, np.einsum("nm->m", upstream)))
            upstream = np.einsum("nm,dm->nd", upstream, W, optimize=True) * (a > 0)
        return cross_entropy(logits, labels), grads

    fit = SimpleNetwork.fit
    predict = SimpleNetwork.predict
