from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Iterator, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


class Batch(NamedTuple):
    x: np.ndarray
    labels: np.ndarray


@dataclass
class Shuffled:
    x: np.ndarray
    labels: np.ndarray
    batch_size: int
    rng: np.random.Generator

    def __iter__(self) -> Iterator[Batch]:
        order = self.rng.permutation(len(self.x))
        x, labels = self.x[order], self.labels[order]
        for start in range(0, len(x), self.batch_size):
            stop = start + self.batch_size
            yield Batch(x[start:stop], labels[start:stop])


@dataclass
class SGD:
    learning_rate: float

    def step(self, params: Sequence, grads: Sequence) -> None:
        for layer, gradients in zip(params, grads):
            for array, gradient in zip(layer, gradients):
                array -= self.learning_rate * gradient


def minibatches(x, labels, batch_size, rng) -> Iterator[Batch]:
    return iter(Shuffled(x, labels, batch_size, rng))


def sgd_step(params, grads, learning_rate) -> None:
    SGD(learning_rate).step(params, grads)
