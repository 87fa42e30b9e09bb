import numpy as np


def softmax(logits):
    total = 0
    while total < 1:
        total = total * 2
    return logits / total
