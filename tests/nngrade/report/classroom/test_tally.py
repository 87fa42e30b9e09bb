"""A class is counted submission by submission, and a mistake once an exercise."""

import gc
from types import FunctionType, ModuleType

import pytest

from nngrade.results import CheckResult, Diagnosis, Outcome, SubmissionResult

FAILED, NOT_STARTED, ERROR = Outcome.FAILED, Outcome.NOT_STARTED, Outcome.ERROR
SURE = Diagnosis("columns", "You went down the columns", "Look.")
UNSURE = Diagnosis("columns", "You went down the columns", "Look.", ("You summed all",))


@pytest.fixture
def with_checks(make_graded, make_exercise):
    """Return a function that makes a submission of one exercise with these checks."""

    def make(*checks, outcome=FAILED, name="ann"):
        return make_graded(make_exercise(outcome=outcome, score=0.0, checks=checks), name=name)

    return make


def test_a_mistake_counts_once_a_submission_however_many_checks_it_fails(
    count, with_checks, make_check
):
    twice = [make_check(FAILED, function=name, diagnosis=SURE) for name in ("f", "g", "f")]
    tally = count(with_checks(*twice), with_checks(*twice[:1], name="bob"))
    (mistake,) = tally.mistakes.values()
    assert mistake.count == 2
    assert list(mistake.functions) == ["f", "g"]
    assert [one.name for one in mistake.examples] == ["ann", "bob"]


def test_a_mistake_counts_in_each_exercise(count, make_graded, make_exercise, make_check):
    checks = [make_check(FAILED, diagnosis=SURE)]
    both = [make_exercise(slug, FAILED, 0.0, checks) for slug in ("e01_data", "e02_softmax")]
    tally = count(make_graded(*both))
    assert [(one.slug, one.count) for one in tally.mistakes.values()] == [
        ("e01_data", 1),
        ("e02_softmax", 1),
    ]


def test_what_is_sure_in_one_check_is_not_in_doubt_in_another(count, with_checks, make_check):
    sure, unsure = (make_check(FAILED, diagnosis=one) for one in (SURE, UNSURE))
    tally = count(with_checks(unsure, sure), with_checks(sure, unsure), with_checks(unsure))
    found = {one.diagnosis: one.count for one in tally.mistakes.values()}
    assert found == {SURE: 2, UNSURE: 1}


def test_only_the_first_examples_are_kept(count, with_checks, make_check):
    check = make_check(FAILED, diagnosis=SURE)
    tally = count(*(with_checks(check, name=f"s{number}") for number in range(9)))
    (mistake,) = tally.mistakes.values()
    assert (mistake.count, len(mistake.examples)) == (9, 3)


def test_a_check_counts_those_who_wrote_its_function_in_a_file_that_loads(
    count, with_checks, make_check
):
    tally = count(
        with_checks(make_check(), outcome=Outcome.PASSED),
        with_checks(make_check(FAILED)),
        with_checks(make_check(ERROR)),
        with_checks(make_check(NOT_STARTED)),
        with_checks(make_check(ERROR), outcome=ERROR),
        with_checks(make_check(NOT_STARTED), outcome=NOT_STARTED),
    )
    exercise = tally.exercises["e02_softmax"]
    assert (exercise.checks["a"].passed, exercise.checks["a"].tried) == (1, 3)
    assert exercise.outcomes == {Outcome.PASSED: 1, FAILED: 3, ERROR: 1, NOT_STARTED: 1}


def test_what_was_not_graded_has_a_row_and_no_score(count, make_graded, make_refused):
    tally = count(make_graded(name="ann", score=40.0), make_refused())
    assert [row.link.name for row in tally.rows] == ["ann", "zoe"]
    assert tally.scores == [40.0]
    assert [one.id for one in tally.problems] == ["zoe"]


def reachable(root):
    """Return all that hangs on an object, classes and modules aside."""
    found, rest = {}, [root]
    while rest:
        one = rest.pop()
        if id(one) not in found and not isinstance(one, type | ModuleType | FunctionType):
            found[id(one)] = one
            rest.extend(gc.get_referents(one))
    return found.values()


def test_no_result_is_kept(count, with_checks, make_check):
    tally = count(with_checks(make_check(FAILED, diagnosis=SURE)))
    kept = [one for one in reachable(tally) if isinstance(one, SubmissionResult | CheckResult)]
    assert kept == []
