"""The checker finds TensorFlow's gradients, and tells right ones from wrong ones."""

import numpy as np
import pytest


@pytest.mark.parametrize("shape", [(), (5,), (4, 3), (2, 3, 4)])
def test_numerical_gradient_agrees_with_tensorflow(exercise, rng, differentiate, shape):
    x = rng.normal(size=shape)
    before = x.copy()
    measured = exercise.numerical_gradient(lambda x: float((np.sin(x) * np.exp(x)).sum()), x)
    _, (exact,) = differentiate(lambda tf, x: tf.reduce_sum(tf.sin(x) * tf.exp(x)), x)
    assert measured.shape == shape
    assert measured.dtype == np.float64
    np.testing.assert_allclose(measured, exact, rtol=1e-8)
    np.testing.assert_array_equal(x, before)


def test_the_error_falls_with_the_square_of_h(exercise):
    """The central difference of x³ at 1 is 3 + h²: a one-sided one would be 3 + 3h."""
    x = np.array([1.0])
    for h in [0.1, 0.01]:
        (measured,) = exercise.numerical_gradient(lambda x: x[0] ** 3, x, h=h)
        assert measured == pytest.approx(3 + h**2, rel=1e-12)


def test_a_read_only_array_can_be_checked(exercise):
    x = np.array([1.0, 2.0])
    x.flags.writeable = False
    measured = exercise.numerical_gradient(lambda x: x @ x, x)
    np.testing.assert_allclose(measured, [2.0, 4.0], rtol=1e-9)


@pytest.mark.parametrize("shape", [(), (6,), (4, 3), (2, 3, 2)])
def test_relative_error_measures_all_entries_together(exercise, rng, shape):
    a = rng.normal(size=shape)
    error = exercise.relative_error(a, 2 * a)
    assert isinstance(error, float)
    assert error == pytest.approx(1 / 3, rel=1e-14)
    assert exercise.relative_error(a, a) == 0.0
    assert exercise.relative_error(a, -a) == pytest.approx(1.0, rel=1e-14)


def test_relative_error_is_the_quotient_of_norms(exercise):
    a, b = np.array([[3.0, 0.0], [0.0, 4.0]]), np.array([[0.0, 0.0], [0.0, 12.0]])
    assert exercise.relative_error(a, b) == pytest.approx((9 + 64) ** 0.5 / (5 + 12), rel=1e-14)


def test_relative_error_of_zeros_is_zero(exercise):
    assert exercise.relative_error(np.zeros((2, 3)), np.zeros((2, 3))) == 0.0


def test_relative_error_of_nan_is_not_taken_for_agreement(exercise):
    assert not exercise.relative_error(np.array([np.nan, 1.0]), np.ones(2)) < 1e-6


def test_the_checker_accepts_a_right_gradient_and_rejects_one_off_by_a_thousandth(exercise, rng):
    A = rng.normal(size=(5, 5))
    x = rng.normal(size=5)
    measured = exercise.numerical_gradient(lambda x: x @ A @ x, x)
    right = (A + A.T) @ x
    assert exercise.relative_error(measured, right) < 1e-8
    assert exercise.relative_error(measured, 1.001 * right) > 1e-4
