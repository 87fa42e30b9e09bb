"""Hidden checks of exercise 12."""

import numpy as np
import pytest

# Lengths that differ; NumPy would repeat the single one, and zip would drop the rest.
UNEQUAL = (([2], [2, 0, 0]), ([1, 2, 3], [1]), ([1, 2, 3], [1, 2]))

AS_MANY_AS_MNIST = 70_000

CHANGED = "changed when the function was called again, with other values: each result must stay"
AGAIN = "gave again what it gave for other values: each call must compute its own result"


@pytest.mark.of("accuracy")
def test_accuracy_is_the_share_of_right_predictions(student):
    """The number of right predictions is divided by the number of all"""
    predictions, labels = np.array([3, 1, 4, 1, 5]), np.array([3, 1, 4, 2, 6])
    student.accuracy(predictions, labels).must_equal(3 / 5)
    student.accuracy(predictions[2:], labels[2:]).must_equal(1 / 3)
    student.accuracy(predictions[:1], labels[:1]).must_equal(1.0)


@pytest.mark.of("accuracy")
def test_accuracy_lies_between_0_and_1(student):
    """All wrong gives 0, all right gives 1"""
    labels = np.array([2, 0, 1, 2])
    for predictions, share in ((np.array([0, 1, 2, 5]), 0.0), (labels.copy(), 1.0)):
        student.accuracy(predictions, labels).must_equal(share)


@pytest.mark.of("accuracy")
def test_accuracy_compares_place_by_place(student, reference, rng):
    """A right class at the wrong place is a wrong prediction"""
    labels = rng.integers(10, size=600)
    predictions = np.where(rng.random(600) < 0.7, labels, np.roll(labels, 1))
    first = student.accuracy(predictions, labels)
    first.must_equal(reference.accuracy(predictions, labels))
    moved = np.roll(predictions, 1)
    second, share = student.accuracy(moved, labels), reference.accuracy(moved, labels)
    second.must(not np.array_equal(second.value, first.value), AGAIN)
    second.must_equal(share)


@pytest.mark.of("accuracy")
def test_accuracy_of_many(student, rng):
    """As many predictions as MNIST has images are counted, in numbers of 8 bits, too"""
    labels = rng.integers(10, size=AS_MANY_AS_MNIST, dtype=np.uint8)
    student.accuracy(labels.copy(), labels).must_equal(1.0)


@pytest.mark.of("accuracy")
def test_accuracy_of_unequal_lengths(student):
    """Predictions and labels that aren't equally many raise a ValueError"""
    for predictions, labels in UNEQUAL:
        student.accuracy.must_raise(ValueError, np.array(predictions), np.array(labels))


@pytest.mark.of("accuracy")
def test_accuracy_without_a_loop(student, reference, rng):
    """The accuracy is computed on whole arrays, not one by one"""
    student.accuracy.must_not_loop(lambda n: _pair(rng, n), reference.accuracy)


@pytest.mark.of("confusion_matrix")
def test_rows_are_true_columns_are_predicted(student, reference):
    """The row is the true class, the column is the predicted one"""
    predictions, labels = np.array([0, 2, 2, 0]), np.array([0, 1, 2, 1])
    returned = student.confusion_matrix(predictions, labels, 3)
    returned.must_equal(reference.confusion_matrix(predictions, labels, 3), kind="integer")


@pytest.mark.of("confusion_matrix")
def test_batches_add_up(student, rng):
    """Two batches counted together give the sum of the counts of each"""
    predictions, labels = rng.integers(3, size=(2, 7))
    first, second, both = student.gather(
        student.confusion_matrix.later(predictions[:3], labels[:3], 3),
        student.confusion_matrix.later(predictions[3:], labels[3:], 3),
        student.confusion_matrix.later(predictions, labels, 3),
    )
    one, other = (returned.array((3, 3), kind="integer") for returned in (first, second))
    note = ", the sum for the first three samples and for the others"
    both.must_equal(one + other, kind="integer", note=note)


@pytest.mark.of("confusion_matrix")
def test_the_same_pair_counts_each_time(student, reference):
    """A mistake that is made three times counts three times"""
    predictions, labels = np.array([1, 1, 1, 0, 0]), np.array([2, 2, 2, 0, 0])
    returned = student.confusion_matrix(predictions, labels, 3)
    returned.must_equal(reference.confusion_matrix(predictions, labels, 3), kind="integer")


@pytest.mark.of("confusion_matrix")
def test_counts_may_be_large(student, reference):
    """A pair that occurs a thousand times counts a thousand"""
    predictions, labels = np.repeat([1, 0], [1000, 5]), np.repeat([2, 0], [1000, 5])
    returned = student.confusion_matrix(predictions, labels, 3)
    returned.must_equal(reference.confusion_matrix(predictions, labels, 3), kind="integer")


@pytest.mark.of("confusion_matrix")
def test_labels_of_8_bits(student, reference):
    """Counts and classes may be many where the labels are numbers of 8 bits, as MNIST's are"""
    counts = [AS_MANY_AS_MNIST, 5]
    for predictions, labels, classes in (
        (np.repeat([1, 0], counts), np.repeat([2, 0], counts), 3),
        (np.array([18, 19, 0]), np.array([19, 3, 12]), 20),
    ):
        args = predictions.astype(np.uint8), labels.astype(np.uint8), classes
        returned = student.confusion_matrix(*args)
        returned.must_equal(reference.confusion_matrix(*args), kind="integer")


@pytest.mark.of("confusion_matrix")
def test_a_class_that_never_occurs_keeps_its_place(student, reference):
    """A class that is never predicted, or never occurs, keeps its row and its column"""
    for predictions, labels, classes in (
        ([0, 0, 3], [0, 1, 1], 5),
        ([1, 1, 2], [2, 1, 0], 5),
        ([2], [1], 4),
        ([11, 0], [3, 10], 13),
    ):
        args = np.array(predictions), np.array(labels), classes
        student.confusion_matrix(*args).must_equal(
            reference.confusion_matrix(*args), kind="integer"
        )


@pytest.mark.of("confusion_matrix")
def test_ten_classes_unless_told_otherwise(student, reference, rng):
    """Without num_classes there are ten, and the entries add up to the number of samples"""
    args = _pair(rng, 200)
    student.confusion_matrix(*args).must_equal(reference.confusion_matrix(*args), kind="integer")


@pytest.mark.of("confusion_matrix")
def test_confusion_of_unequal_lengths(student):
    """Predictions and labels that aren't equally many raise a ValueError"""
    for predictions, labels in UNEQUAL:
        student.confusion_matrix.must_raise(ValueError, np.array(predictions), np.array(labels))


@pytest.mark.of("confusion_matrix")
def test_earlier_counts_stay(student):
    """A result stays as it is when the next predictions are counted"""
    args = np.array([0, 2, 2, 0]), np.array([0, 1, 2, 1]), 3
    returned = student.confusion_matrix(*args)
    values = returned.array((3, 3), kind="integer")
    kept = student.confusion_matrix.build(*args)
    student.confusion_matrix(np.array([1, 1, 0]), np.array([2, 2, 0]), 3)
    returned.must(np.array_equal(kept.attribute("real"), values), CHANGED)


@pytest.mark.of("confusion_matrix")
def test_confusion_without_a_loop(student, reference, rng):
    """The counts are made with whole arrays, not one sample after the other"""
    student.confusion_matrix.must_not_loop(lambda n: _pair(rng, n), reference.confusion_matrix)


@pytest.mark.of("prediction_colors")
def test_green_is_right_red_is_wrong(student):
    """A right prediction is "green", a wrong one is "red", in a list of strings"""
    predictions, labels = np.array([7, 1, 3, 3]), np.array([7, 9, 8, 3])
    returned = student.prediction_colors(predictions, labels)
    returned.must_equal(["green", "red", "red", "green"])
    student.prediction_colors(predictions[1:2], labels[1:2]).must_equal(["red"])


@pytest.mark.of("prediction_colors")
def test_a_colour_for_each_prediction(student, reference, rng):
    """Each prediction has its own colour, in the order of the predictions"""
    for args in (_pair(rng, 40), (np.array([1000, 7, 2000]), np.array([1000, 8, 2001]))):
        student.prediction_colors(*args).must_equal(reference.prediction_colors(*args))


@pytest.mark.of("prediction_colors")
def test_earlier_colours_stay(student):
    """A result stays as it is when the next predictions are coloured"""
    args, colours = (np.array([7, 1, 3]), np.array([7, 9, 8])), ["green", "red", "red"]
    returned = student.prediction_colors(*args)
    returned.must_equal(colours)
    kept = student.prediction_colors.build(*args)
    others = student.prediction_colors(np.array([1, 2, 4]), np.array([3, 2, 4]))
    others.must(not np.array_equal(others.value, colours), AGAIN)
    returned.must(np.array_equal(kept.copy().value, colours), CHANGED)


@pytest.mark.of("prediction_colors")
def test_colours_of_unequal_lengths(student):
    """Predictions and labels that aren't equally many raise a ValueError"""
    for predictions, labels in UNEQUAL:
        student.prediction_colors.must_raise(ValueError, np.array(predictions), np.array(labels))


def _pair(rng, n):
    """Return predictions and labels of n samples; about two in five are right."""
    labels = rng.integers(10, size=n)
    return np.where(rng.random(n) < 1 / 3, labels, rng.integers(10, size=n)), labels
