"""Hidden checks of exercise 5."""

import numpy as np
import pytest

pytestmark = pytest.mark.of("softmax")


def test_each_row_adds_up_to_one(student):
    """Each row adds up to 1"""
    p = student.softmax(np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]))
    p.must(np.ndim(p.value) == 2, "must be an array of shape (3, 2)")
    for row, total in enumerate(p.value.sum(axis=1)):
        p.must(abs(total - 1.0) < 1e-9, f"row {row} adds up to {total:.4g}, must be 1")


def test_values_follow_the_formula(student, reference, rng):
    """Scores of ordinary size give the right probabilities"""
    logits = rng.normal(size=(7, 5))
    student.softmax(logits).must_equal(reference.softmax(logits))


def test_large_scores_stay_finite(student, reference, rng):
    """Scores of ±10,000 give probabilities, not nan"""
    logits = rng.choice([-1e4, 0.0, 1e4], size=(7, 5))
    student.softmax(logits).must_equal(reference.softmax(logits))


def test_each_row_has_its_own_shift(student, reference, rng):
    """A row far below the others still adds up to 1"""
    logits = rng.normal(size=(6, 4)) + np.array([[0.0], [-2000.0], [0.0], [5.0], [-800.0], [1.0]])
    student.softmax(logits).must_equal(reference.softmax(logits))


def test_shifting_a_row_changes_nothing(student, rng):
    """Adding the same number to a whole row changes nothing"""
    logits = rng.normal(size=(7, 5))
    plain, shifted = student.gather(
        student.softmax.later(logits), student.softmax.later(logits + rng.normal(size=(7, 1)))
    )
    shifted.must_equal(plain.value)


def test_swapping_columns_swaps_the_probabilities(student, rng):
    """Scores in another order give the same probabilities in that order"""
    logits, order = rng.normal(size=(7, 5)), rng.permutation(5)
    plain, swapped = student.gather(
        student.softmax.later(logits), student.softmax.later(logits[:, order])
    )
    swapped.must_equal(plain.value[:, order])


def test_keeps_float32(student, reference, rng):
    """float32 scores give float32 probabilities"""
    logits = rng.normal(size=(7, 5)).astype(np.float32)
    student.softmax(logits).must_equal(reference.softmax(logits))


def test_no_loop_over_the_batch(student, reference, rng):
    """The work is done on whole arrays, not row by row"""
    student.softmax.must_not_loop(lambda n: (rng.normal(size=(n, 5)),), reference.softmax)
