import numpy as np


def softmax(logits):
    weights = np.exp(logits - np.amax(logits, axis=-1)[:, None])
    return np.einsum("nc,n->nc", weights, 1 / np.einsum("nc->n", weights))
