from e01_data import *


def he_std(fan_in):
    must(fan_in > 0, "a layer needs an input")
    return np.sqrt(np.float64(2) / np.float64(fan_in))


def he_normal(fan_in, fan_out, rng, dtype=np.float64):
    must(isinstance(rng, np.random.Generator), "rng must be a np.random.Generator")
    return rng.normal(np.float64(0), he_std(fan_in), size=(fan_in, fan_out)).astype(dtype)


def init_params(layer_sizes, rng, dtype=np.float64):
    must(len(layer_sizes) > 1, "a network needs an input and an output")
    params = []
    for index in range(1, len(layer_sizes)):
        fan_in, fan_out = layer_sizes[index - 1 : index + 1]
        params += [(he_normal(fan_in, fan_out, rng, dtype), np.full(fan_out, 0, dtype))]
    return params
