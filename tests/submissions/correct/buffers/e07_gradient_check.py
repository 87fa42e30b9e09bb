import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Moves x itself, one entry at a time, and puts it back."""
    grad = np.zeros_like(x)
    for i in range(x.size):
        old = x.flat[i]
        try:
            x.flat[i] = old + h
            grad.flat[i] = f(x)
            x.flat[i] = old - h
            grad.flat[i] -= f(x)
        finally:
            x.flat[i] = old
    grad /= 2 * h
    return grad


def relative_error(a, b):
    sums = np.array([np.sqrt(((a - b) ** 2).sum()), np.sqrt((a**2).sum()) + np.sqrt((b**2).sum())])
    out = np.zeros(1)
    np.divide(sums[:1], sums[1:], out=out, where=sums[1:] != 0)
    return out[0]
