import numpy as np


def numerical_gradient(f, x, h=1e-5):
    at = lambda i, d: f(x + d * np.eye(1, x.size, i).reshape(x.shape))
    return np.array([(at(i, h) - at(i, -h)) / (2 * h) for i in range(x.size)]).reshape(x.shape)


_norm = lambda a: float(np.sqrt(np.square(a).sum()))
relative_error = lambda a, b: (d := _norm(np.subtract(a, b))) and d / (_norm(a) + _norm(b))
