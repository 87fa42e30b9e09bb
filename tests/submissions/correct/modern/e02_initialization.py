"""Exercise 2."""

from functools import lru_cache
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import DTypeLike, NDArray

Params = list[tuple[NDArray[np.floating], NDArray[np.floating]]]


@lru_cache(maxsize=None)
def he_std(fan_in: int) -> float:
    return sqrt(2 / fan_in)


def he_normal(
    fan_in: int,
    fan_out: int,
    rng: np.random.Generator,
    dtype: DTypeLike = np.float64,
) -> NDArray[np.floating]:
    return rng.standard_normal((fan_in, fan_out), dtype=dtype) * he_std(fan_in)


def init_params(
    layer_sizes: list[int], rng: np.random.Generator, dtype: DTypeLike = np.float64
) -> Params:
    return [
        (he_normal(fan_in, fan_out, rng, dtype), np.zeros(fan_out, dtype))
        for fan_in, fan_out in pairwise(layer_sizes)
    ]
