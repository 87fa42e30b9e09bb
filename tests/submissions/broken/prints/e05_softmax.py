import numpy as np


def softmax(logits):
    for i in range(1000):
        print("\x1b[31m[/red]\x1b]0;title\x07", i)
    shifted = logits - logits.max(axis=1, keepdims=True)
    weights = np.exp(shifted)
    return weights / weights.sum(axis=1, keepdims=True)
