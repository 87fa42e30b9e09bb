from e01_data import *


def relu(z):
    return np.where(z < 0, np.zeros((), dtype=z.dtype), z)
