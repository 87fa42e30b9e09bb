"""Weights have the distribution that the lesson asks for, and come from the given generator."""

import math

import numpy as np
import pytest


@pytest.mark.parametrize(("fan_in", "fan_out"), [(784, 100), (50, 400)])
def test_he_normal_has_mean_0_and_the_he_standard_deviation(exercise, rng, fan_in, fan_out):
    W = exercise.he_normal(fan_in, fan_out, rng)
    assert W.shape == (fan_in, fan_out)
    std = math.sqrt(2 / fan_in)
    # Five standard errors: one false alarm in a million and a half.
    assert abs(W.mean()) < 5 * std / math.sqrt(W.size)
    assert abs(W.std() - std) < 5 * std / math.sqrt(2 * W.size)


def test_he_normal_follows_the_normal_distribution_function(exercise, rng):
    """The largest gap to the distribution function (Kolmogorov and Smirnov) is that of chance."""
    W = exercise.he_normal(200, 300, rng)
    z = np.sort(W, axis=None) / math.sqrt(2 / 200)
    expected = np.array([(1 + math.erf(value / math.sqrt(2))) / 2 for value in z])
    steps = np.arange(1, z.size + 1) / z.size
    assert np.abs(steps - expected).max() < 2.7 / math.sqrt(z.size)


def test_init_params_has_a_layer_between_any_two_widths(exercise, rng):
    params = exercise.init_params([9, 7, 5, 3], rng)
    assert isinstance(params, list)
    shapes = [(W.shape, b.shape) for W, b in params]
    assert shapes == [((9, 7), (7,)), ((7, 5), (5,)), ((5, 3), (3,))]
    assert all(not b.any() for _, b in params)


def test_init_params_draws_every_layer_anew(exercise, rng):
    columns = np.hstack([W for W, _ in exercise.init_params([40, 40, 40, 40], rng)])
    correlation = np.corrcoef(columns.T) - np.eye(120)
    assert np.abs(correlation).max() < 0.85


def test_the_variance_stays_level_through_ten_layers(exercise, rng):
    a = rng.normal(size=(500, 100))
    for W, _ in exercise.init_params([100] * 11, rng):
        a = np.maximum(a @ W, 0)
    assert 0.3 < a.std() < 1.5


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_array_has_the_dtype_asked_for(exercise, rng, dtype):
    params = exercise.init_params([5, 4, 3], rng, dtype)
    assert {array.dtype for layer in params for array in layer} == {np.dtype(dtype)}


def test_the_given_generator_decides_and_no_other_is_used(exercise):
    np.random.seed(0)  # noqa: NPY002 - the global generator is what must not be touched
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    first = exercise.he_normal(6, 5, np.random.default_rng(1))
    again = exercise.he_normal(6, 5, np.random.default_rng(1))
    other = exercise.he_normal(6, 5, np.random.default_rng(2))
    np.testing.assert_array_equal(first, again)
    assert not np.isin(first, other).any()
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002
