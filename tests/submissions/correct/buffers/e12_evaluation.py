import numpy as np


def same_length(predictions, labels):
    if len(predictions) - len(labels):
        raise ValueError("lengths %d and %d" % (len(predictions), len(labels)))


def accuracy(predictions, labels):
    same_length(predictions, labels)
    return np.equal(predictions, labels).mean()


def confusion_matrix(predictions, labels, num_classes=10):
    same_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=np.int32)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


def prediction_colors(predictions, labels):
    same_length(predictions, labels)
    return list(np.array(["red", "green"])[np.equal(predictions, labels).astype(int)])
