import numpy as np


def softmax(logits):
    history = []
    while True:
        history.append(np.ones((5000, 5000)))
