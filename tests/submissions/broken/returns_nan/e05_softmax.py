import numpy as np


def softmax(logits):
    return np.full_like(logits, np.nan)
