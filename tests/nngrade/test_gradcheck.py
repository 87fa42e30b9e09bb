"""Gradient checks accept what is right to rounding, and nothing else."""

import numpy as np
import pytest

from nngrade.compare import margins_heard_by
from nngrade.gradcheck import (
    KINK,
    LIMIT,
    central_differences,
    clear_of_kinks,
    common_factor,
    examine,
    passes,
    relative_error,
)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (3, 4), (2, 3, 4)])
def test_central_differences_of_a_cubic_are_its_derivative(shape):
    x = np.random.default_rng(0).normal(size=shape) + np.float64(2.0)
    x = np.asarray(x)
    gradient = central_differences(lambda: float((x**3).sum()), x)
    assert gradient.shape == shape
    assert relative_error(gradient, 3 * x**2) < 1e-9


def test_differences_are_taken_on_both_sides():
    """One-sided differences are off by h/2 times the curvature: 5e-6 here, not 1e-10."""
    x = np.array([0.3])
    gradient = central_differences(lambda: float(np.exp(x).sum()), x)
    assert abs(gradient[0] - np.exp(0.3)) < 1e-9


def test_the_tensor_is_restored_to_the_last_bit():
    x = np.random.default_rng(1).normal(size=(3, 4)) * 1e3
    before = x.copy()
    central_differences(lambda: float((x**2).sum()), x)
    assert x.tobytes() == before.tobytes()


def test_the_tensor_moves_in_place():
    """A view into a network's parameters is enough: nothing has to be put back."""
    params = np.arange(6.0)
    seen = set()

    def loss() -> float:
        seen.add(params.tobytes())
        return float((params**2).sum())

    gradient = central_differences(loss, params[2:4])
    assert len(seen) == 4
    np.testing.assert_allclose(gradient, [4.0, 6.0], atol=1e-8)


def test_relative_error_is_the_distance_over_the_sum_of_the_norms():
    assert relative_error(np.array([3.0, 4.0]), np.array([0.0, 0.0])) == 1.0
    assert relative_error(np.array([[3.0], [4.0]]), np.array([[6.0], [8.0]])) == 5 / 15
    assert relative_error(np.array(2.0), np.array(-2.0)) == 1.0


def test_two_zero_gradients_are_equal():
    assert relative_error(np.zeros((2, 3)), np.zeros((2, 3))) == 0.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_is_infinitely_wrong(bad):
    wrong = np.array([1.0, bad])
    assert relative_error(wrong, np.ones(2)) == np.inf
    assert relative_error(wrong, wrong) == np.inf


def test_a_gradient_that_is_too_large_by_half_a_thousandth_fails():
    """2.001 for 2: an eye would pass it, the check must not."""
    x = np.random.default_rng(2).normal(size=(4, 3))
    numeric = central_differences(lambda: float((x**2).sum()), x)
    right, wrong = examine({"x": 2 * x}, {"x": numeric}) + examine({"x": 2.001 * x}, {"x": numeric})
    assert right.relative_error < LIMIT / 100
    assert wrong.relative_error > LIMIT * 100


def test_one_wrong_entry_among_many_fails():
    x = np.random.default_rng(3).normal(size=(20, 20))
    gradient = 2 * x
    gradient[7, 7] *= 1.001
    assert examine({"x": gradient}, {"x": 2 * x})[0].relative_error > LIMIT


def test_each_tensor_has_a_verdict_and_its_figures():
    good, bad = np.array([[1.0, 2.0]]), np.array([5.0])
    checks = examine({"W1": good, "b1": bad}, {"b1": -bad, "W1": good})
    assert [check.tensor for check in checks] == ["W1", "b1"]
    assert [check.relative_error for check in checks] == [0.0, 1.0]
    assert (checks[0].analytic, checks[0].numeric) == ((1.0, 2.0), (1.0, 2.0))
    assert (checks[1].analytic, checks[1].numeric) == ((5.0,), (-5.0,))


def test_of_a_large_tensor_the_first_two_hundred_entries_are_kept():
    large = np.arange(1000.0).reshape(100, 10)
    (check,) = examine({"W": large}, {"W": large})
    assert check.analytic == check.numeric == tuple(range(200))


def test_pre_activations_near_the_kink_are_told():
    clear = np.array([[-1.0, 2 * KINK], [3.0, -2 * KINK]])
    assert clear_of_kinks(clear)
    for near in (0.0, KINK / 2, -KINK / 2):
        close = clear.copy()
        close[1, 0] = near
        assert not clear_of_kinks(close)


@pytest.mark.parametrize("factor", [7.0, -1.0, 1 / 3])
def test_a_factor_that_all_entries_have_in_common_is_found(factor):
    numeric = np.random.default_rng(1).normal(size=(4, 3))
    (check,) = examine({"W": factor * numeric}, {"W": numeric + 1e-10})
    assert common_factor(check) == pytest.approx(factor, rel=1e-6)


@pytest.mark.parametrize("analytic", [[1.0, 2.0, 4.0], [0.0, 0.0, 0.0], [2.0, 4.0, 6.1]])
def test_other_gradients_have_no_common_factor(analytic):
    (check,) = examine({"b": np.array(analytic)}, {"b": np.array([1.0, 2.0, 3.0])})
    assert common_factor(check) is None


def test_a_gradient_of_zeros_is_a_factor_of_nothing():
    (check,) = examine({"b": np.ones(3)}, {"b": np.zeros(3)})
    assert common_factor(check) is None


def test_a_relative_error_passes_below_the_limit_alone():
    assert passes(0.99 * LIMIT)
    assert not any(passes(error) for error in (LIMIT, np.inf, np.nan))


def test_a_verdict_tells_its_margin():
    heard = []
    with margins_heard_by(lambda dtype, margin: heard.append((dtype, margin))):
        passes(LIMIT / 8)
    assert heard == [("float64", 8.0)]
