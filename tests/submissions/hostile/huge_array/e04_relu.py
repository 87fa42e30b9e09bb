"""Returns an array of 80 MB."""

import numpy as np


def relu(z):
    return np.zeros(10_000_000)
