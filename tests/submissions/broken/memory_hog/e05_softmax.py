import numpy as np


def softmax(logits):
    history = []
    while True:
        history.append(np.zeros((5000, 5000)))
