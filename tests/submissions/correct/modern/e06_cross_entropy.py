"""Exercise 6."""

from functools import lru_cache

import numpy as np
from e05_softmax import log_softmax
from numpy.typing import NDArray


@lru_cache
def _rows(count: int) -> NDArray[np.intp]:
    return np.arange(count)


def cross_entropy(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    return float(-log_softmax(logits)[_rows(len(labels)), labels].mean())
