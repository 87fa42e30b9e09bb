"""Hidden checks of exercise 5."""

import numpy as np
import pytest

from nngrade.compare import told_apart

pytestmark = pytest.mark.of("softmax")


def test_each_row_adds_up_to_one(student):
    """Each row adds up to 1"""
    returned = student.softmax(np.array([[0.0, 1.0], [2.0, 4.0], [4.0, 4.0]]))
    p = returned.array((3, 2), kind="floating")
    for row, total in enumerate(p.sum(axis=1)):
        # Fixed numbers: the limit lies far above float32's rounding and far below any bug.
        digits = 4 if abs(total - 1) > 1e-3 else 9
        right = abs(total - 1) < 1e-6
        returned.must(right, f"row {row} adds up to {total:.{digits}g}, must be 1")


def test_swapping_columns_swaps_the_probabilities(student, rng):
    """Scores in another order give the same probabilities in that order"""
    logits, order = rng.normal(size=(7, 5)), rng.permutation(5)
    plain, swapped = student.gather(
        student.softmax.later(logits), student.softmax.later(logits[:, order])
    )
    expected = plain.array((7, 5))[:, order]
    swapped.must_equal(expected, note=", as for this score in its old column")


def test_shifting_a_row_changes_nothing(student, rng):
    """Adding the same number to a whole row changes nothing"""
    logits = rng.normal(size=(4, 3)).round(1)
    shift = np.array([[1.0], [-3.0], [200.0], [-200.0]])
    plain, shifted = student.gather(
        student.softmax.later(logits), student.softmax.later(logits + shift)
    )
    shifted.must_equal(plain.array((4, 3)), note=", as before the shift")


def test_rows_are_independent(student, rng):
    """A row gives the same probabilities in a batch, in another order and alone"""
    logits, order = rng.normal(size=(6, 12)), rng.integers(6, size=7)
    batch, other, alone = student.gather(
        student.softmax.later(logits),
        student.softmax.later(logits[order]),
        student.softmax.later(logits[2:3]),
    )
    rows = batch.array((6, 12))
    other.must_equal(rows[order], note=", as for this row in another batch")
    alone.must_equal(rows[2:3], note=", as for this row in a batch")


def test_values_follow_the_formula(student, reference, rng):
    """Scores of ordinary size give the right probabilities"""
    logits = rng.normal(size=(7, 5))
    student.softmax(logits).must_equal(reference.softmax(logits))


def test_large_scores_stay_finite(student, reference, rng):
    """Scores near ±10,000 give probabilities, not nan"""
    mixed = rng.permuted([[-1e4, 0.0, 1e4, 1e4, 0.0]] * 6, axis=1)
    logits = np.vstack([mixed, np.full(5, 1e4)]) + rng.normal(size=(7, 5))
    student.softmax(logits).must_equal(reference.softmax(logits), scale=1e4)


def test_each_row_has_its_own_shift(student, reference, rng):
    """A row far below the others still adds up to 1"""
    logits = rng.normal(size=(6, 4)) + np.array([[0.0], [-2000.0], [0.0], [800.0], [-500.0], [1.0]])
    student.softmax(logits).must_equal(reference.softmax(logits), scale=2e3)


def test_small_probabilities(student, reference):
    """A score that is 20 or 40 below another has a small probability, but not just any"""
    logits = np.array([[0.0, -20.0, -40.0], [-15.0, 12.0, 0.0]])
    returned = student.softmax(logits)
    for place, got in np.ndenumerate(returned.array((2, 3))):
        expected = reference.softmax(logits)[place]
        # They lie below the comparison's tolerance, which is absolute.
        right = abs(got - expected) <= 1e-9 * expected
        returned.must(right, f"at {list(place)}: {told_apart(got, expected)}")


def test_keeps_float32(student, reference, rng):
    """float32 scores give float32 probabilities"""
    logits = rng.normal(size=(7, 5)).astype(np.float32)
    student.softmax(logits).must_equal(reference.softmax(logits))


def test_earlier_probabilities_stay(student, rng):
    """A result stays as it is when the next scores are taken"""
    logits, others = rng.normal(size=(7, 5)), rng.normal(size=(7, 5))
    returned = student.softmax(logits)
    values = returned.array((7, 5))
    kept = student.softmax.build(logits)
    student.softmax(others)
    returned.must(
        np.array_equal(kept.attribute("real"), values),
        "changed when the function was called again, with other values: each result must stay",
    )


def test_no_loop_over_the_batch(student, reference, rng):
    """The work is done on whole arrays, not row by row"""
    student.softmax.must_not_loop(lambda n: (rng.normal(size=(n, 5)),), reference.softmax)
