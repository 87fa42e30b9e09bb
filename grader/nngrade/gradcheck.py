"""Gradient checks: analytic gradients against central differences, a verdict per tensor.

Always in float64: a correct gradient scores about 2e-10 there, and 9e-2 in float32.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from nngrade.compare import tell_margin
from nngrade.results import GradientCheck

STEP = 1e-5
LIMIT = 1e-6
KINK = 1e-3
_KEPT = 200

Floats = npt.NDArray[np.float64]


def central_differences(loss: Callable[[], float], tensor: Floats, step: float = STEP) -> Floats:
    """Differentiate `loss()` with respect to `tensor`, which is moved in place and restored.

    (f(x + h) - f(x - h)) / 2h, with an error of order h² (Nocedal and Wright, ch. 8).
    """
    gradient = np.zeros_like(tensor)
    for place in np.ndindex(tensor.shape):
        kept = tensor[place]
        tensor[place] = kept + step
        above = loss()
        tensor[place] = kept - step
        below = loss()
        tensor[place] = kept
        gradient[place] = (above - below) / (2.0 * step)
    return gradient


def relative_error(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Return ‖a - b‖ / (‖a‖ + ‖b‖), 0 when both are zero, infinite when one isn't finite."""
    total = float(np.linalg.norm(one) + np.linalg.norm(other))
    if not np.isfinite(total):
        return float("inf")
    return float(np.linalg.norm(np.subtract(one, other))) / total if total else 0.0


def passes(error: float) -> bool:
    """Tell whether a relative error is that of a right gradient."""
    tell_margin(np.float64, error, LIMIT)
    return error < LIMIT


def clear_of_kinks(pre_activations: npt.NDArray[Any]) -> bool:
    """Tell whether no entry is so near 0 that a step of differences crosses ReLU's kink."""
    return bool((np.abs(pre_activations) > KINK).all())


def examine(
    analytic: Mapping[str, npt.NDArray[Any]], numeric: Mapping[str, npt.NDArray[Any]]
) -> tuple[GradientCheck, ...]:
    """Compare the gradients of each tensor by name; shapes must be equal."""
    return tuple(
        GradientCheck(
            name,
            relative_error(gradient, numeric[name]),
            tuple(np.ravel(gradient)[:_KEPT].tolist()),
            tuple(np.ravel(numeric[name])[:_KEPT].tolist()),
        )
        for name, gradient in analytic.items()
    )


def common_factor(check: GradientCheck) -> float | None:
    """Return c where the analytic gradient is c times the numeric one throughout, else None."""
    analytic, numeric = np.array(check.analytic), np.array(check.numeric)
    square = float(numeric @ numeric)
    factor = float(analytic @ numeric) / square if square else 0.0
    found = factor and relative_error(analytic, factor * numeric) < LIMIT
    return factor if found else None
