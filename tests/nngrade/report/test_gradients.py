"""Gradient checks become pairs to draw, errors to compare, and words for both."""

import math

import pytest

from nngrade.report.gradients import DRAWN, gradient_views


@pytest.fixture
def views(catalog, make_exercise, make_check):
    def build(*gradients):
        result = make_exercise(checks=[make_check(), make_check(gradients=gradients)])
        return gradient_views(catalog.find("softmax"), result)

    return build


def test_a_check_without_gradients_has_no_figure(views, make_gradient):
    assert len(views(make_gradient())) == 1
    assert views() == ()


def test_each_tensor_has_its_own_verdict(views, make_gradient):
    (view,) = views(make_gradient("dx"), make_gradient("dW", 2e-6), make_gradient("db", 1e-6))
    assert [panel.passed for panel in view.panels.panels] == [True, False, False]
    assert [mark.passed for mark in view.errors.marks] == [True, False, False]
    assert view.mark.word == "failed"
    assert "dx agrees, relative error 2.0e-10." in view.panels.description
    assert "dW differs, relative error 2.0e-06." in view.panels.description


def test_gradients_that_all_agree_pass(views, make_gradient):
    (view,) = views(make_gradient("dx"), make_gradient("dW"))
    assert view.mark.word == "passed"
    assert view.errors.limit == -6


def test_pairs_are_scaled_by_the_largest_of_both(views, make_gradient):
    (view,) = views(make_gradient(numeric=(1.0, -2.0), analytic=(4.0, 0.0)))
    assert set(view.panels.panels[0].pairs) == {(0.25, 1.0), (-0.5, 0.0)}


def test_gradients_of_nothing_but_zeros_stay_zeros(views, make_gradient):
    (view,) = views(make_gradient(relative_error=0.0, numeric=(0.0, 0.0)))
    assert view.panels.panels[0].pairs == ((0.0, 0.0), (0.0, 0.0))
    assert view.errors.marks[0].exponent == -12


def test_of_very_many_pairs_a_few_are_drawn_with_the_worst_among_them(views, make_gradient):
    numeric = tuple(index / 1000 for index in range(1000))
    analytic = (*numeric[:-1], -1.0)
    (view,) = views(make_gradient(numeric=numeric, analytic=analytic))
    pairs = view.panels.panels[0].pairs
    assert DRAWN / 2 < len(pairs) <= DRAWN
    assert (0.999, -1.0) in pairs


@pytest.mark.parametrize("error", [math.nan, math.inf])
def test_a_gradient_that_is_not_finite_is_counted_and_fails(views, make_gradient, error):
    analytic = (math.nan, math.inf, 0.5)
    (view,) = views(make_gradient(relative_error=error, analytic=analytic))
    (panel,), (mark,) = view.panels.panels, view.errors.marks
    assert panel.caption == "2 of 3 not finite"
    assert panel.pairs == ((1.0, 1.0),)
    assert not panel.passed
    assert not mark.passed
    assert mark.exponent == 0
    assert mark.text in {"not a number", "infinite"}


def test_gradients_of_any_size_stay_drawable(views, make_gradient):
    (view,) = views(make_gradient(numeric=(1e308, -1e308, 1e-320), analytic=(-1e308, 1e308, 0.0)))
    for pair in view.panels.panels[0].pairs:
        assert all(-1 <= value <= 1 for value in pair)


def test_hidden_characters_in_names_are_shown(views, make_gradient):
    (view,) = views(make_gradient("d\x1bW"))
    assert view.panels.panels[0].name == view.errors.marks[0].name == r"d\x1bW"
