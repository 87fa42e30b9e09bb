"""What goes wrong in exercise 12."""

import numpy as np

from nngrade.diagnosis import misconception

# Arrays that are made once and handed out at each call: that is the mistake.
_BUFFERS = {}

# What a learner might divide by for good: batch sizes, the numbers of classes and of images.
_FIXED = (10, 32, 50, 64, 100, 128, 256, 784, 1000, 5000, 10_000, 50_000, 55_000, 60_000, 70_000)


def _is_rounded(call):
    share = np.mean(call.predictions == call.labels)
    rounded = (round(float(share), digits) for digits in range(1, 7))
    return not np.isclose(call.got, share, rtol=1e-9) and any(
        np.isclose(call.got, one, rtol=1e-12) for one in rounded
    )


def _is_a_percentage(call):
    percentage = 100 * float(np.mean(call.predictions == call.labels))
    written = (round(percentage, digits) for digits in (0, 1, 2, 3, 4, 16))
    return percentage > 0 and any(np.isclose(call.got, one, rtol=1e-9) for one in written)


def _is_over_a_fixed_number(call):
    right = np.sum(call.predictions == call.labels)
    others = [one for one in _FIXED if one != len(call.labels)]
    return right > 0 and any(np.isclose(call.got, right / one, rtol=1e-9) for one in others)


def _has_other_words(call):
    """Whether right and wrong predictions each have one word, and not both are as asked for."""
    right = (call.predictions == call.labels).tolist()
    words = set(zip(right, call.got, strict=True))
    own = {word for _, word in words}
    one_each = len(words) == len(own) == len(set(right))
    return one_each and all(isinstance(word, str) for word in own) and own - {"green", "red", "gre"}


def _ends_with_the_right_colours(call):
    right = ["green" if one else "red" for one in call.predictions == call.labels]
    return len(call.got) > len(right) and call.got[-len(right) :] == right


def _counts_too_much(call):
    right = np.zeros(call.got.shape, dtype=int)
    np.add.at(right, (call.labels, call.predictions), 1)
    extra = call.got - right
    return extra.min() >= 0 and extra.any() and np.issubdtype(call.got.dtype, np.integer)


def _is_counted_in_a_byte(call):
    right = np.zeros(call.got.shape, dtype=int)
    np.add.at(right, (call.labels, call.predictions), 1)
    cut = right.astype(call.got.dtype)
    wrapped = np.array_equal(call.got, cut) and not np.array_equal(cut, right)
    return call.got.dtype.itemsize == 1 and wrapped


def _refused_otherwise(call):
    """Whether unequal lengths ended in an exception that someone chose, but not a ValueError."""
    chosen = {"AssertionError", "TypeError", "RuntimeError", "Exception"}
    return call.got.kind in chosen and len(call.predictions) != len(call.labels)


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
    when=_is_a_percentage,
)
def a_percentage(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(100 * np.mean(predictions == labels))


@misconception(
    of="accuracy",
    title="You rounded the share",
    hint="Print the accuracy of 3 predictions of which 1 is right, with all its digits.",
    when=_is_rounded,
)
def a_rounded_share(predictions, labels):
    _demand_one_length(predictions, labels)
    return round(float(np.mean(predictions == labels)), 6)


@misconception(
    of="accuracy",
    title="You divided by a number that doesn't depend on the predictions",
    hint="Print the accuracy of 5 predictions that are all right. By which number do you divide, "
    "and by which should you?",
    when=_is_over_a_fixed_number,
)
def divided_by_a_fixed_number(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.sum(predictions == labels) / 10_000)


@misconception(
    of="accuracy",
    title="You counted predictions that aren't 0, not those that are right",
    hint="Print the accuracy of predictions that are all wrong and none of them 0.",
)
def the_share_of_nonzero(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.count_nonzero(predictions) / len(labels))


@misconception(
    of="accuracy",
    title="You counted right predictions with numbers of 8 bits",
    hint="Print the accuracy of 600 predictions that are all right, then np.uint8(255) + "
    "np.uint8(1).",
)
def right_ones_in_a_byte(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.sum(predictions == labels, dtype=np.uint8) / len(labels))


@misconception(
    of="accuracy",
    title="You returned nothing",
    hint="Print type(accuracy(predictions, labels)). How does a function hand its result over?",
)
def accuracy_without_return(predictions, labels):
    _demand_one_length(predictions, labels)
    np.mean(predictions == labels)


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
    title="You get 0 as soon as one prediction is wrong",
    hint="Print what your last two lines compute, for 5 predictions of which 3 are right. Where do "
    "the 3 get lost?",
)
def nothing_below_all_right(predictions, labels):
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
    title="You divided by one fewer than there are predictions",
    hint="Print the accuracy of 5 predictions that are all right. By which number do you divide?",
)
def divided_by_one_fewer(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.sum(predictions == labels) / max(len(labels) - 1, 1))


@misconception(
    of="accuracy",
    title="You asked whether all predictions are right, and returned True or False",
    hint="Print the accuracy of 5 predictions of which 3 are right. Which share is that?",
)
def whether_all_are_right(predictions, labels):
    _demand_one_length(predictions, labels)
    return bool((predictions == labels).all())


@misconception(
    of="accuracy",
    title="You asked Python for one yes or no about a whole array, as if and max do",
    hint="Print predictions == labels. How many answers are there, and how many does your line "
    "expect?",
)
def accuracy_with_one_question(predictions, labels):
    _demand_one_length(predictions, labels)
    return 1.0 if predictions == labels else 0.0


@misconception(
    of="accuracy",
    title="You took the largest score of each row, but predictions are classes already",
    hint="Print predictions, and its shape. Are these scores or classes?",
)
def argmax_of_predictions(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.mean(predictions.argmax(axis=1) == labels))


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
    title="You cut the longer of the two to the length of the shorter",
    hint="Print the accuracy of the prediction [2] with the labels [2, 0, 0]. How many predictions "
    "are missing, and who would notice?",
)
def cut_to_the_shorter(predictions, labels):
    shorter = min(len(predictions), len(labels))
    return float(np.mean(predictions[:shorter] == labels[:shorter]))


@misconception(
    of="accuracy",
    title="You went through pairs in a Python loop, and stopped where the shorter of the two ends",
    hint="Print list(zip([1, 2, 3], [1])). How many pairs are there?",
)
def pairs_in_a_loop_over_the_labels(predictions, labels):
    right = sum(int(one == other) for one, other in zip(predictions, labels, strict=False))
    return right / len(labels)


@misconception(
    of="accuracy",
    title="You went through pairs in a Python loop, and stopped where the shorter of the two ends",
    hint="Print list(zip([1, 2, 3], [1])). How many pairs are there?",
)
def pairs_in_a_loop_over_the_predictions(predictions, labels):
    right = sum(int(one == other) for one, other in zip(predictions, labels, strict=False))
    return right / len(predictions)


@misconception(
    of="accuracy",
    title="You found that the lengths differ, but raised nothing",
    hint="Call it with one prediction and three labels. Which word of Python's ends a function "
    "with an error?",
    when=lambda call: (
        len(call.predictions) != len(call.labels) and (call.got is None or call.got == 0)
    ),
)
def no_error_for_unequal_lengths(predictions, labels):
    return 0.0 if len(predictions) != len(labels) else float(np.mean(predictions == labels))


@misconception(
    of="accuracy",
    title="You refused unequal lengths with another exception than a ValueError",
    hint="Call it with one prediction and three labels. Which kind of exception is it, and which "
    "is asked for?",
    when=_refused_otherwise,
)
def accuracy_with_an_assert(predictions, labels):
    assert len(predictions) == len(labels)  # noqa: S101 - the mistake
    return float(np.mean(predictions == labels))


@misconception(
    of="accuracy",
    title="You counted right predictions with numbers of 16 bits",
    hint="Print the accuracy of 70,000 predictions that are all right, then np.int16(32767) + "
    "np.int16(1).",
)
def right_ones_in_16_bits(predictions, labels):
    _demand_one_length(predictions, labels)
    return float(np.sum(predictions == labels, dtype=np.int16) / len(labels))


@misconception(
    of="accuracy",
    title="You handed out the accuracy of other predictions",
    hint="Call it with some predictions, then with the same in another order. When does your line "
    "compute, and when does it look something up?",
    by_symptoms=True,
)
def accuracy_remembered(predictions, labels):
    _demand_one_length(predictions, labels)
    share = float(np.mean(predictions == labels))
    return _BUFFERS.setdefault((len(labels), int(predictions.sum())), share)


@misconception(
    of="accuracy",
    title="You counted in a Python loop",
    hint="Print predictions == labels for two small arrays. What is in it, and what can NumPy "
    "compute from it at once?",
    by_symptoms=True,
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
    when=_is_counted_in_a_byte,
)
def counted_in_a_byte(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=np.uint8)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


@misconception(
    of="confusion_matrix",
    title="You counted in numbers of 16 bits",
    hint="Print np.int16(32767) + np.int16(1), then the dtype of your matrix.",
)
def counted_in_16_bits(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=np.int16)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


@misconception(
    of="confusion_matrix",
    title="You computed places with the labels' dtype, which may have 8 bits only",
    hint="Print np.array([19], dtype=np.uint8) * 20. In which of your lines are the labels still "
    "numbers of 8 bits?",
)
def places_in_the_dtype_of_the_labels(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    places = labels * num_classes + predictions
    counts = np.bincount(places, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


@misconception(
    of="confusion_matrix",
    title="You counted with the labels' dtype",
    hint="Print the dtype of your matrix for labels of dtype uint8. What is the largest number "
    "that it can hold?",
)
def counted_in_the_dtype_of_the_labels(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    matrix = np.zeros((num_classes, num_classes), dtype=labels.dtype)
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


@misconception(
    of="confusion_matrix",
    title="You went on counting in the matrix of the call before",
    hint="Call it twice with the same predictions and print both results. Where is your matrix "
    "made, and how often?",
    when=_counts_too_much,
)
def counts_carried_on(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    shape = num_classes, num_classes
    matrix = _BUFFERS.setdefault(shape, np.zeros(shape, dtype=int))
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


@misconception(
    of="confusion_matrix",
    title="You handed out the same matrix at each call",
    hint="Keep the counts of some predictions, count others, and print the first counts again. "
    "Where is your matrix made, and how often?",
    by_symptoms=True,
)
def counted_in_one_buffer(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    shape = num_classes, num_classes
    matrix = _BUFFERS.setdefault(shape, np.zeros(shape, dtype=int))
    matrix[...] = _counts(labels, predictions, num_classes)
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
    title="Your counts end at the last pair that occurs, and don't fill the matrix",
    hint="Print np.bincount([0, 1, 1]). How long is it? For how many pairs of classes do you need "
    "a count?",
)
def too_few_counts(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    pairs = labels.astype(int) * num_classes + predictions
    return np.bincount(pairs).reshape(num_classes, num_classes)


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
    title="You returned shares where counts are asked for",
    hint="Print the sum of all entries. Which number of samples did you give?",
)
def shares_of_all_samples(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    return _counts(labels, predictions, num_classes) / len(labels)


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
    title="You counted the right predictions only",
    hint="Print the entries away from the diagonal, for predictions that are all wrong. What "
    "should stand there?",
)
def right_ones_only(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    right = predictions == labels
    return _counts(labels[right], predictions[right], num_classes)


@misconception(
    of="confusion_matrix",
    title="You returned nothing",
    hint="Print type(confusion_matrix(predictions, labels)). How does a function hand its result "
    "over?",
)
def counts_without_return(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    _counts(labels, predictions, num_classes)


@misconception(
    of="confusion_matrix",
    title="You let NumPy pair arrays of different lengths",
    hint="Give three predictions and one label. How many samples does the matrix count?",
)
def pairs_of_unequal_lengths(predictions, labels, num_classes=10):
    return _counts(labels, predictions, num_classes)


@misconception(
    of="confusion_matrix",
    title="You went through pairs in a Python loop, and stopped where the shorter of the two ends",
    hint="Print list(zip([1, 2, 3], [1])). How many pairs are there?",
)
def counted_pairs_in_a_loop(predictions, labels, num_classes=10):
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for prediction, label in zip(predictions, labels, strict=False):
        matrix[label, prediction] += 1
    return matrix


@misconception(
    of="confusion_matrix",
    title="You refused unequal lengths with another exception than a ValueError",
    hint="Call it with one prediction and three labels. Which kind of exception is it, and which "
    "is asked for?",
    when=_refused_otherwise,
)
def counts_with_an_assert(predictions, labels, num_classes=10):
    assert len(predictions) == len(labels)  # noqa: S101 - the mistake
    return _counts(labels, predictions, num_classes)


@misconception(
    of="confusion_matrix",
    title="You returned lists, not an array",
    hint="Print type(matrix). Which of your lines makes a list?",
)
def counts_as_lists(predictions, labels, num_classes=10):
    _demand_one_length(predictions, labels)
    return _counts(labels, predictions, num_classes).tolist()


@misconception(
    of="confusion_matrix",
    title="You counted in a Python loop over the samples",
    hint="Time it with 20,000 samples. What does the product of two one-hot rows, one standing "
    "and one lying, look like?",
    by_symptoms=True,
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
    title='You wrote the colours with other words than "green" and "red"',
    hint='Compare your strings with "green" and "red", letter by letter.',
    when=_has_other_words,
)
def other_words_for_the_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["Green" if right else "Red" for right in predictions == labels]


@misconception(
    of="prediction_colors",
    title='Your array had room for three letters: "green" became "gre"',
    hint='Print the dtype of np.full(2, "red"). What does its number count?',
)
def colours_of_three_letters(predictions, labels):
    _demand_one_length(predictions, labels)
    colours = np.full(len(labels), "red")
    colours[predictions == labels] = "green"
    return colours.tolist()


@misconception(
    of="prediction_colors",
    title="You returned an array where a list is asked for",
    hint="Print type(colors). Which method of an array makes a list of it?",
    when=lambda call: call.got.kind.startswith("an array of"),
)
def an_array_of_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return np.where(predictions == labels, "green", "red")


@misconception(
    of="prediction_colors",
    title="You returned a tuple where a list is asked for",
    hint="Print type(colors).",
)
def a_tuple_of_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return tuple("green" if right else "red" for right in predictions == labels)


@misconception(
    of="prediction_colors",
    title="You returned what could make the colours, not a list of them",
    hint="Print type(colors), and colors[0].",
    when=lambda call: call.got.kind in {"generator", "map", "zip", "filter"},
)
def a_generator_of_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return ("green" if right else "red" for right in predictions == labels)


@misconception(
    of="prediction_colors",
    title="You returned True and False, not colours",
    hint="Print colors[0]. Which two strings does the plot ask for?",
)
def answers_for_colours(predictions, labels):
    _demand_one_length(predictions, labels)
    return (predictions == labels).tolist()


@misconception(
    of="prediction_colors",
    title="Your list goes on growing from call to call",
    hint="Call it twice with the same predictions and print the length of each result. Where is "
    "your list made, and how often?",
    when=_ends_with_the_right_colours,
)
def a_list_that_grows(predictions, labels):
    _demand_one_length(predictions, labels)
    colours = _BUFFERS.setdefault("colours", [])
    colours.extend("green" if right else "red" for right in predictions == labels)
    return colours


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
    title="You returned one word, not a list of words",
    hint="Print type(colors) for four predictions.",
)
def one_word_for_all(predictions, labels):
    _demand_one_length(predictions, labels)
    return "green" if (predictions == labels).all() else "red"


@misconception(
    of="prediction_colors",
    title="All your colours are red, also those of right predictions",
    hint="Print predictions[0] == labels[0] and predictions[0] is labels[0], for a prediction that "
    "is right. Which of the two compares numbers?",
)
def red_for_all(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["red"] * len(labels)


@misconception(
    of="prediction_colors",
    title="You asked whether prediction and label are the same object, not the same number",
    hint="Let a = [1000], and b = [int('1000')]. Print a[0] == b[0], and a[0] is b[0].",
)
def colours_by_identity(predictions, labels):
    _demand_one_length(predictions, labels)
    pairs = zip(predictions.tolist(), labels.tolist(), strict=True)
    return ["green" if prediction is label else "red" for prediction, label in pairs]


@misconception(
    of="prediction_colors",
    title="You asked whether each prediction is among the labels at all",
    hint="Try the predictions [0, 1] with the labels [1, 0]. Is one of them right?",
)
def green_if_right_somewhere(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["green" if one else "red" for one in np.isin(predictions, labels)]


@misconception(
    of="prediction_colors",
    title="You left the last prediction out",
    hint="Print len(colors) for four predictions. What does your range end with?",
)
def last_colour_left_out(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["green" if right else "red" for right in predictions[:-1] == labels[:-1]]


@misconception(
    of="prediction_colors",
    title="You handed out the same list at each call",
    hint="Keep the colours of some predictions, colour others, and print the first colours again. "
    "Where is your list made, and how often?",
    by_symptoms=True,
)
def colours_in_one_list(predictions, labels):
    _demand_one_length(predictions, labels)
    colours = _BUFFERS.setdefault("one list", [])
    colours[:] = ["green" if right else "red" for right in predictions == labels]
    return colours


@misconception(
    of="prediction_colors",
    title="You handed out the colours of other predictions",
    hint="Colour two batches of the same length, and print both results. When does your line "
    "compute, and when does it look something up?",
    by_symptoms=True,
)
def colours_remembered_by_length(predictions, labels):
    _demand_one_length(predictions, labels)
    colours = ["green" if right else "red" for right in predictions == labels]
    return list(_BUFFERS.setdefault(("colours", len(labels)), colours))


@misconception(
    of="prediction_colors",
    title="You compared arrays of different lengths, and NumPy repeated the shorter one",
    hint="Print np.array([1, 2, 3]) == np.array([1]). How many comparisons are made?",
)
def colours_of_repeated_ones(predictions, labels):
    return ["green" if right else "red" for right in predictions == labels]


@misconception(
    of="prediction_colors",
    title="You refused unequal lengths with another exception than a ValueError",
    hint="Call it with one prediction and three labels. Which kind of exception is it, and which "
    "is asked for?",
    when=_refused_otherwise,
)
def colours_with_an_assert(predictions, labels):
    assert len(predictions) == len(labels)  # noqa: S101 - the mistake
    return ["green" if right else "red" for right in predictions == labels]


@misconception(
    of="prediction_colors",
    title="You asked Python for one yes or no about a whole array, as if and max do",
    hint="Print predictions == labels. How many answers are there, and how many does your line "
    "expect?",
)
def colours_with_one_question(predictions, labels):
    _demand_one_length(predictions, labels)
    return ["green"] if predictions == labels else ["red"]


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
