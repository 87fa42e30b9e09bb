"""Exercise 7."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, SupportsFloat

import numpy as np
from numpy.typing import NDArray


class ScalarFunction(Protocol):
    def __call__(self, x: NDArray[np.float64], /) -> SupportsFloat: ...


@contextmanager
def nudged(x: NDArray[np.float64], index: tuple[int, ...], by: float) -> Iterator[NDArray[np.float64]]:
    """Move one entry for as long as the block lasts."""
    kept = x[index]
    x[index] = kept + by
    try:
        yield x
    finally:
        x[index] = kept


def numerical_gradient(
    f: ScalarFunction, x: NDArray[np.float64], h: float = 1e-5
) -> NDArray[np.float64]:
    def value(index: tuple[int, ...], by: float) -> float:
        with nudged(x, index, by) as moved:
            return float(f(moved))

    slopes = (
        (value(index, h) - value(index, -h)) / (2 * h) for index in np.ndindex(*x.shape)
    )
    return np.fromiter(slopes, dtype=np.float64, count=x.size).reshape(x.shape)


def relative_error(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    norm = lambda v: float(np.linalg.norm(np.asarray(v).ravel()))
    match norm(a) + norm(b):
        case 0.0:
            return 0.0
        case total:
            return norm(np.subtract(a, b)) / total
