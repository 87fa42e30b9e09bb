"""Lists of `(W, b)` that came back: their form, shapes and numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nngrade.compare import describe

Params = list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]
Shapes = list[tuple[tuple[int, ...], tuple[int, ...]]]


def unlike_params(value: Any) -> str:
    """Say what a value has that no list of tuples (W, b) has; "" where it is one."""
    if not isinstance(value, list):
        return describe(value)
    for place, pair in enumerate(value):
        if not (isinstance(pair, tuple) and len(pair) == 2):  # noqa: PLR2004 - W and b
            return f"a list whose item {place} is {describe(pair)}"
        for letter, array in zip("Wb", pair, strict=True):
            if not isinstance(array, np.ndarray):
                return f"a list whose item {place} has {describe(array)} for {letter}"
    return ""


def shapes(params: Sequence[tuple[Any, Any]]) -> Shapes:
    """Return the shapes of each W and b."""
    return [(W.shape, b.shape) for W, b in params]


def equal_params(one: Sequence[tuple[Any, Any]], other: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether two lists of (W, b) hold the same numbers."""
    return shapes(one) == shapes(other) and all(
        np.array_equal(mine, yours)
        for layer, same in zip(one, other, strict=True)
        for mine, yours in zip(layer, same, strict=True)
    )
