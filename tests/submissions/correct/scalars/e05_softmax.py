from e01_data import *


def log_sum_exp(logits):
    must_have_ndim(logits, 2, "logits")
    return np.logaddexp.reduce(logits, axis=1)


def softmax(logits):
    must_have_ndim(logits, 2, "logits")
    numerators = np.exp(logits - logits.max(axis=1).reshape(-1, 1))
    return numerators / numerators.sum(axis=1).reshape(-1, 1)
