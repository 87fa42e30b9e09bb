import numpy as np


def relu(z):
    print("\x1b[2J\x1b[31m[/red] in relu", z.shape)
    return np.minimum(z, 0)
