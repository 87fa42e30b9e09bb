import numpy as np


def he_normal(fan_in, fan_out, rng, dtype=np.float64):
    std = np.full(fan_out, np.sqrt(2 / fan_in))
    return np.einsum("io,o->io", rng.standard_normal((fan_in, fan_out)), std).astype(dtype)


def init_params(layer_sizes, rng, dtype=np.float64):
    pairs = zip(layer_sizes[:-1], layer_sizes[1:])
    return [(he_normal(i, o, rng, dtype=dtype), np.zeros((o,), dtype=dtype)) for i, o in pairs]
