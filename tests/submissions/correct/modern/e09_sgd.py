"""Exercise 9."""

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Batch = tuple[NDArray[np.floating], NDArray[np.integer]]


def minibatches(
    x: NDArray[np.floating],
    labels: NDArray[np.integer],
    batch_size: int,
    rng: np.random.Generator,
) -> Iterator[Batch]:
    """Shuffle at once, when called; hand out batches later, when asked."""
    order = rng.permutation(len(labels))
    starts = range(0, len(labels), batch_size)

    def batches() -> Iterator[Batch]:
        yield from ((x[part], labels[part]) for s in starts if len(part := order[s : s + batch_size]))

    return batches()


def sgd_step(params: Iterable, grads: Iterable, learning_rate: float) -> None:
    for array, gradient in zip(chain(*params), chain(*grads), strict=True):
        array -= (learning_rate * gradient).astype(array.dtype, copy=False)
