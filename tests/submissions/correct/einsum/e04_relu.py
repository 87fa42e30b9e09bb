import numpy as np


def relu(z):
    return np.einsum("...,...->...", z, z > 0)
