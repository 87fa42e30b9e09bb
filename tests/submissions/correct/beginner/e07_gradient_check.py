# My solution for exercise 7
import numpy as np


def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x_right = x.copy()
        x_right[index] = x_right[index] + h
        x_left = x.copy()
        x_left[index] = x_left[index] - h
        f_right = f(x_right)
        f_left = f(x_left)
        difference = f_right - f_left
        gradient[index] = difference / (2 * h)
    return gradient


def relative_error(a, b):
    Δ = a - b
    top = np.sqrt(np.sum(Δ * Δ))
    norm_a = np.sqrt(np.sum(a * a))
    norm_b = np.sqrt(np.sum(b * b))
    bottom = norm_a + norm_b
    if bottom == 0:
        return 0.0
    else:
        result = top / bottom
        return float(result)
