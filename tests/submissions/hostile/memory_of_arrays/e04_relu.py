"""Asks for more memory than there is."""

import numpy as np


def relu(z):
    return np.ones((40_000, 40_000))
