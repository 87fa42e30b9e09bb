from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Linear:
    W: np.ndarray
    b: np.ndarray

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return np.add(np.matmul(x, self.W), self.b)


def linear_forward(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    return Linear(W, b)(x)
