"""Exercise 10."""

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from e02_initialization import Params, init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step
from numpy.typing import DTypeLike, NDArray

Array = NDArray[np.floating]
Labels = NDArray[np.integer]


class Trainable(Protocol):
    @property
    def params(self) -> Params: ...

    def loss_and_gradients(self, x: Array, labels: Labels) -> tuple[float, Params]: ...


def steps(
    network: Trainable, x: Array, labels: Labels, size: int, rate: float, rng: np.random.Generator
) -> Iterator[float]:
    """Make one pass over the data, yielding each step's loss."""
    for batch in minibatches(x, labels, size, rng):
        loss, grads = network.loss_and_gradients(*batch)
        sgd_step(network.params, grads, rate)
        yield loss


class Fitting:
    """Gives `fit` and `predict` to whatever is Trainable and has a forward."""

    def fit(
        self: Trainable,
        x: Array,
        labels: Labels,
        *,
        epochs: int,
        batch_size: int,
        learning_rate: float,
        rng: np.random.Generator,
        on_epoch: Callable[[int, float], None] | None = None,
    ) -> list[float]:
        history: list[float] = []
        for epoch in range(epochs):
            losses = np.fromiter(steps(self, x, labels, batch_size, learning_rate, rng), float)
            history.append(float(losses.mean()))
            if on_epoch is not None:
                on_epoch(epoch, history[-1])
        return history

    def predict(self, x: Array) -> NDArray[np.intp]:
        return self.forward(x).argmax(axis=-1)


class SimpleNetwork(Fitting):
    W1: Array
    b1: Array
    W2: Array
    b2: Array

    def __init__(
        self,
        rng: np.random.Generator,
        input_size: int = 784,
        hidden_size: int = 10,
        output_size: int = 10,
        dtype: DTypeLike = np.float64,
    ) -> None:
        names = ("W1", "b1"), ("W2", "b2")
        for pair, arrays in zip(names, init_params([input_size, hidden_size, output_size], rng, dtype)):
            self.__dict__.update(zip(pair, arrays, strict=True))

    @property
    def params(self) -> Params:
        return [(self.W1, self.b1), (self.W2, self.b2)]

    def forward(self, x: Array) -> Array:
        return linear_forward(relu(linear_forward(x, self.W1, self.b1)), self.W2, self.b2)

    def loss_and_gradients(self, x: Array, labels: Labels) -> tuple[float, Params]:
        hidden = relu(scores := linear_forward(x, self.W1, self.b1))
        logits = linear_forward(hidden, self.W2, self.b2)
        second = linear_backward(cross_entropy_backward(logits, labels), hidden, self.W2)
        first = linear_backward(relu_backward(second[0], scores), x, self.W1)
        return cross_entropy(logits, labels), [(first[1], first[2]), (second[1], second[2])]
