# My solution for exercise 6
import numpy as np
from e01_data import one_hot


def cross_entropy(logits, labels):
    N = logits.shape[0]
    C = logits.shape[1]
    # log(sum(exp(z))) = m + log(sum(exp(z - m)))
    m = np.max(logits, axis=1)
    m_column = m.reshape((N, 1))
    exps = np.exp(logits - m_column)
    log_of_sums = np.log(np.sum(exps, axis=1))
    # pick the logit of the right class, relative to m too
    Y = one_hot(labels, C)
    relative = logits - m_column
    right = np.sum(np.where(Y == 1.0, relative, 0.0), axis=1)
    losses = log_of_sums - right
    total = np.sum(losses)
    mean = total / N
    return float(mean)
