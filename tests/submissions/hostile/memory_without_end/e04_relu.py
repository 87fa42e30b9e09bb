"""Takes memory without end."""

import numpy as np


def relu(z):
    full = []
    while True:
        full.append(np.zeros(10_000_000))
