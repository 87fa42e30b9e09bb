from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class LayerParams(NamedTuple):
    W: np.ndarray
    b: np.ndarray


@dataclass
class HeInitializer:
    rng: np.random.Generator
    dtype: type = np.float64

    def matrix(self, fan_in: int, fan_out: int) -> np.ndarray:
        W = self.rng.standard_normal((fan_in, fan_out))
        W *= np.sqrt(2.0 / fan_in)
        return W.astype(self.dtype)

    def layer(self, fan_in: int, fan_out: int) -> LayerParams:
        return LayerParams(W=self.matrix(fan_in, fan_out), b=np.zeros(fan_out, self.dtype))


def he_normal(fan_in, fan_out, rng, dtype=np.float64):
    return HeInitializer(rng, dtype).matrix(fan_in, fan_out)


def init_params(layer_sizes, rng, dtype=np.float64) -> list[LayerParams]:
    initializer = HeInitializer(rng, dtype)
    return [initializer.layer(*sizes) for sizes in zip(layer_sizes, layer_sizes[1:])]
