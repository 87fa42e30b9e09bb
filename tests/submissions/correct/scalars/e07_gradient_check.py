from e01_data import *


def numerical_gradient(f, x, h=1e-5):
    must(np.issubdtype(x.dtype, np.floating), "x must hold floats")
    steps = np.zeros(x.shape, x.dtype)
    result = np.zeros(x.shape, x.dtype)
    for index in range(x.size):
        steps.ravel()[index] = h
        result.ravel()[index] = np.divide(np.subtract(f(x + steps), f(x - steps)), h + h)
        steps.ravel()[index] = 0
    return result


def euclidean(a):
    return np.sqrt(np.vdot(a, a))


def relative_error(a, b):
    must(np.shape(a) == np.shape(b), f"shapes differ: {np.shape(a)} and {np.shape(b)}")
    total = euclidean(a) + euclidean(b)
    return np.float64(0) if total == 0 else np.float64(euclidean(a - b) / total)
