from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass
class CentralDifferences:
    f: Callable[[np.ndarray], float]
    h: float

    def slope(self, x: np.ndarray, index: tuple[int, ...]) -> float:
        high, low = x.copy(), x.copy()
        high[index] += self.h
        low[index] -= self.h
        return (self.f(high) - self.f(low)) / (high[index] - low[index])

    def gradient(self, x: np.ndarray) -> np.ndarray:
        result = np.empty(x.shape)
        for index, _ in np.ndenumerate(x):
            result[index] = self.slope(x, index)
        return result


def numerical_gradient(f, x, h=1e-5):
    return CentralDifferences(f, h).gradient(x)


def relative_error(a, b):
    distance, lengths = np.linalg.norm(np.ravel(a - b)), np.linalg.norm(np.ravel(a))
    lengths += np.linalg.norm(np.ravel(b))
    return float(distance / lengths) if lengths else 0.0
