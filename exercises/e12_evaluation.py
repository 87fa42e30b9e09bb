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
    raise NotImplementedError("accuracy: see course/lessons/e12_evaluation.md")


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
    raise NotImplementedError("confusion_matrix: see course/lessons/e12_evaluation.md")


def prediction_colors(predictions, labels):
    """Give each prediction its colour: green for right, red for wrong.

    predictions, labels: (N,) integers
    returns: a list of N strings, "green" or "red"
    raises: ValueError if there are more of the one than of the other

    >>> prediction_colors(np.array([7, 1]), np.array([7, 9]))
    ['green', 'red']
    """
    raise NotImplementedError("prediction_colors: see course/lessons/e12_evaluation.md")
