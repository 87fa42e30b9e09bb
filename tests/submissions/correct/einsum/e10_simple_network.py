import numpy as np
from e02_initialization import he_normal
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward
from e09_sgd import minibatches, sgd_step


class SimpleNetwork:
    """x·W1 + b1 → ReLU → ·W2 + b2, both gradients written out as sums over indices."""

    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        self.W1 = he_normal(input_size, hidden_size, rng, dtype)
        self.b1 = np.zeros(hidden_size, dtype)
        self.W2 = he_normal(hidden_size, output_size, rng, dtype)
        self.b2 = np.zeros(output_size, dtype)

    @property
    def params(self):
        return [(self.W1, self.b1), (self.W2, self.b2)]

    def forward(self, x):
        hidden = relu(linear_forward(x, self.W1, self.b1))
        return linear_forward(hidden, self.W2, self.b2)

    def loss_and_gradients(self, x, labels):
        z = linear_forward(x, self.W1, self.b1)
        hidden = relu(z)
        logits = linear_forward(hidden, self.W2, self.b2)
        d2 = cross_entropy_backward(logits, labels)
        d1 = np.einsum("nc,hc,nh->nh", d2, self.W2, z > 0)
        first = np.einsum("nd,nh->dh", x, d1, optimize=True), np.einsum("nh->h", d1)
        second = np.einsum("nh,nc->hc", hidden, d2, optimize=True), np.einsum("nc->c", d2)
        return cross_entropy(logits, labels), [first, second]

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        history = []
        for epoch in range(epochs):
            losses = []
            for batch in minibatches(x, labels, batch_size, rng):
                loss, grads = self.loss_and_gradients(*batch)
                losses += [loss]
                sgd_step(self.params, grads, learning_rate)
            history += [sum(losses) / len(losses)]
            if on_epoch:
                on_epoch(epoch, history[-1])
        return history

    def predict(self, x):
        return self.forward(x).argmax(axis=-1)
