"""Hidden checks of exercise 1."""

import numpy as np
import pytest

normalize = pytest.mark.of("normalize")
one_hot = pytest.mark.of("one_hot")

CHANGED = "changed when the function was called again, with other values: each result must stay"

AGAIN = "gave again what it gave for other values: each call must compute its own result"


def random_images(rng, count):
    return rng.integers(0, 256, size=(count, 4, 3), dtype=np.uint8)


@normalize
def test_black_is_0_and_white_is_1(student, reference):
    """Black becomes 0, white becomes 1, and grey lies between"""
    images = np.array([[[0, 51, 102]], [[153, 204, 255]]], dtype=np.uint8)
    student.normalize(images).must_equal(reference.normalize(images), kind="floating")


@normalize
def test_each_image_is_a_row(student, reference, rng):
    """Each image becomes one row, read line by line, in the order of the batch"""
    images = random_images(rng, 7)
    student.normalize(images).must_equal(reference.normalize(images), kind="floating")


@normalize
def test_all_shades_stay_apart(student, reference):
    """All 256 shades of grey stay apart"""
    images = np.arange(256, dtype=np.uint8).reshape(4, 8, 8)
    student.normalize(images).must_equal(reference.normalize(images), kind="floating")


@normalize
def test_dark_image_beside_a_bright_one(student, reference):
    """A dark image stays dark beside a bright one"""
    images = np.array([[[0, 25, 50]], [[55, 155, 255]]], dtype=np.uint8)
    student.normalize(images).must_equal(reference.normalize(images), kind="floating")


@normalize
def test_dark_batch(student, reference):
    """A batch of dark images stays dark, even one of 0 and 1 only"""
    for pixels in ([[[20, 40]], [[30, 60]], [[40, 50]]], [[[0, 1, 1]], [[1, 0, 1]]]):
        images = np.array(pixels, dtype=np.uint8)
        student.normalize(images).must_equal(reference.normalize(images), kind="floating")


@normalize
def test_one_image_is_a_batch(student, reference):
    """A batch of one image gives one row"""
    images = np.array([[[0, 85], [170, 255]]], dtype=np.uint8)
    student.normalize(images).must_equal(reference.normalize(images), kind="floating")


@normalize
def test_result_is_float32(student, reference, rng):
    """The result is float32"""
    images = random_images(rng, 7)
    student.normalize(images).must_equal(reference.normalize(images))


@normalize
def test_earlier_images_stay(student, rng):
    """A result stays as it is when the next images are normalised"""
    images, others = random_images(rng, 7), random_images(rng, 7)
    returned = student.normalize(images)
    values = returned.array((7, 12), kind="floating")
    kept = student.normalize.build(images)
    other = student.normalize(others)
    other.must(not np.array_equal(other.value, values), AGAIN)
    returned.must(np.array_equal(kept.attribute("real"), values), CHANGED)


@normalize
def test_no_loop_over_the_images(student, reference, rng):
    """The work is done on whole arrays, not image by image"""
    student.normalize.must_not_loop(lambda n: (random_images(rng, n),), reference.normalize)


@one_hot
def test_a_1_stands_at_the_label(student, reference):
    """Each row has a 1 at the place of its label"""
    labels = np.array([2, 0, 3])
    student.one_hot(labels, 4).must_equal(reference.one_hot(labels, 4), kind="floating")


@one_hot
def test_each_row_has_a_single_1(student, rng):
    """Each row adds up to 1, whatever other rows hold"""
    labels = rng.integers(0, 5, size=7)
    both = student.gather(
        student.one_hot.later(labels, num_classes=5),
        student.one_hot.later(labels.astype(np.uint8), num_classes=5),
    )
    for returned in both:
        rows = returned.array((7, 5), kind="floating")
        for row, total in enumerate(rows.sum(axis=1)):
            returned.must(abs(total - 1) < 1e-6, f"row {row} adds up to {total:.9g}, must be 1")


@one_hot
def test_a_long_batch(student, reference, rng):
    """A long batch of small integers, as MNIST has them, keeps each label's place"""
    labels = rng.integers(0, 10, size=300, dtype=np.uint8)
    student.one_hot(labels).must_equal(reference.one_hot(labels), kind="floating")


@one_hot
def test_ten_columns_unless_told_otherwise(student, reference):
    """Without num_classes there are ten columns"""
    labels = np.array([3, 9, 1])
    student.one_hot(labels).must_equal(reference.one_hot(labels), kind="floating")


@one_hot
def test_absent_classes_keep_their_columns(student, reference):
    """A batch without the last class keeps its column"""
    for labels, classes in (([1, 3, 1], 6), ([1], 3), ([11, 2], 13)):
        returned = student.one_hot(np.array(labels), classes)
        expected = reference.one_hot(np.array(labels), classes)
        returned.must_equal(expected, kind="floating")


@one_hot
def test_negative_label_is_refused(student):
    """A label of -1 raises a ValueError that names it"""
    student.one_hot.must_raise(ValueError, np.array([3, -1, 0]), naming="-1")


@one_hot
def test_too_large_label_is_refused(student):
    """A label of num_classes or above raises a ValueError that names it"""
    student.one_hot.must_raise(ValueError, np.array([8, 3, 0]), 5, naming="8")
    student.one_hot.must_raise(ValueError, np.array([3, 0, 12]), naming="12")
    student.one_hot.must_raise(ValueError, np.array([3, 0, 10]), naming="10")


@one_hot
def test_earlier_rows_stay(student):
    """A result stays as it is when the next labels are encoded"""
    returned = student.one_hot(np.array([2, 0, 3]), 4)
    values = returned.array((3, 4), kind="floating")
    kept = student.one_hot.build(np.array([2, 0, 3]), 4)
    student.one_hot(np.array([1, 3, 0]), 4)
    returned.must(np.array_equal(kept.attribute("real"), values), CHANGED)


@one_hot
def test_no_loop_over_the_labels(student, reference, rng):
    """The work is done on whole arrays, not label by label"""
    # Every class occurs in each batch: a loop over the classes is no loop over the batch.
    classes = rng.permutation(5)
    student.one_hot.must_not_loop(lambda n: (np.resize(classes, n), 5), reference.one_hot)
