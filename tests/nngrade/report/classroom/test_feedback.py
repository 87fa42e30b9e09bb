"""What one learner gets back: points, what to mend, where to read."""

from dataclasses import replace

import pytest

from nngrade.report.classroom.feedback import feedback, small_print
from nngrade.results import Diagnosis, Outcome

FAILED, NOT_STARTED, ERROR = Outcome.FAILED, Outcome.NOT_STARTED, Outcome.ERROR
COLUMNS = Diagnosis("columns", "You went down the columns", "Print p.sum().")


@pytest.fixture
def exercise_of(catalog, make_graded):
    """Return a function from a result to what its learner reads about it."""

    def read(result):
        return feedback(catalog, make_graded(result)).exercises[0]

    return read


@pytest.fixture
def half_done(make_exercise, make_check):
    """Return an exercise of two functions, of which one fails."""
    checks = [
        make_check(function="normalize"),
        make_check(FAILED, function="one_hot", title="first", message="got 1", diagnosis=COLUMNS),
        make_check(FAILED, function="one_hot", title="second", message="got 2", diagnosis=COLUMNS),
        make_check(function="one_hot", title="third"),
    ]
    return make_exercise("e01_data", FAILED, 10.0, checks)


def test_points_divide_equally_over_functions(exercise_of, half_done):
    normalize, one_hot = exercise_of(half_done).functions
    assert (normalize.mark.word, normalize.points) == ("passed", "10 of 10")
    assert (one_hot.mark.word, one_hot.points) == ("failed", "0 of 10")


def test_the_first_failing_check_stands_before_the_others(exercise_of, half_done):
    normalize, one_hot = exercise_of(half_done).functions
    assert (one_hot.first.title, one_hot.first.message) == ("first", "got 1")
    assert [one.title for one in one_hot.others] == ["second"]
    assert one_hot.passing == ("third",)
    assert (normalize.first, normalize.others, normalize.passing) == (None, (), ())


def test_a_hint_is_given_once_and_its_mistake_is_named_again(exercise_of, half_done):
    one_hot = exercise_of(half_done).functions[1]
    assert one_hot.first.diagnosis == COLUMNS
    assert one_hot.others[0].diagnosis == replace(COLUMNS, hint="")


def test_a_function_not_started_shows_no_checks(exercise_of, make_exercise, make_check):
    checks = [make_check(NOT_STARTED, function="one_hot"), make_check(function="normalize")]
    one_hot = exercise_of(make_exercise("e01_data", FAILED, 10.0, checks)).functions[1]
    assert (one_hot.state, one_hot.first, one_hot.others) == ("not started", None, ())


def test_a_file_that_does_not_load_says_why_once(exercise_of, make_exercise, make_check):
    checks = [make_check(ERROR, message="line 2: import torch") for _ in range(3)]
    exercise = exercise_of(make_exercise(outcome=ERROR, score=0.0, checks=checks))
    assert exercise.fault == "line 2: import torch"
    assert exercise.state == "could not be checked"
    assert exercise.functions == ()


def test_an_exercise_names_its_lesson(exercise_of, half_done):
    assert exercise_of(half_done).lesson == "nngrade lesson data"


def test_the_next_step_is_the_first_exercise_that_fails(
    catalog, make_graded, make_exercise, half_done
):
    untouched = make_exercise("e02_softmax", NOT_STARTED, 0.0)
    broken = make_exercise("e03_simple_network", FAILED, 0.0)
    whole = make_exercise("e01_data", score=20.0)
    standing = feedback(catalog, make_graded(whole, untouched, broken)).standing
    assert standing.place.slug == "e03_simple_network"
    assert standing.summary == "1 of 3 exercises pass"
    assert feedback(catalog, make_graded(half_done, broken)).standing.place.slug == "e01_data"


def test_where_nothing_fails_the_next_step_is_a_lesson_and_then_training(
    catalog, make_graded, make_exercise
):
    whole = make_exercise("e01_data", score=20.0)
    untouched = make_exercise("e02_softmax", NOT_STARTED, 0.0)
    standing = feedback(catalog, make_graded(whole, untouched)).standing
    assert (standing.place, standing.command) == (None, "nngrade lesson softmax")
    assert feedback(catalog, make_graded(whole)).standing.command == "nngrade train"


def test_points_are_a_share_of_those_that_could_be_reached(catalog, make_graded, make_exercise):
    graded = replace(make_graded(make_exercise(), score=7.5), points=30.0)
    standing = feedback(catalog, graded).standing
    assert (standing.score, standing.points, standing.percent) == ("7.5", "30", 25.0)


@pytest.mark.parametrize(
    ("status", "reason", "note"),
    [
        ("unreadable", "Your submission could not be read yet", False),
        ("missing", "There was no exercise file to check yet", False),
        ("error", "The grader did not finish", True),
    ],
)
def test_what_was_not_graded_says_why(catalog, make_refused, status, reason, note):
    view = feedback(catalog, make_refused(status=status))
    assert (view.standing, view.exercises, view.small_print) == (None, (), "")
    assert (view.reason, view.sentence) == (reason, "It is no zip. Pack it again.")
    assert bool(view.note) == note


def test_what_trained_networks_reach_is_said(catalog, make_graded, make_exercise):
    view = feedback(catalog, make_graded(make_exercise(), accuracies={"simple": 0.9365}))
    assert view.trained == ("Your simple network names 93.65 % of the test images right.",)


def test_what_a_learner_printed_is_not_shown(exercise_of, make_exercise, make_check):
    checks = [
        make_check(FAILED, message="got 1"),
        make_check(FAILED, printed="secret", message="x"),
    ]
    functions = exercise_of(make_exercise(outcome=FAILED, score=0.0, checks=checks)).functions
    shown = [one for function in functions for one in (function.first, *function.others)]
    assert [one.printed for one in shown] == ["", ""]


def test_the_small_print_names_each_version_once():
    assert small_print([{"nngrade": "1"}, {"nngrade": "2"}], ["tier A"]) == (
        "Graded with nngrade 1; nngrade 2. Isolation: tier A."
    )
