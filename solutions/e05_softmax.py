"""Exercise 5 · Softmax: turn scores into probabilities."""

import numpy as np


def softmax(logits):
    """Turn each row of scores into probabilities.

    logits: (N, C) real scores, one row per sample
    returns: (N, C), 0 or above, each row adding up to 1

        p[i, k] = exp(z[i, k]) / (exp(z[i, 0]) + … + exp(z[i, C-1]))

    exp(1000) overflows. Adding the same number to a whole row changes nothing
    in the result: choose that number well.

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    # BEGIN SOLUTION
    shifted = logits - logits.max(axis=1, keepdims=True)
    weights = np.exp(shifted)
    return weights / weights.sum(axis=1, keepdims=True)
    # END SOLUTION
