import numpy as np


def numerical_gradient(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    values = np.array([[f(x + step), f(x - step)] for step in steps]).reshape(x.size, 2)
    return np.einsum("is,s->i", values, np.array([0.5, -0.5]) / h).reshape(x.shape)


def _length(a):
    flat = np.ravel(a)
    return np.sqrt(np.einsum("i,i->", flat, flat))


def relative_error(a, b):
    scale = _length(a) + _length(b)
    return _length(np.asarray(a) - np.asarray(b)) / scale if scale > 0 else scale
