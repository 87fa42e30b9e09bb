from __future__ import annotations

import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step


class Layer:
    """A linear layer, with a ReLU after it where one is wanted."""

    def __init__(self, W: np.ndarray, b: np.ndarray, *, activated: bool) -> None:
        self.W, self.b, self.activated = W, b, activated
        self.x: np.ndarray | None = None
        self.z: np.ndarray | None = None

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x, self.z = x, linear_forward(x, self.W, self.b)
        return relu(self.z) if self.activated else self.z

    def backward(self, upstream: np.ndarray) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        if self.activated:
            upstream = relu_backward(upstream, self.z)
        dx, dW, db = linear_backward(upstream, self.x, self.W)
        return dx, (dW, db)


class Network:
    """What every network of layers can do."""

    layers: list[Layer]

    @property
    def params(self) -> list[tuple[np.ndarray, np.ndarray]]:
        return [(layer.W, layer.b) for layer in self.layers]

    def forward(self, x: np.ndarray) -> np.ndarray:
        for layer in self.layers:
            x = layer.forward(x)
        return x.copy()

    def loss_and_gradients(self, x, labels):
        logits = self.forward(x)
        upstream = cross_entropy_backward(logits, labels)
        grads = []
        for layer in self.layers[::-1]:
            upstream, grad = layer.backward(upstream)
            grads.append(grad)
        return cross_entropy(logits, labels), grads[::-1]

    def fit(
        self,
        x: np.ndarray,
        labels: np.ndarray,
        *,
        epochs: int,
        batch_size: int,
        learning_rate: float,
        rng: np.random.Generator,
        on_epoch: Callback | None = None,
    ) -> list[float]:
        return [
            self._epoch(x, labels, number, batch_size, learning_rate, rng, on_epoch)
            for number in range(epochs)
        ]

    def _epoch(self, x, labels, number, batch_size, learning_rate, rng, on_epoch) -> float:
        losses = []
        for batch in minibatches(x, labels, batch_size, rng):
            loss, grads = self.loss_and_gradients(batch[0], batch[1])
            sgd_step(self.params, grads, learning_rate)
            losses.append(loss)
        mean_loss = np.mean(losses)
        if on_epoch is not None:
            on_epoch(number, mean_loss)
        return mean_loss

    def predict(self, x: np.ndarray) -> np.ndarray:
        return np.argmax(self.forward(x), axis=1)


class SimpleNetwork(Network):
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        first, second = init_params([input_size, hidden_size, output_size], rng, dtype)
        self.layers = [Layer(*first, activated=True), Layer(*second, activated=False)]

    W1 = property(lambda self: self.layers[0].W)
    b1 = property(lambda self: self.layers[0].b)
    W2 = property(lambda self: self.layers[1].W)
    b2 = property(lambda self: self.layers[1].b)
