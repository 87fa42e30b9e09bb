from __future__ import annotations

from typing import NamedTuple

import numpy as np
from e01_data import one_hot
from e05_softmax import softmax


class LinearGradients(NamedTuple):
    dx: np.ndarray
    dW: np.ndarray
    db: np.ndarray


def relu_backward(upstream: np.ndarray, z: np.ndarray) -> np.ndarray:
    return upstream * np.greater(z, 0)


def linear_backward(upstream: np.ndarray, x: np.ndarray, W: np.ndarray) -> LinearGradients:
    return LinearGradients(
        dx=np.matmul(upstream, W.T),
        dW=np.matmul(x.T, upstream),
        db=np.add.reduce(upstream, axis=0),
    )


def cross_entropy_backward(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    gradient = softmax(logits) - one_hot(labels, logits.shape[1])
    return (gradient / len(logits)).astype(logits.dtype)
