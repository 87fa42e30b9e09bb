import numpy as np

he_normal = lambda fan_in, fan_out, rng, dtype=np.float64: rng.normal(
    0, (2 / fan_in) ** 0.5, (fan_in, fan_out)
).astype(dtype)

init_params = lambda layer_sizes, rng, dtype=np.float64: [
    (he_normal(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in zip(layer_sizes, layer_sizes[1:])
]
