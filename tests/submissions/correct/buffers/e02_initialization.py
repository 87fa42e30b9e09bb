import numpy as np


def he_normal(fan_in, fan_out, rng, dtype=np.float64):
    W = np.empty((fan_in, fan_out), dtype=dtype, order="F")
    W[...] = rng.normal(loc=0.0, scale=np.sqrt(2 / fan_in), size=W.shape)
    return W


def init_params(layer_sizes, rng, dtype=np.float64):
    """All parameters lie in one buffer; W and b are views of it."""
    shapes = list(zip(layer_sizes, layer_sizes[1:]))
    buffer = np.zeros(sum(m * n + n for m, n in shapes), dtype=dtype)
    params, start = [], 0
    for m, n in shapes:
        W = buffer[start : start + m * n].reshape(m, n)
        b = buffer[start + m * n : start + m * n + n]
        np.copyto(W, he_normal(m, n, rng, dtype))
        params.append((W, b))
        start += m * n + n
    return params
