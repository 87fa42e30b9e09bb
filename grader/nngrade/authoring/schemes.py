"""Nine ways to draw the first weights of a layer: the right one among the well-known others."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Draw = Callable[[int, int, np.random.Generator], Array]


def schemes(he_normal: Draw) -> dict[str, Draw]:
    """Return each scheme by its name, the solutions' `he_normal` last.

    A scheme takes fan_in, fan_out and the rng, and returns W (fan_in, fan_out) in float64.
    """
    return {
        "zeros": lambda fan_in, fan_out, _: np.zeros((fan_in, fan_out)),
        "constant 0.1": lambda fan_in, fan_out, _: np.full((fan_in, fan_out), 0.1),
        "uniform 0…1": lambda fan_in, fan_out, rng: rng.uniform(size=(fan_in, fan_out)),
        "normal, std 1": _normal(lambda _in, _out: 1.0),
        "normal, std 0.01": _normal(lambda _in, _out: 0.01),
        "normal, std 0.001": _normal(lambda _in, _out: 0.001),
        "√(2/fan_out)": _normal(lambda _in, fan_out: np.sqrt(2 / fan_out)),
        "Xavier": _normal(lambda fan_in, fan_out: np.sqrt(2 / (fan_in + fan_out))),
        "He": he_normal,
    }


def _normal(std: Callable[[int, int], float]) -> Draw:
    def draw(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
        return rng.normal(0, std(fan_in, fan_out), size=(fan_in, fan_out))

    return draw


def spreads(draw: Draw, relu: Callable[[Array], Array], *, layers: int, width: int) -> list[float]:
    """Return the standard deviation of what leaves each of many ReLU layers of one width.

    The inputs, 1,000 samples, have the standard deviation 1; one entry a layer.
    """
    rng = np.random.default_rng(0)
    a, found = rng.normal(size=(1000, width)), []
    for _ in range(layers):
        a = relu(a @ draw(width, width, rng))
        found.append(float(a.std()))
    return found
