"""Holds other params each time it is asked for them."""

import itertools

import numpy as np


class SimpleNetwork:
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        self.W1 = rng.normal(0, np.sqrt(2 / input_size), (input_size, hidden_size)).astype(dtype)
        self.b1 = np.zeros(hidden_size, dtype)
        self.W2 = rng.normal(0, np.sqrt(2 / hidden_size), (hidden_size, output_size)).astype(dtype)
        self.b2 = np.zeros(output_size, dtype)
        right = [(self.W1, self.b1), (self.W2, self.b2)]
        self.forms = itertools.cycle([right, right, right[:1], right * 2, [], right, right[::-1], None])

    @property
    def params(self):
        return next(self.forms)

    def forward(self, x):
        return np.zeros((len(x), len(self.b2)), x.dtype)

    def loss_and_gradients(self, x, labels):
        return 0.0, self.params

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        for epoch in range(epochs):
            if on_epoch:
                on_epoch(self.params, None)
        return self.params

    def predict(self, x):
        return self.forward(x)
