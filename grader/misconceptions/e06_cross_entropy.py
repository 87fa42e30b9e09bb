"""What goes wrong in exercise 6."""

import numpy as np

from nngrade.diagnosis import misconception


def _log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _softmax(logits):
    return np.exp(_log_softmax(logits))


def _right(rows, labels):
    return rows[np.arange(len(labels)), labels]


@misconception(
    of="cross_entropy",
    title="You took the logarithm of a probability that had become 0",
    hint="Print the probabilities of the row [0.0, 1000.0], then their logarithms. Which step "
    "loses the number that you need?",
)
def log_of_softmax(logits, labels):
    return -np.log(_right(_softmax(logits), labels)).mean()


@misconception(
    of="cross_entropy",
    title="You kept the probabilities above some small number",
    hint="Print the loss for the scores [0, 50], [0, 500] and [0, 5000], each with the label 0. "
    "Does it go on growing?",
)
def clipped_probabilities(logits, labels):
    return -np.log(np.clip(_right(_softmax(logits), labels), 1e-12, 1.0)).mean()


@misconception(
    of="cross_entropy",
    title="You took the exponential of the scores as they are",
    hint="Print np.exp(logits) for the row [0.0, 1000.0]. What is left of it?",
)
def log_sum_exp_without_shift(logits, labels):
    return (np.log(np.exp(logits).sum(axis=1)) - _right(logits, labels)).mean()


@misconception(
    of="cross_entropy",
    title="You divided infinity by infinity in the softmax",
    hint="Print np.exp(logits) for the row [0.0, 1000.0]. What did exercise 5 do before np.exp?",
)
def softmax_without_shift(logits, labels):
    weights = np.exp(logits)
    return -np.log(_right(weights / weights.sum(axis=1, keepdims=True), labels)).mean()


@misconception(
    of="cross_entropy",
    title="You shifted the whole batch by one number",
    hint="Give it the rows [0, 0] and [-2000, -2000] together, and print what you hand to np.exp. "
    "What is left of the second row?",
)
def one_shift_for_the_batch(logits, labels):
    shifted = logits - logits.max()
    return (np.log(np.exp(shifted).sum(axis=1)) - _right(shifted, labels)).mean()


@misconception(
    of="cross_entropy",
    title="You took the softmax down the columns, over the batch",
    hint="Print the probabilities' sums along both axes. Each sample's must be 1.",
)
def softmax_over_axis_0(logits, labels):
    return -_right(_log_softmax(logits.T).T, labels).mean()


@misconception(
    of="cross_entropy",
    title="You applied softmax twice",
    hint="Print what goes into your last softmax. Are these scores, or are they probabilities "
    "already?",
)
def softmax_twice(logits, labels):
    return -_right(_log_softmax(_softmax(logits)), labels).mean()


@misconception(
    of="cross_entropy",
    title="You added the losses of the samples up",
    hint="Call it with a batch, and with the same batch twice over. Is the second loss the first?",
)
def sum_for_mean(logits, labels):
    return -_right(_log_softmax(logits), labels).sum()


@misconception(
    of="cross_entropy",
    title="You divided by the number of all scores",
    hint="Print the number that you divide by, for 3 samples of 4 classes. How many losses are "
    "there in that batch?",
)
def mean_over_samples_and_classes(logits, labels):
    return -_right(_log_softmax(logits), labels).sum() / logits.size


@misconception(
    of="cross_entropy",
    title="You divided by the number of samples twice",
    hint="Find every mean and every division in your function. What does each of them divide by?",
)
def divided_by_n_twice(logits, labels):
    return -_right(_log_softmax(logits), labels).mean() / len(labels)


@misconception(
    of="cross_entropy",
    title="You left the sign as the logarithm gives it",
    hint="Print the logarithm of a probability of 0.5. The loss of a sample is 0 or above.",
)
def sign_left_out(logits, labels):
    return _right(_log_softmax(logits), labels).mean()


@misconception(
    of="cross_entropy",
    title="You took the logarithm to the base 10",
    hint="Print your logarithm of np.e. For a natural logarithm it is 1.",
)
def log_base_10(logits, labels):
    return -_right(_log_softmax(logits), labels).mean() / np.log(10.0)


@misconception(
    of="cross_entropy",
    title="You took the logarithm to the base 2",
    hint="Print your logarithm of np.e. For a natural logarithm it is 1.",
)
def log_base_2(logits, labels):
    return -_right(_log_softmax(logits), labels).mean() / np.log(2.0)


@misconception(
    of="cross_entropy",
    title="You averaged the probabilities before you took the logarithm",
    hint="Print the logarithm of the mean of 0.25 and 0.75, then the mean of their logarithms. "
    "Which of the two does the formula ask for?",
)
def log_of_the_mean(logits, labels):
    return -np.log(_right(_softmax(logits), labels).mean())


@misconception(
    of="cross_entropy",
    title="You left the logarithm out",
    hint="Work out the loss of one sample whose right class has the probability 0.5, on paper and "
    "with your function.",
)
def logarithm_left_out(logits, labels):
    return -_right(_softmax(logits), labels).mean()


@misconception(
    of="cross_entropy",
    title="You left the sum of the exponentials out",
    hint="Write log p[k] in terms of the scores on paper: it has two terms. Which does your code "
    "have?",
)
def log_sum_left_out(logits, labels):
    return -_right(logits, labels).mean()


@misconception(
    of="cross_entropy",
    title="Your loss doesn't depend on the labels",
    hint="Change the labels and call it again: the loss must change. Where do you use them?",
)
def labels_not_used(logits, labels):  # noqa: ARG001 - the mistake
    return -_log_softmax(logits).max(axis=1).mean()


@misconception(
    of="cross_entropy",
    title="You picked every sample's label in every row",
    hint="Print the shape of what you pick from the (N, C) array. It must be one number a sample.",
)
def every_label_in_every_row(logits, labels):
    return -_log_softmax(logits)[:, labels].mean()


@misconception(
    of="cross_entropy",
    title="You used the labels to pick rows",
    hint="Print the shape of what you pick from the (N, C) array, and its first row. Which axis "
    "holds the classes?",
)
def labels_as_rows(logits, labels):
    return -_log_softmax(logits)[labels % len(labels)].mean()


@misconception(
    of="cross_entropy",
    title="You took the class before the right one",
    hint="Call it with one sample, the scores [5, 0, 0] and the label 0. Is the loss near 0?",
)
def class_off_by_one(logits, labels):
    return -_right(_log_softmax(logits), labels - 1).mean()


@misconception(
    of="cross_entropy",
    title="You counted the wrong classes as well",
    hint="Write the loss of one sample with three classes on paper. How many logarithms are in it?",
)
def binary_cross_entropy(logits, labels):
    probabilities = _softmax(logits)
    targets = np.eye(logits.shape[1])[labels]
    right = targets * np.log(probabilities)
    wrong = (1.0 - targets) * np.log(1.0 - probabilities)
    return -(right + wrong).sum() / len(labels)


@misconception(
    of="cross_entropy",
    title="You returned one loss for each sample",
    hint="Print the shape of what you return. The loss of a batch is one number.",
)
def one_loss_per_sample(logits, labels):
    return -_right(_log_softmax(logits), labels)


@misconception(
    of="cross_entropy",
    title="You divided by one sample fewer than there are",
    hint="Call it with one sample, and print the number that you divide by.",
)
def divided_by_n_minus_1(logits, labels):
    return -_right(_log_softmax(logits), labels).sum() / (len(labels) - 1)


@misconception(
    of="cross_entropy",
    title="You wrote into the logits",
    hint="Print logits before and after you call cross_entropy(logits, labels). Which line "
    "changes them?",
)
def logits_overwritten(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(logits).sum(axis=1)) - _right(logits, labels)).mean()


@misconception(
    of="cross_entropy",
    title="You went through the samples one by one",
    hint="Print the shape of what each line of the loop works on. Could the line take all rows at "
    "once, along an axis?",
)
def loop_over_the_samples(logits, labels):
    total = 0.0
    for row, label in zip(_log_softmax(logits), labels, strict=True):
        total -= row[label]
    return total / len(labels)
