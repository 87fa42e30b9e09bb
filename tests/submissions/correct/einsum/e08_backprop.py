import numpy as np
from e01_data import one_hot
from e05_softmax import softmax


def relu_backward(upstream, z):
    return np.einsum("...,...->...", upstream, z > 0)


def linear_backward(upstream, x, W):
    dx = np.einsum("nm,dm->nd", upstream, W, optimize=True)
    dW = np.einsum("nd,nm->dm", x, upstream, optimize=True)
    return dx, dW, np.einsum("nm->m", upstream)


def cross_entropy_backward(logits, labels):
    n, c = logits.shape
    truth = one_hot(labels, c).astype(logits.dtype)
    return np.einsum("nc,->nc", softmax(logits) - truth, np.array(1 / n, dtype=logits.dtype))
