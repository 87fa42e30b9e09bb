"""What goes wrong in `predict` of either class; exercises 10 and 11 take it in."""

import numpy as np
from networks import _relu, _scores, _softmax

from nngrade.diagnosis import misconception


@misconception(
    of=".predict",
    title="What you return is the best sample of each class, not the best class of each sample",
    hint="Print the shapes of the scores and of what you return, for 7 samples and 4 classes.",
)
def best_sample_of_each_class(self, x):
    return self.forward(x).argmax(axis=0)


@misconception(
    of=".predict",
    title="You returned the highest score instead of its class",
    hint="Print one row of the logits and what you return for it.",
)
def the_score_for_the_class(self, x):
    return self.forward(x).max(axis=1)


@misconception(
    of=".predict",
    title="You returned all probabilities instead of the class",
    hint="Print the shape of what you return for 7 samples.",
)
def probabilities_for_classes(self, x):
    return _softmax(self.forward(x))


@misconception(
    of=".predict",
    title="You took the class with the lowest score",
    hint="Print one row of the logits and what you return for it.",
)
def the_lowest_score(self, x):
    return self.forward(x).argmin(axis=1)


@misconception(
    of=".predict",
    title="You compared the sizes of the scores without their signs",
    hint="What do you return for the scores [-9, 1]?",
)
def signs_left_out(self, x):
    return np.abs(self.forward(x)).argmax(axis=1)


@misconception(
    of=".predict",
    title="You count the classes from 1",
    hint="What do you return when the first score is the highest?",
)
def classes_from_one(self, x):
    return self.forward(x).argmax(axis=1) + 1


@misconception(
    of=".predict",
    title="You computed probabilities in a way that fails for large scores",
    hint="Print the probabilities for the scores [0, 1000]. What is the largest of nan and 1?",
)
def softmax_without_a_shift(self, x):
    with np.errstate(all="ignore"):
        weights = np.exp(self.forward(x))
        return (weights / weights.sum(axis=1, keepdims=True)).argmax(axis=1)


@misconception(
    of=".predict",
    title="Negative scores were cut off before they were compared",
    hint="What do you return for the scores [-3, -1]?",
)
def negative_scores_cut_off(self, x):
    return _relu(self.forward(x)).argmax(axis=1)


@misconception(
    of=".predict",
    title="You returned the classes as floats",
    hint="Print the dtype of what you return.",
)
def classes_as_floats(self, x):
    return self.forward(x).argmax(axis=1).astype(float)


@misconception(
    of=".predict",
    title="You returned a column instead of a flat array",
    hint="Print the shape of what you return for 7 samples.",
)
def classes_in_a_column(self, x):
    return self.forward(x).argmax(axis=1)[:, None]


@misconception(
    of=".predict",
    title="You returned a bare number for a single row",
    hint="Print the shape of what you return for an x of one row.",
)
def a_single_row_squeezed(self, x):
    return np.squeeze(self.forward(x).argmax(axis=1))


@misconception(
    of=".predict",
    title="You returned one number for the whole batch",
    hint="Print the shapes of the scores and of what you return, for 7 samples and 4 classes.",
)
def one_number_for_all(self, x):
    return self.forward(x).argmax()


def _first_above_a_limit(call):
    """Tell the first class above some limit, though not where that is always the first of all."""
    scores, got = _scores(call.params, call.x[:50])[1][-1], call.got[:50]
    found = ((scores > limit).argmax(axis=1) for limit in np.unique(scores))
    return len(got) > 9 and np.ptp(got) > 0 and any(np.array_equal(got, one) for one in found)


@misconception(
    of=".predict",
    title="You took the first class whose score is above a limit",
    hint="What do you return for the scores [1, 2], and for [0, 0.3]? Print what you compare.",
    when=_first_above_a_limit,
)
def the_first_above_a_limit(self, x):
    return (self.forward(x) > 0.5).argmax(axis=1)


@misconception(
    of=".predict",
    title="You go through the rows one by one",
    hint="Is the loop in predict, or in the forward that it calls? Which argument of argmax names "
    "the axis?",
    by_symptoms=True,
)
def class_by_class(self, x):
    return np.array([row.argmax() for row in self.forward(x)])


@misconception(
    of=".predict",
    title="You rounded the scores before you compared them",
    hint="What do you return for the scores [0, 0.000001]?",
)
def scores_rounded(self, x):
    return self.forward(x).round(4).argmax(axis=1)


@misconception(
    of=".predict",
    title="What an earlier call has computed comes back, though the parameters are others",
    hint="Train between two calls with the same samples. What is computed anew in the second, in "
    "predict and in forward?",
    when=lambda first, second: np.array_equal(first.got, second.got),
)
def classes_kept(self, x):
    kept = vars(self).setdefault("classes", {})
    if len(x) not in kept:
        kept[len(x)] = self.forward(x).argmax(axis=1)
    return kept[len(x)]


@misconception(
    of=".predict",
    title="You left out the rows beyond some number",
    hint="Print the shape of what you return for 5,000 samples.",
    when=lambda call: _is_beginning(call.got, len(call.x)),
)
def the_first_thousand_rows(self, x):
    return self.forward(x[:1000]).argmax(axis=1)


def _is_beginning(classes, count):
    return classes.ndim == 1 and 50 <= len(classes) < count


@misconception(
    of=".predict",
    title="You looked at the first ten scores only",
    hint="Print the shape of the array that you hand to argmax, for a network with 12 outputs.",
)
def the_first_ten_classes(self, x):
    return self.forward(x)[:, :10].argmax(axis=1)


@misconception(
    of=".predict",
    title="Where scores are equal, you name more than one class",
    hint="Give all weights and biases the value 0. Print the shape of what you return for one row.",
)
def every_highest_score(self, x):
    scores = self.forward(x)
    return np.where(scores == scores.max(axis=1, keepdims=True))[1]
