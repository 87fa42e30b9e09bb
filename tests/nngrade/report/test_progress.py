"""Each exercise says what passes, what doesn't, and where to look."""

import pytest

from nngrade.report.progress import exercise_view
from nngrade.results import Diagnosis, Outcome

FAILED = Outcome.FAILED
DIAGNOSIS = Diagnosis("softmax-over-the-batch", "You normalised down the columns", "Print p.sum()")


@pytest.fixture
def softmax(catalog):
    return catalog.find("softmax")


def test_an_exercise_never_checked_says_how_to_check_it(softmax):
    view = exercise_view(softmax, None)
    assert view.mark.word == "not checked"
    assert view.points == "0 of 30"
    assert (view.todo, view.command) == ("Not checked yet. Run", "nngrade check softmax")
    assert not view.needs_work


def test_an_exercise_not_started_names_its_file_and_its_lesson(softmax, make_exercise, make_check):
    checks = [make_check(Outcome.NOT_STARTED)]
    view = exercise_view(
        softmax, make_exercise(outcome=Outcome.NOT_STARTED, score=0, checks=checks)
    )
    assert view.mark.symbol == "○"
    assert view.todo == "Open exercises/e02_softmax.py and read"
    assert view.command == "nngrade lesson softmax"
    assert view.functions == ()


@pytest.mark.parametrize(
    ("outcome", "symbol", "needs_work"),
    [(Outcome.PASSED, "✓", False), (Outcome.FAILED, "✗", True), (Outcome.ERROR, "✗", True)],
)
def test_a_verdict_has_its_sign(softmax, make_exercise, outcome, symbol, needs_work):
    view = exercise_view(softmax, make_exercise(outcome=outcome))
    assert view.mark.symbol == symbol
    assert view.needs_work is needs_work
    assert view.todo == ""


def test_points_and_passing_checks_are_counted(softmax, make_exercise, make_check):
    checks = [make_check(), make_check(FAILED), make_check()]
    view = exercise_view(softmax, make_exercise(outcome=FAILED, score=12.5, checks=checks))
    assert view.points == "12.5 of 30"
    assert view.percent == pytest.approx(41.67, abs=0.01)
    assert view.summary == "2 of 3 checks pass"


def test_checks_stand_under_their_functions_in_the_courses_order(
    catalog, make_exercise, make_check
):
    checks = [
        make_check(FAILED, function="one_hot", title="first"),
        make_check(function="helper"),
        make_check(function="normalize"),
        make_check(Outcome.ERROR, function="one_hot", title="second"),
    ]
    view = exercise_view(catalog.find("data"), make_exercise("e01_data", FAILED, 0, checks))
    assert [one.name for one in view.functions] == ["normalize", "one_hot", "helper"]
    assert [one.mark.word for one in view.functions] == ["passed", "error", "passed"]
    assert [check.title for check in view.functions[1].checks] == ["first", "second"]
    assert view.functions[1].summary == "0 of 2 checks pass"


def test_a_half_done_exercise_tells_started_from_not_started(catalog, make_exercise, make_check):
    checks = [make_check(function="normalize"), make_check(Outcome.NOT_STARTED, function="one_hot")]
    view = exercise_view(catalog.find("data"), make_exercise("e01_data", FAILED, 10, checks))
    assert [one.mark.word for one in view.functions] == ["passed", "not started"]


def test_a_failure_shows_message_diagnosis_and_output(softmax, make_exercise, make_check):
    checks = [make_check(FAILED, message="got 2", diagnosis=DIAGNOSIS, printed="debug 1\n")]
    (function,) = exercise_view(softmax, make_exercise(outcome=FAILED, checks=checks)).functions
    (check,) = function.checks
    assert (check.message, check.diagnosis, check.printed) == ("got 2", DIAGNOSIS, "debug 1")


def test_a_pass_shows_nothing_but_its_title(softmax, make_exercise, make_check):
    checks = [make_check(message="fine", printed="debug")]
    (function,) = exercise_view(softmax, make_exercise(checks=checks)).functions
    (check,) = function.checks
    assert (check.message, check.diagnosis, check.printed, check.repeats) == ("", None, "", False)


def test_the_same_finding_is_told_once(softmax, make_exercise, make_check):
    checks = [
        make_check(FAILED, message="the file doesn't load"),
        make_check(FAILED, message="the file doesn't load"),
        make_check(FAILED, message="the file doesn't load", diagnosis=DIAGNOSIS),
        make_check(FAILED),
        make_check(FAILED),
    ]
    (function,) = exercise_view(softmax, make_exercise(outcome=FAILED, checks=checks)).functions
    assert [check.repeats for check in function.checks] == [False, True, False, False, False]
    assert function.checks[1].message == ""


def test_stand_ins_are_named(softmax, make_exercise):
    result = make_exercise(graded_with_reference=("relu", "softmax"))
    assert exercise_view(softmax, result).stand_ins == "Graded with the reference relu and softmax"


def test_nothing_hides_in_learners_text(softmax, make_exercise, make_check, hostile):
    found = Diagnosis("id", hostile, hostile)
    checks = [make_check(FAILED, title=hostile, message=hostile, printed=hostile, diagnosis=found)]
    (function,) = exercise_view(softmax, make_exercise(outcome=FAILED, checks=checks)).functions
    (check,) = function.checks
    texts = (check.title, check.message, check.printed, check.diagnosis.title, check.diagnosis.hint)
    for text in texts:
        assert r"\x1b[31mred \u202eevil\u2066" in text
        assert text.isprintable()
