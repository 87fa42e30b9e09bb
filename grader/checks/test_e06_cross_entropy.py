"""Hidden checks of exercise 6."""

import numpy as np
import pytest

pytestmark = pytest.mark.of("cross_entropy")


def test_equal_scores_cost_log_c(student):
    """Equal scores for C classes give a loss of log C"""
    student.cross_entropy(np.zeros((1, 4)), np.array([2])).must_equal(np.log(4.0))


def test_repeating_the_batch_changes_nothing(student, reference, rng):
    """The same samples twice, in any order, give the same loss as once"""
    logits, labels = rng.normal(size=(2, 3)).round(1), rng.permutation(3)[:2]
    order = np.array([0, 1, 1, 0])
    twice = student.cross_entropy(logits[order], labels[order])
    note = ", as for the first two rows alone"
    twice.must_equal(reference.cross_entropy(logits, labels), note=note)


def test_scores_to_work_out_by_hand(student):
    """Scores that are the logarithms of 1, 2 and 5 give the loss that you can work out by hand"""
    # The probabilities are 1/8, 2/8 and 5/8.
    loss = student.cross_entropy(np.log([[1.0, 2.0, 5.0], [1.0, 2.0, 5.0]]), np.array([1, 2]))
    loss.must_equal((np.log(4.0) + np.log(1.6)) / 2.0)


def test_shifting_a_row_changes_nothing(student, reference, rng):
    """Adding the same number to all scores of a sample changes nothing"""
    logits, labels = rng.normal(size=(3, 4)).round(1), rng.integers(4, size=3)
    shifted = student.cross_entropy(logits + np.array([[20.0], [-200.0], [200.0]]), labels)
    shifted.must_equal(
        reference.cross_entropy(logits, labels), note=", as before the numbers were added"
    )


def test_values_follow_the_formula(student, reference, rng):
    """Scores of ordinary size give the right loss, also with labels of 8 bits"""
    logits, labels = rng.normal(size=(7, 5)), rng.integers(5, size=7)
    for given in (labels, labels.astype(np.uint8)):
        loss = student.cross_entropy(logits, given)
        loss.must_equal(reference.cross_entropy(logits, labels))
        short = isinstance(loss.value, np.float16 | np.float32)
        loss.must(not short, f"got a {type(loss.value).__name__} for float64 scores")
    logits, labels = rng.normal(size=(60, 5)), rng.integers(5, size=60)
    loss = student.cross_entropy(logits, labels.astype(np.uint8))
    loss.must_equal(reference.cross_entropy(logits, labels))


def test_one_sample(student, reference, rng):
    """One sample alone is a batch, too, whatever the number of classes"""
    logits, labels = rng.normal(size=(1, 12)), np.array([11])
    student.cross_entropy(logits, labels).must_equal(reference.cross_entropy(logits, labels))


def test_surer_and_surer(student, reference):
    """The surer of a wrong class, the larger the loss: it has no upper end"""
    logits = np.array([[0.0, 10.0], [0.0, 20.0], [0.0, 30.0], [0.0, 40.0], [0.0, 60.0]])
    labels = np.zeros(5, dtype=int)
    student.cross_entropy(logits, labels).must_equal(reference.cross_entropy(logits, labels))


def test_sure_and_right(student):
    """Where the right score is 1,000 above the others, the loss is 0"""
    loss = student.cross_entropy(np.array([[1e3, 0.0, 0.0], [0.0, 0.0, 1e3]]), np.array([0, 2]))
    loss.must_equal(0.0, scale=1e3)


def test_sure_and_wrong(student):
    """Where the right score is 20,000 below another, the loss is 20,000: large, but finite"""
    loss = student.cross_entropy(np.array([[0.0, 2e4, 0.0], [0.0, 0.0, 2e4]]), np.array([0, 1]))
    loss.must_equal(2e4, scale=2e4)


def test_large_scores_stay_finite(student, reference, rng):
    """Scores of ±10,000 give a finite loss"""
    logits, labels = rng.choice([-1e4, 0.0, 1e4], size=(7, 5)), rng.integers(5, size=7)
    student.cross_entropy(logits, labels).must_equal(
        reference.cross_entropy(logits, labels), scale=1e4
    )


def test_each_row_has_its_own_shift(student, reference, rng):
    """A row far below the others still has its own loss"""
    logits = rng.normal(size=(6, 4)) + np.array([[0.0], [-2000.0], [0.0], [5.0], [-800.0], [900.0]])
    labels = rng.integers(4, size=6)
    student.cross_entropy(logits, labels).must_equal(
        reference.cross_entropy(logits, labels), scale=2e3
    )


def test_float32_scores(student, reference, rng):
    """float32 scores as far apart as 200 give the right loss"""
    logits = rng.uniform(-100.0, 100.0, size=(7, 5)).astype(np.float32)
    labels = logits.argmin(axis=1)
    expected = np.float32(reference.cross_entropy(logits, labels))
    student.cross_entropy(logits, labels).must_equal(expected, scale=100.0)


def test_no_loop_over_the_batch(student, reference, rng):
    """The work is done on whole arrays, not row by row"""
    student.cross_entropy.must_not_loop(
        lambda n: (rng.normal(size=(n, 5)), rng.integers(5, size=n)), reference.cross_entropy
    )
