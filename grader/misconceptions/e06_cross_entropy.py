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


# The powers of two are the eps and tiny of float32 and float64, and the smallest number above 0.
_SMALL = (
    *(10.0**-k for k in (*range(2, 21), 30, 45, 100, 300)),
    *(2.0**-k for k in (23, 52, 126, 1022, 1074)),
)
_BOUNDS = (10, 20, 30, 50, 60, 80, 88, 100, 200, 250, 300, 500, 600, 700, 709, 1000)


def _explained(call, constants, *losses):
    """Whether a wrong loss comes out with one of these constants, and the right one doesn't."""
    near = 1e-9 if call.logits.dtype == np.float64 else 1e-4

    def gives(loss):
        return bool(np.isclose(call.got, loss, rtol=near, atol=near))

    found = (loss(call.logits, call.labels, one) for one in constants for loss in losses)
    return not gives(-_right(_log_softmax(call.logits), call.labels).mean()) and any(
        map(gives, found)
    )


def _with_epsilon(logits, labels, epsilon):
    return -np.log(_right(_softmax(logits), labels) + epsilon).mean()


def _clipped_below(logits, labels, least):
    return -np.log(np.clip(_right(_softmax(logits), labels), least, 1.0)).mean()


def _clipped(logits, labels, least):
    return -np.log(np.clip(_right(_softmax(logits), labels), least, 1.0 - least)).mean()


def _some_gives(call, *losses):
    """Whether one of these losses comes out, the right one not; nan is compared as a number."""
    near = 1e-9 if call.logits.dtype == np.float64 else 1e-4
    right = -_right(_log_softmax(call.logits), call.labels).mean()
    return not np.isclose(call.got, right, rtol=near, atol=near) and any(
        np.isclose(call.got, loss(call.logits, call.labels), rtol=near, atol=near, equal_nan=True)
        for loss in losses
    )


def _of_weights(weights, labels, axis):
    return -np.log(_right(weights / weights.sum(axis=axis), labels)).mean()


def _rounded_losses():
    def rounded(digits):
        return lambda logits, labels: round(
            float(-_right(_log_softmax(logits), labels).mean()), digits
        )

    return map(rounded, range(9))


def _shifted(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


def _of_cut_off_scores(logits, labels, end):
    return -_right(_log_softmax(np.clip(logits, -end, end)), labels).mean()


def _binary(logits, labels, epsilon):
    weights, targets = _shifted(logits), np.eye(logits.shape[1])[labels]
    p = weights / weights.sum(axis=1, keepdims=True)
    both = targets * np.log(p + epsilon) + (1.0 - targets) * np.log(1.0 - p + epsilon)
    return -both.sum() / len(labels)


def _is_binary(call):
    both_nan = np.isnan(call.got) and np.isnan(_binary(call.logits, call.labels, 0.0))
    # Near 0, an epsilon anywhere looks the same.
    return both_nan or (call.got > 1e-3 and _explained(call, (0.0, *_SMALL), _binary))


def _at_places(rows, labels):
    starts = rows.shape[1] * np.arange(len(labels), dtype=labels.dtype)
    return rows.ravel()[starts + labels]


def _of_places_in_a_byte(logits, labels):
    return -_at_places(_log_softmax(logits), labels).mean()


def _of_shifted_places_in_a_byte(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(shifted).sum(axis=1)) - _at_places(shifted, labels)).mean()


def _squared(logits, labels):
    return ((_softmax(logits) - np.eye(logits.shape[1])[labels]) ** 2).sum() / len(labels)


def _capped(logits, labels, cap):
    return np.minimum(-_right(_log_softmax(logits), labels), cap).mean()


def _is_rounded_to_float32(call):
    """Whether the loss is off by a float32's rounding, and a float32 itself."""
    right = -_right(_log_softmax(call.logits), call.labels).mean()
    off = abs(call.got - right) / (1 + np.abs(call.logits).max())
    exact = float(np.float32(call.got)) == call.got and round(call.got, 6) != call.got
    return call.logits.dtype == np.float64 and exact and 1e-12 < off < 1e-6


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
    when=lambda call: _explained(call, _SMALL, _clipped, _clipped_below),
)
def clipped_probabilities(logits, labels):
    return _clipped(logits, labels, 1e-12)


@misconception(
    of="cross_entropy",
    title="You added a small number inside the logarithm",
    hint="Print the loss for the scores [0, 50], [0, 500] and [0, 5000], each with the label 0. "
    "Does it go on growing?",
    when=lambda call: _explained(call, _SMALL, _with_epsilon),
)
def epsilon_in_the_logarithm(logits, labels):
    return _with_epsilon(logits, labels, 1e-10)


@misconception(
    of="cross_entropy",
    title="You kept a tiny number between the probability and 0",
    hint="Print the loss for the scores [0, 500], [0, 5000] and [0, 50000], each with the label 0. "
    "Does it go on growing?",
    when=lambda call: _explained(call, _SMALL, _with_epsilon, _clipped_below),
)
def tiny_probability_for_0(logits, labels):
    return _with_epsilon(logits, labels, 1e-300)


@misconception(
    of="cross_entropy",
    title="You cut large scores off",
    hint="Compare the losses for the scores [0, 1] and [2000, 2001], each with the label 0. What "
    "is the difference between the two scores in each, before your code and after the cut?",
    when=lambda call: _explained(call, _BOUNDS, _of_cut_off_scores),
)
def scores_cut_off(logits, labels):
    return _of_cut_off_scores(logits, labels, 100)


@misconception(
    of="cross_entropy",
    title="You multiplied a logarithm of 0 by 0, which gives nan, not 0",
    hint="Print np.log(probabilities) for the row [0.0, 1000.0], and 0 * -np.inf. Which of the "
    "logarithms does the loss need?",
)
def zero_times_the_log_of_0(logits, labels):
    return -(np.eye(logits.shape[1])[labels] * np.log(_softmax(logits))).sum() / len(labels)


@misconception(
    of="cross_entropy",
    title="You cut the loss of a sample off",
    hint="Print the loss for the scores [0, 50], [0, 500] and [0, 5000], each with the label 0. "
    "Does it go on growing?",
    when=lambda call: _explained(call, (*_BOUNDS, 2000, 5000, 10_000), _capped),
)
def loss_cut_off(logits, labels):
    return _capped(logits, labels, 10_000)


@misconception(
    of="cross_entropy",
    title="You shifted each row by its first score",
    hint="Print the largest number that you hand to np.exp, for the row [0, 1000].",
)
def shifted_by_the_first_score(logits, labels):
    shifted = logits - logits[:, :1]
    return (np.log(np.exp(shifted).sum(axis=1)) - _right(shifted, labels)).mean()


@misconception(
    of="cross_entropy",
    title="You returned the exponential of the loss",
    hint="Print the loss of equal scores for 4 classes. Must it be 4, or log 4?",
)
def exponential_of_the_loss(logits, labels):
    return float(np.exp(-_right(_log_softmax(logits), labels).mean()))


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
    when=lambda call: _some_gives(
        call,
        lambda logits, labels: -_right(_log_softmax(logits.T).T, labels).mean(),
        lambda logits, labels: _of_weights(np.exp(logits), labels, 0),
        lambda logits, labels: _of_weights(_shifted(logits), labels, 0),
    ),
)
def softmax_over_axis_0(logits, labels):
    return -_right(_log_softmax(logits.T).T, labels).mean()


@misconception(
    of="cross_entropy",
    title="You divided by the sum of the exponentials over the whole batch",
    hint="Print the sum of all probabilities of a batch of 3 samples. It must be 3.",
    when=lambda call: _some_gives(
        call,
        lambda logits, labels: _of_weights(np.exp(logits), labels, None),
        lambda logits, labels: _of_weights(np.exp(logits - logits.max()), labels, None),
        lambda logits, labels: _of_weights(_shifted(logits), labels, None),
    ),
)
def softmax_over_the_whole_batch(logits, labels):
    return _of_weights(np.exp(logits), labels, None)


@misconception(
    of="cross_entropy",
    title="You rounded the loss",
    hint="Print the loss of equal scores for 4 classes with 12 digits, and np.log(4.0) beside it.",
    when=lambda call: _some_gives(call, *_rounded_losses()),
)
def loss_rounded(logits, labels):
    return round(float(-_right(_log_softmax(logits), labels).mean()), 7)


@misconception(
    of="cross_entropy",
    title="Your loss is a float32, whatever comes in",
    hint="Print the type of the loss, and the dtype after each of your steps, for float64 scores. "
    "Where does it change?",
    when=lambda call: (
        call.logits.dtype == np.float64
        and isinstance(call.got, np.float32)
        and np.isclose(call.got, -_right(_log_softmax(call.logits), call.labels).mean(), rtol=1e-6)
    ),
)
def loss_always_float32(logits, labels):
    return np.float32(-_right(_log_softmax(logits), labels).mean())


@misconception(
    of="cross_entropy",
    title="You rounded the numbers to float32 on the way",
    hint="Print the dtype after each of your steps, for float64 scores. Where does it change?",
    when=_is_rounded_to_float32,
)
def loss_through_float32(logits, labels):
    shifted = (logits - logits.max(axis=1, keepdims=True)).astype(np.float32)
    loss = (np.log(np.exp(shifted).sum(axis=1)) - _right(shifted, labels)).mean()
    return float(loss) if logits.dtype == np.float64 else loss


@misconception(
    of="cross_entropy",
    title="You returned a number in a box, an array of shape ()",
    hint="Print type(loss) and np.shape(loss). Which of your lines makes an array of the number?",
)
def loss_in_a_box(logits, labels):
    return np.array(-_right(_log_softmax(logits), labels).mean())


@misconception(
    of="cross_entropy",
    title="You returned an array of one number, not the number",
    hint="Print the shape of what you return. The loss of a batch is one number.",
)
def loss_in_an_array(logits, labels):
    return np.array([-_right(_log_softmax(logits), labels).mean()])


@misconception(
    of="cross_entropy",
    title="You took the median of the losses",
    hint="Call it with three samples, one of them far more wrong than the others. Does its loss "
    "count?",
)
def median_for_mean(logits, labels):
    return float(np.median(-_right(_log_softmax(logits), labels)))


@misconception(
    of="cross_entropy",
    title="You averaged the logarithms of all classes, not of the right ones only",
    hint="Change the labels and call it again: the loss must change. Where do you use them?",
)
def logarithms_of_all_classes(logits, labels):  # noqa: ARG001 - the mistake
    return -_log_softmax(logits).mean()


@misconception(
    of="cross_entropy",
    title="You added the right score where the formula subtracts it",
    hint="Raise the score of the right class, and call it again. Must the loss grow?",
)
def score_added(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return (np.log(np.exp(shifted).sum(axis=1)) + _right(shifted, labels)).mean()


@misconception(
    of="cross_entropy",
    title="You computed places with the labels' dtype, which may have 8 bits only",
    hint="Print np.array([59], dtype=np.uint8) * 5. In which of your lines are the labels still "
    "numbers of 8 bits?",
    when=lambda call: _some_gives(call, _of_places_in_a_byte, _of_shifted_places_in_a_byte),
)
def places_in_the_dtype_of_the_labels(logits, labels):
    return _of_places_in_a_byte(logits, labels)


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
    title="You took the logits for probabilities",
    hint="Print what you hand to np.log. Are all of these numbers between 0 and 1?",
)
def logarithm_of_the_logits(logits, labels):
    return -np.log(_right(logits, labels)).mean()


@misconception(
    of="cross_entropy",
    title="You added the losses of the samples up",
    hint="Call it with a batch, and with the same batch twice over. Is the second loss the first?",
)
def sum_for_mean(logits, labels):
    return -_right(_log_softmax(logits), labels).sum()


@misconception(
    of="cross_entropy",
    title="You divided by the number of classes",
    hint="Print the number that you divide by, for 3 samples of 4 classes. How many losses are "
    "there in that batch?",
)
def divided_by_the_classes(logits, labels):
    return -_right(_log_softmax(logits), labels).sum() / logits.shape[1]


@misconception(
    of="cross_entropy",
    title="You halved the loss",
    hint="Work out the loss of one sample whose right class has the probability 0.5, on paper and "
    "with your function.",
)
def half_the_loss(logits, labels):
    return -_right(_log_softmax(logits), labels).mean() / 2


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
    title="You took the logarithm to the base 2, of a softmax that rounds to 0",
    hint="Print your logarithm of np.e. For a natural logarithm it is 1. Then print the "
    "probabilities of the row [0.0, 1000.0].",
)
def log_base_2_of_softmax(logits, labels):
    return -np.log2(_right(_softmax(logits), labels)).mean()


@misconception(
    of="cross_entropy",
    title="You took the logarithm to the base 10, of a softmax that rounds to 0",
    hint="Print your logarithm of np.e. For a natural logarithm it is 1. Then print the "
    "probabilities of the row [0.0, 1000.0].",
)
def log_base_10_of_softmax(logits, labels):
    return -np.log10(_right(_softmax(logits), labels)).mean()


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
    title="You subtracted the probabilities from 1 where their logarithm is asked for",
    hint="Work out the loss of one sample whose right class has the probability 0.5, on paper and "
    "with your function.",
    when=lambda call: _some_gives(
        call, lambda logits, labels: 1 - _right(_softmax(logits), labels).mean()
    ),
)
def one_minus_the_probability(logits, labels):
    return 1 - _right(_softmax(logits), labels).mean()


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
    title="You made an array with a row and a column for each sample",
    hint="Print the shape of everything that you compute, for 7 samples of 5 classes. Which shape "
    "has the 7 in it twice? How much memory would it take for 20,000 samples?",
    by_symptoms=True,
)
def diagonal_of_every_label(logits, labels):
    return -np.diag(_log_softmax(logits)[:, labels]).mean()


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
    title="You took ten classes for granted",
    hint="Print the shape of your one-hot rows for scores of 4 classes. What does one_hot take "
    "besides the labels?",
    when=lambda call: (
        f"({len(call.labels)},10)" in call.got.message or "with size 10" in call.got.message
    ),
)
def always_ten_classes(logits, labels):
    return -(np.eye(10)[labels] * _log_softmax(logits)).sum() / len(labels)


@misconception(
    of="cross_entropy",
    title="You multiplied by the labels as if they were one-hot rows",
    hint="Print the shape of labels beside that of logits, and labels[0]. What does a one-hot row "
    "look like?",
)
def labels_as_one_hot(logits, labels):
    return -(labels * _log_softmax(logits)).sum() / len(labels)


@misconception(
    of="cross_entropy",
    title="You counted the wrong classes as well",
    hint="Write the loss of one sample with three classes on paper. How many logarithms are in it?",
    when=_is_binary,
)
def binary_cross_entropy(logits, labels):
    probabilities = _softmax(logits)
    targets = np.eye(logits.shape[1])[labels]
    right = targets * np.log(probabilities)
    wrong = (1.0 - targets) * np.log(1.0 - probabilities)
    return -(right + wrong).sum() / len(labels)


@misconception(
    of="cross_entropy",
    title="You counted the wrong classes as well",
    hint="Write the loss of one sample with three classes on paper. How many logarithms are in it?",
    when=_is_binary,
)
def binary_cross_entropy_with_epsilon(logits, labels):
    return _binary(logits, labels, 1e-12)


@misconception(
    of="cross_entropy",
    title="You returned one loss for each sample",
    hint="Print the shape of what you return. The loss of a batch is one number.",
)
def one_loss_per_sample(logits, labels):
    return -_right(_log_softmax(logits), labels)


@misconception(
    of="cross_entropy",
    title="You returned nothing",
    hint="Print type(cross_entropy(logits, labels)). How does a function hand its result over?",
)
def loss_without_return(logits, labels):
    -_right(_log_softmax(logits), labels).mean()


@misconception(
    of="cross_entropy",
    title="You squared the differences from the one-hot labels",
    hint="Write the loss of one sample on paper. Which function of its probability is it?",
    when=lambda call: _some_gives(call, _squared),
)
def squared_error(logits, labels):
    return _squared(logits, labels)


@misconception(
    of="cross_entropy",
    title="You divided by one sample fewer than there are",
    hint="Call it with one sample, and print the number that you divide by.",
)
def divided_by_n_minus_1(logits, labels):
    return -_right(_log_softmax(logits), labels).sum() / (len(labels) - 1)


@misconception(
    of="cross_entropy",
    title="You divided by one sample fewer than there are",
    hint="Call it with two samples, and print the number that you divide by.",
    when=lambda call: _some_gives(
        call,
        lambda logits, labels: (
            -_right(_log_softmax(logits), labels).sum() / max(len(labels) - 1, 1)
        ),
    ),
)
def divided_by_n_minus_1_or_1(logits, labels):
    return -_right(_log_softmax(logits), labels).sum() / max(len(labels) - 1, 1)


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
    by_symptoms=True,
)
def loop_over_the_samples(logits, labels):
    total = 0.0
    for row, label in zip(_log_softmax(logits), labels, strict=True):
        total -= row[label]
    return total / len(labels)
