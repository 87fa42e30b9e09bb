from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Softmax:
    logits: np.ndarray
    exponentials: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.exponentials = np.exp(self.logits - np.max(self.logits, axis=1, keepdims=True))

    @property
    def probabilities(self) -> np.ndarray:
        return self.exponentials / np.sum(self.exponentials, axis=1, keepdims=True)


def softmax(logits: np.ndarray) -> np.ndarray:
    return Softmax(logits).probabilities
