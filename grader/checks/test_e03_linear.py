"""Hidden checks of exercise 3."""

import numpy as np
import pytest

from nngrade.judging.functions import Instance

pytestmark = pytest.mark.of("linear_forward")


def layer(rng, count):
    """Draw inputs, weights and biases with D = 6 and M = 5."""
    return rng.normal(size=(count, 6)), rng.normal(size=(6, 5)), rng.normal(size=5)


def test_two_samples_by_hand(student, reference):
    """Two samples give two rows of sums"""
    x, W = np.array([[1.0, 2.0], [-1.0, -2.0]]), np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 3.0]])
    b = np.array([10.0, 20.0, 30.0])
    student.linear_forward(x, W, b).must_equal(reference.linear_forward(x, W, b))


def test_each_row_gets_the_biases(student):
    """Where x is 0, each row is b"""
    x, W, b = np.zeros((2, 1)), np.ones((1, 3)), np.array([1.0, 2.0, 3.0])
    student.linear_forward(x, W, b).must_equal(np.array([b, b]))


def test_rows_are_independent(student, rng):
    """A row stays the same whatever stands in the other rows"""
    x, W, b = layer(rng, 7)
    order = rng.integers(7, size=8)
    batch, other = student.gather(
        student.linear_forward.later(x, W, b), student.linear_forward.later(x[order], W, b)
    )
    expected = batch.array((7, 5))[order]
    other.must_equal(expected, note=", as for this row in another batch")


def test_is_linear_in_x(student, rng):
    """Without a bias, the result for 200·x - 300·y is 200·(that for x) - 300·(that for y)"""
    x, W, _ = layer(rng, 7)
    y, none = rng.normal(size=(7, 6)), np.zeros(5)
    first, second, mixed = student.gather(
        student.linear_forward.later(x, W, none),
        student.linear_forward.later(y, W, none),
        student.linear_forward.later(200 * x - 300 * y, W, none),
    )
    expected = 200 * first.array((7, 5)) - 300 * second.array((7, 5))
    note = ", put together from the results for x and y"
    mixed.must_equal(expected, scale=1e3, note=note)


def test_one_sample_is_a_batch(student, reference, rng):
    """A batch of one sample gives one row"""
    x, W, b = layer(rng, 1)
    student.linear_forward(x, W, b).must_equal(reference.linear_forward(x, W, b))


def test_values_follow_the_formula(student, reference, rng):
    """A batch gives the right sums, whatever the number of inputs and outputs"""
    x, W, b = layer(rng, 7)
    for args in ((x, W, b), (x, W[:, :1], b[:1]), (x[:, :1], W[:1], b)):
        student.linear_forward(*args).must_equal(reference.linear_forward(*args))


def test_keeps_float32(student, reference, rng):
    """float32 inputs give a float32 result"""
    x, W, b = (array.astype(np.float32) for array in layer(rng, 7))
    student.linear_forward(x, W, b).must_equal(reference.linear_forward(x, W, b))


def test_earlier_results_stay(student, rng):
    """A result stays as it is when the next batch is computed"""
    (x, W, b), (y, V, c) = layer(rng, 7), layer(rng, 7)
    returned = student.linear_forward(x, W, b)
    values = returned.array((7, 5))
    kept = student.linear_forward.build(x, W, b)
    student.linear_forward(y, V, c)
    returned.must(
        np.array_equal(kept.attribute("real"), values),
        "changed when the function was called again, with other values: each result must stay",
    )


def test_same_arrays_with_other_numbers(student, reference, rng):
    """The numbers that stand in W now are those that count"""
    x, W, b = layer(rng, 7)
    kept_x, kept_W, kept_b = student.keep(x), student.keep(W), student.keep(b)
    before = student.linear_forward(kept_x, kept_W, kept_b)
    before.must_equal(reference.linear_forward(x, W, b))
    # A step of gradient descent changes W in place, so that it is the same object after it.
    Instance(student, kept_W.handle, "W").fill(0.5)
    after = student.linear_forward(kept_x, kept_W, kept_b)
    after.must(
        not np.array_equal(after.value, before.value),
        "gave again what it gave before other numbers were written into W",
    )
    after.must_equal(reference.linear_forward(x, np.full_like(W, 0.5), b))


def test_no_loop_over_the_batch(student, reference, rng):
    """The work is done on whole arrays, not row by row"""
    student.linear_forward.must_not_loop(lambda n: layer(rng, n), reference.linear_forward)
