from __future__ import annotations

import numpy as np


class ReLU:
    def __call__(self, z: np.ndarray) -> np.ndarray:
        return np.maximum(z, 0)


relu = ReLU()
