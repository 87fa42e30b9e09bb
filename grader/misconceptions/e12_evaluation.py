"""What goes wrong in exercise 12."""

import numpy as np

from nngrade.diagnosis import misconception


def _demand_one_length(predictions, labels):
    if len(predictions) != len(labels):
        raise ValueError("predictions and labels must be equally many")


@misconception(
    of="accuracy",
    title="You counted the right predictions where a share is asked for",
    hint="Print the accuracy of 5 predictions, then of the same 5 twice over. Which of the two "
    "should a share depend on?",
)
def a_count_for_a_share(predictions, labels):
    _demand_one_length(predictions, labels)
    return int(np.sum(predictions == labels))


@misconception(
    of="accuracy",
    title="You returned a percentage",
    hint="Print the accuracy of predictions that are all right. Which number does the exercise "
    "ask for there?",
)
def a_percentage(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(100 * np.mean(predictions == labels))


@misconception(
    of="accuracy",
    title="You computed the share of the wrong predictions",
    hint="Print the accuracy of predictions that are all right, then of predictions that are all "
    "wrong. Which of the two is larger?",
)
def the_share_of_the_wrong(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.mean(predictions != labels))


@misconception(
    of="accuracy",
    title="You divided whole numbers, and the fraction was cut off",
    hint="Print 3 // 5, and the type of what comes out.",
)
def the_fraction_is_cut_off(predictions, labels):
    _demand_one_length(predictions, labels)
    return int(np.sum(predictions == labels)) // len(labels)


@misconception(
    of="accuracy",
    title="You returned an answer for each prediction, and not one number",
    hint="Print what you return for 5 predictions. How many values are there?",
)
def one_answer_each(predictions, labels):
    _demand_one_length(predictions, labels)
    return predictions == labels


@misconception(
    of="accuracy",
    title="You asked whether each prediction is among the labels at all",
    hint="Try the predictions [0, 1] with the labels [1, 0]. Is one of them right?",
)
def right_somewhere(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.isin(predictions, labels).mean())


@misconception(
    of="accuracy",
    title="You subtracted the labels in place, so the caller's predictions are gone",
    hint="Print predictions before and after the call.",
)
def predictions_overwritten(predictions, labels):
    _demand_one_length(predictions, labels)
    predictions -= labels
    return float(np.mean(predictions == 0))


@misconception(
    of="accuracy",
    title="You compared arrays of different lengths, and NumPy repeated the shorter one",
    hint="Print np.array([1, 2, 3]) == np.array([1]). How many comparisons are made?",
)
def lengths_are_not_compared(predictions, labels):
    return float(np.mean(predictions == labels))


@misconception(
    of="accuracy",
    title="You counted in a Python loop",
    hint="Print predictions == labels for two small arrays. What is in it, and what can NumPy "
    "compute from it at once?",
)
def counted_in_a_loop(predictions, labels):
    _demand_one_length(predictions, labels)
    right = 0
    for prediction, label in zip(predictions, labels, strict=True):
        right += int(prediction == label)
    return right / len(labels)


def _counts(rows, columns, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    np.add.at(matrix, (rows, columns), 1)
    return matrix


@misconception(
    of="confusion_matrix",
    title="You exchanged rows and columns",
    hint="Predict class 2 once, where the label is 1. At which row and which column is the 1?",
)
def rows_and_columns_exchanged(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    return _counts(predictions, labels, num_classes)


@misconception(
    of="confusion_matrix",
    title="You counted in numbers of eight bits",
    hint="Print np.uint8(255) + np.uint8(1), then the dtype of your matrix.",
)
def counted_in_a_byte(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=np.uint8)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


@misconception(
    of="confusion_matrix",
    title="You counted each pair of classes only once",
    hint="Make the same mistake twice: M = np.zeros(3); M[[1, 1]] += 1; print M.",
)
def each_pair_counted_once(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    matrix[labels, predictions] += 1
    return matrix


@misconception(
    of="confusion_matrix",
    title="You took the size of the matrix from the classes that occur",
    hint="Print the shape of the matrix for num_classes=5 and labels from 0 to 2.",
)
def as_large_as_the_classes_that_occur(predictions, labels, num_classes=10):  # noqa: ARG001 - that is the bug
    _demand_one_length(predictions, labels)
    return _counts(labels, predictions, int(max(labels.max(), predictions.max())) + 1)


@misconception(
    of="confusion_matrix",
    title="You always made ten classes, whatever num_classes says",
    hint="Print the shape of the matrix for num_classes=3, and for num_classes=5.",
)
def always_ten_classes(predictions, labels, num_classes=10):  # noqa: ARG001 - that is the bug
    _demand_one_length(predictions, labels)
    return _counts(labels, predictions, 10)


@misconception(
    of="confusion_matrix",
    title="You returned shares where counts are asked for",
    hint="Print the sum of all entries. Which number of samples did you give?",
)
def shares_for_counts(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = _counts(labels, predictions, num_classes)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


@misconception(
    of="confusion_matrix",
    title="You returned the counts as floats",
    hint="Print the dtype of your matrix. Where does it come from?",
)
def counts_as_floats(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    return _counts(labels, predictions, num_classes).astype(float)


@misconception(
    of="confusion_matrix",
    title="You counted the mistakes only",
    hint="Print the diagonal for predictions that are all right. What should stand there?",
)
def mistakes_only(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    wrong = predictions != labels
    return _counts(labels[wrong], predictions[wrong], num_classes)


@misconception(
    of="confusion_matrix",
    title="You let NumPy pair arrays of different lengths",
    hint="Give three predictions and one label. How many samples does the matrix count?",
)
def pairs_of_unequal_lengths(predictions, labels, num_classes=10):
    return _counts(labels, predictions, num_classes)


@misconception(
    of="confusion_matrix",
    title="You counted in a Python loop over the samples",
    hint="Time it with 20,000 samples. What does the product of two one-hot rows, one standing "
    "and one lying, look like?",
)
def samples_in_a_loop(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for prediction, label in zip(predictions, labels, strict=True):
        matrix[label, prediction] += 1
    return matrix


@misconception(
    of="prediction_colors",
    title="You exchanged the colours",
    hint="Give one prediction that is right. Which colour should it have?",
)
def colours_exchanged(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["red" if right else "green" for right in predictions == labels]


@misconception(
    of="prediction_colors",
    title="You wrote the colours with other letters",
    hint='Compare your strings with "green" and "red", letter by letter.',
)
def other_words_for_the_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["Green" if right else "Red" for right in predictions == labels]


@misconception(
    of="prediction_colors",
    title="You returned an array where a list is asked for",
    hint="Print type(colors). Which method of an array makes a list of it?",
)
def an_array_of_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return np.where(predictions == labels, "green", "red")


@misconception(
    of="prediction_colors",
    title="You returned one colour for all predictions together",
    hint="Print len(colors) for four predictions.",
)
def one_colour_for_all(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["green" if (predictions == labels).all() else "red"]


@misconception(
    of="prediction_colors",
    title="You stopped where the shorter of the two ends",
    hint="Print list(zip([1, 2, 3], [1])). How many pairs are there?",
)
def stopped_at_the_shorter(predictions, labels):
    pairs = zip(predictions, labels, strict=False)
    return ["green" if prediction == label else "red" for prediction, label in pairs]


@misconception(
    of="prediction_colors",
    title="You returned the right predictions first",
    hint="Give the predictions [1, 2, 3] with only the second one right. Which colour comes "
    "second?",
)
def green_ones_first(predictions, labels):
    _demand_one_length(predictions, labels)
    right = int(np.sum(predictions == labels))
    return ["green"] * right + ["red"] * (len(labels) - right)
