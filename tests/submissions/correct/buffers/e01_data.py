import numpy as np


def normalize(images):
    out = np.empty((len(images), images[0].size), dtype=np.float32, order="F")
    np.divide(images.reshape(out.shape), np.float32(255), out=out)
    return out


def one_hot(labels, num_classes=10):
    labels = np.array(labels, dtype=np.int64)
    wrong = np.flatnonzero(np.clip(labels, 0, num_classes - 1) != labels)
    if wrong.size:
        raise ValueError("no such class: %d" % labels[wrong[0]])
    return np.eye(num_classes)[labels]
