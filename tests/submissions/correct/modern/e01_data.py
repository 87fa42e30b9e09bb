"""Exercise 1."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

WHITE: Final = 255


def normalize(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale bytes to [0, 1] and lay each image out as a row."""
    count, *size = images.shape
    return np.true_divide(images, WHITE, dtype=np.float32).reshape(count, np.prod(size))


def one_hot(labels: NDArray[np.integer], num_classes: int = 10) -> NDArray[np.floating]:
    """Give every label a row with a single one."""
    valid = np.isin(labels, range(num_classes))
    match labels[~valid].tolist():
        case []:
            return np.equal.outer(labels, np.arange(num_classes)).astype(np.float64)
        case [bad, *_]:
            raise ValueError(f"{bad=} is outside [0, {num_classes})")
