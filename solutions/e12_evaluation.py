"""Exercise 12 · Evaluation: see how good the network is, and what it mixes up."""

import numpy as np
from e01_data import one_hot


def accuracy(predictions, labels):
    """Compute the share of the predictions that are right.

    predictions, labels: (N,) integers
    returns: a float from 0 to 1
    raises: ValueError if there are more of the one than of the other

    >>> print(accuracy(np.array([1, 2, 3, 4]), np.array([1, 2, 3, 0])))
    0.75
    """
    # BEGIN SOLUTION
    if len(predictions) != len(labels):
        raise ValueError(f"{len(predictions)} predictions, but {len(labels)} labels")
    return float(np.mean(predictions == labels))
    # END SOLUTION


def confusion_matrix(predictions, labels, num_classes=10):
    """Count how often each class was taken for each other class.

    predictions, labels: (N,) integers in [0, num_classes)
    returns: (num_classes, num_classes) integers; the row is the true class,
        the column is the predicted one
    raises: ValueError if there are more of the one than of the other

    Right predictions stand on the diagonal. A class that never occurs keeps
    its row and its column.

    >>> confusion_matrix(np.array([1, 1, 2]), np.array([1, 2, 2]), num_classes=3)
    array([[0, 0, 0],
           [0, 1, 0],
           [0, 1, 1]])
    """
    # BEGIN SOLUTION
    if len(predictions) != len(labels):
        raise ValueError(f"{len(predictions)} predictions, but {len(labels)} labels")
    pairs = one_hot(labels, num_classes).T @ one_hot(predictions, num_classes)
    return pairs.astype(int)
    # END SOLUTION


def prediction_colors(predictions, labels):
    """Give each prediction its colour: green for right, red for wrong.

    predictions, labels: (N,) integers
    returns: a list of N strings, "green" or "red"
    raises: ValueError if there are more of the one than of the other

    >>> prediction_colors(np.array([7, 1]), np.array([7, 9]))
    ['green', 'red']
    """
    # BEGIN SOLUTION
    pairs = zip(predictions, labels, strict=True)
    return ["green" if prediction == label else "red" for prediction, label in pairs]
    # END SOLUTION
