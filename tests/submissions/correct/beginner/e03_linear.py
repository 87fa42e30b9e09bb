# My solution for exercise 3
import numpy as np


def linear_forward(x, W, b):
    # (N, D) times (D, M) gives (N, M)
    product = np.dot(x, W)
    # b is (M,), it is added to every row
    result = product + b
    return result
