"""The page's first screen: where the learner stands and what comes next."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

import nngrade
from nngrade.report.view import build_view
from nngrade.results import Outcome
from nngrade.store import HistoryPoint

WHEN = datetime(2026, 3, 5, 9, 4, tzinfo=UTC)


@pytest.fixture
def all_passed(make_exercise):
    return {
        "e01_data": make_exercise("e01_data", score=20.0),
        "e02_softmax": make_exercise("e02_softmax", score=30.0),
        "e03_simple_network": make_exercise("e03_simple_network", score=50.0),
    }


def test_a_course_not_begun_says_how_to_begin(catalog):
    view = build_view(catalog, {}, {}, [])
    assert (view.score, view.points, view.percent) == ("0", "100", 0)
    assert view.summary == "0 of 3 exercises pass"
    assert view.checked == "not checked yet"
    assert view.next_step.text == "e01 data. Not checked yet. Run"
    assert view.next_step.command == "nngrade check data"
    assert view.history is None
    assert view.gradients == ()


def test_points_add_up_over_the_course(catalog, make_exercise):
    exercises = {
        "e01_data": make_exercise("e01_data", score=20.0),
        "e02_softmax": make_exercise(outcome=Outcome.FAILED, score=5.25),
    }
    view = build_view(catalog, exercises, {}, [])
    assert (view.score, view.percent) == ("25.25", 25.25)
    assert view.summary == "1 of 3 exercises pass"
    assert [one.slug for one in view.exercises] == ["e01_data", "e02_softmax", "e03_simple_network"]


def test_an_exercise_that_left_the_course_counts_for_nothing(catalog, make_exercise):
    view = build_view(catalog, {"e99_gone": make_exercise("e99_gone", score=30.0)}, {}, [])
    assert view.score == "0"


@pytest.mark.parametrize(
    ("outcome", "command"),
    [
        (Outcome.FAILED, "nngrade check e02_softmax"),
        (Outcome.ERROR, "nngrade check e02_softmax"),
        (Outcome.NOT_STARTED, "nngrade lesson softmax"),
    ],
)
def test_the_first_unfinished_exercise_comes_next(
    catalog, all_passed, make_exercise, outcome, command
):
    all_passed["e02_softmax"] = make_exercise(outcome=outcome, score=0.0)
    del all_passed["e03_simple_network"]
    step = build_view(catalog, all_passed, {}, []).next_step
    assert step.text.startswith("e02 softmax")
    assert step.command == command


def test_after_the_exercises_comes_the_training(catalog, all_passed, make_run):
    assert build_view(catalog, all_passed, {}, []).next_step.command == "nngrade train simple"
    runs = {"simple": make_run()}
    assert build_view(catalog, all_passed, runs, []).next_step.command == "nngrade train general"


def test_when_all_is_done_nothing_is_left_to_run(catalog, all_passed, make_run):
    runs = {"simple": make_run(), "general": make_run("general")}
    step = build_view(catalog, all_passed, runs, []).next_step
    assert step.command == ""
    assert "Well done" in step.text


def test_the_last_check_is_dated(catalog):
    view = build_view(catalog, {}, {}, [HistoryPoint(WHEN, 8.0, 100.0)])
    assert view.checked == "last checked on 5 March 2026, 09:04 UTC"
    assert view.history is None


def test_points_over_several_checks_become_a_line(catalog):
    history = [HistoryPoint(WHEN, score, 100.0) for score in (8.0, 30.0, 24.5)]
    chart = build_view(catalog, {}, {}, history).history
    assert chart.series[0].values == (8.0, 30.0, 24.5)
    assert chart.limits == (0, 100)
    assert chart.description == (
        "3 checks: 8 points after the first, 30 at the most, 24.5 after the last."
    )


def test_gradients_of_all_exercises_are_shown_in_order(
    catalog, make_exercise, make_check, make_gradient
):
    checks = [make_check(gradients=(make_gradient(),))]
    exercises = {
        "e03_simple_network": make_exercise("e03_simple_network", checks=checks),
        "e02_softmax": make_exercise("e02_softmax", checks=checks),
    }
    view = build_view(catalog, exercises, {}, [])
    assert [one.exercise for one in view.gradients] == ["e02 softmax", "e03 simple network"]


def test_the_view_is_computed_without_loading_what_draws_it():
    script = (
        "import sys, nngrade.report.view, nngrade.store;"
        "print({'matplotlib', 'jinja2'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": nngrade.__path__[0].removesuffix("nngrade")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "set()\n"
