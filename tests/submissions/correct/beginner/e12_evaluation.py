# My solution for exercise 12
import numpy as np


def accuracy(predictions, labels):
    if len(predictions) != len(labels):
        raise ValueError("predictions and labels do not have the same length")
    right = predictions == labels
    number_right = np.sum(right)
    number = len(labels)
    return float(number_right / number)


def confusion_matrix(predictions, labels, num_classes=10):
    if len(predictions) != len(labels):
        raise ValueError("predictions and labels do not have the same length")
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for true_class in range(num_classes):
        for predicted_class in range(num_classes):
            is_true = labels == true_class
            is_predicted = predictions == predicted_class
            both = is_true & is_predicted
            matrix[true_class, predicted_class] = np.sum(both)
    return matrix


def prediction_colors(predictions, labels):
    if len(predictions) != len(labels):
        raise ValueError("predictions and labels do not have the same length")
    colors = []
    for i in range(len(labels)):
        if predictions[i] == labels[i]:
            colors.append("green")
        else:
            colors.append("red")
    return colors
