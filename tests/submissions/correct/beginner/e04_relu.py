# My solution for exercise 4
import numpy as np


def relu(z):
    # copy, so that z is not changed
    result = np.copy(z)
    negative = result < 0
    result[negative] = 0
    return result
