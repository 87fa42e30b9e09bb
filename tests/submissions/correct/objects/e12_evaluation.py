from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Colour(StrEnum):
    RIGHT = "green"
    WRONG = "red"


@dataclass
class Evaluation:
    predictions: np.ndarray
    labels: np.ndarray

    def __post_init__(self) -> None:
        if len(self.predictions) != len(self.labels):
            raise ValueError(f"{len(self.predictions)} predictions for {len(self.labels)} labels")

    @property
    def right(self) -> np.ndarray:
        return np.asarray(self.predictions) == np.asarray(self.labels)

    def accuracy(self) -> float:
        return np.count_nonzero(self.right) / len(self.right)

    def confusion(self, num_classes: int) -> np.ndarray:
        edges = np.arange(num_classes + 1) - 0.5
        return np.histogram2d(self.labels, self.predictions, bins=(edges, edges))[0].astype(int)

    def colours(self) -> list[Colour]:
        return [Colour.RIGHT if right else Colour.WRONG for right in self.right]


def accuracy(predictions, labels):
    return Evaluation(predictions, labels).accuracy()


def confusion_matrix(predictions, labels, num_classes=10):
    return Evaluation(predictions, labels).confusion(num_classes)


def prediction_colors(predictions, labels):
    return Evaluation(predictions, labels).colours()
