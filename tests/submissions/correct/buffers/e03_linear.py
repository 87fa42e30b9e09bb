import numpy as np


def linear_forward(x, W, b):
    out = np.empty((len(x), len(b)), dtype=np.result_type(x, W, b), order="F")
    np.matmul(x, W, out=out)
    out += b
    return out
