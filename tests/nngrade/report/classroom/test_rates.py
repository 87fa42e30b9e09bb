"""How many pass an exercise and its checks, in counts that add up."""

import pytest

from nngrade.report.classroom.rates import exercise_rate, untouched
from nngrade.report.classroom.tally import CheckCount, ExerciseCount
from nngrade.results import Outcome


@pytest.fixture
def softmax(catalog):
    return catalog.find("softmax")


def counted(*outcomes, **checks):
    made = ExerciseCount(checks=checks)
    made.outcomes.update(outcomes)
    return made


def test_an_exercise_says_who_passes_and_what_became_of_the_others(softmax):
    outcomes = [Outcome.PASSED] * 5 + [Outcome.FAILED] * 2 + [Outcome.NOT_STARTED] * 2
    rate = exercise_rate(softmax, counted(*outcomes, Outcome.ERROR))
    assert rate.passing == "5 of 10"
    assert rate.others == "2 not started, 1 could not be checked"
    assert {part.kind: part.percent for part in rate.parts} == {
        "passed": 50,
        "failed": 20,
        "error": 10,
        "not_started": 20,
    }


def test_the_hardest_check_stands_first_and_what_nobody_wrote_last(softmax):
    rate = exercise_rate(
        softmax,
        counted(
            Outcome.FAILED,
            a=CheckCount("unknown", "f", 0, 0),
            b=CheckCount("easy", "f", 4, 4),
            c=CheckCount("hard", "f", 1, 4),
        ),
    )
    assert [(one.title, one.percent, one.text) for one in rate.checks] == [
        ("hard", 25, "1 of 4"),
        ("easy", 100, "4 of 4"),
        ("unknown", 0, "nobody yet"),
    ]


def test_what_nobody_has_started_is_named(catalog):
    counts = [
        counted(Outcome.NOT_STARTED),
        counted(Outcome.NOT_STARTED, Outcome.FAILED),
        counted(Outcome.NOT_STARTED, Outcome.NOT_STARTED),
    ]
    said = untouched(list(zip(catalog.exercises, counts, strict=True)))
    assert said == "Nobody has started e01 data and e03 simple network."


def test_nothing_is_named_where_nothing_was_graded(catalog):
    assert untouched([(catalog.exercises[0], counted())]) == ""
