import numpy as np


def cross_entropy(logits, labels):
    rows = np.arange(labels.size)
    z = logits.copy()
    z -= z.max(axis=1, keepdims=True)
    right = z[rows, labels]
    np.exp(z, out=z)
    losses = np.log(z.sum(axis=1))
    losses -= right
    return losses.mean().item()
