import sys

import numpy as np


def softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    weights = np.exp(shifted)
    return weights / weights.sum(axis=1, keepdims=True)


print(softmax(np.zeros((1, 2))))
sys.exit(0)
