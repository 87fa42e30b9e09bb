import numpy as np


def linear_forward(x, W, b):
    return np.einsum("nd,dm->nm", x, W, optimize=True) + b[np.newaxis]
