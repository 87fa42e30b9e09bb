"""Checks that tell nobody apart are named, but only where enough have tried."""

from nngrade.report.classroom.silent import FEW, silent
from nngrade.report.classroom.tally import CheckCount, ExerciseCount


def exercise(*checks):
    return ExerciseCount(
        checks={title: CheckCount(title, "f", passed, tried) for title, passed, tried in checks}
    )


def found(catalog, *counts):
    return silent(list(zip(catalog.exercises, counts, strict=False)))


def test_checks_that_all_pass_and_that_none_passes_are_told_apart(catalog):
    view = found(catalog, exercise(("all", 20, 20), ("none", 0, 20), ("some", 19, 20)))
    (everyone,), (nobody,) = view.all_pass, view.none_pass
    assert (everyone.exercise, everyone.share) == ("e01 data", "1 of 3 checks")
    assert (everyone.titles, nobody.titles) == (("all",), ("none",))
    assert (view.total, view.untold) == (1, "")


def test_an_exercise_that_everyone_passes_needs_no_titles(catalog):
    view = found(catalog, exercise(("a", 20, 20), ("b", 30, 30)))
    assert [(one.share, one.titles) for one in view.all_pass] == [("all 2 checks", ())]
    assert view.total == 2


def test_with_few_submissions_it_does_not_tell_yet(catalog):
    few = exercise(("a", FEW - 1, FEW - 1), ("b", 0, FEW - 1))
    view = found(catalog, few, exercise(("c", FEW, FEW)))
    assert [one.exercise for one in view.all_pass] == ["e02 softmax"]
    assert view.none_pass == ()
    assert view.untold == "Fewer than 10 have written e01 data: too few to tell yet."


def test_where_all_exercises_have_few_one_sentence_says_so(catalog):
    view = found(catalog, exercise(("a", 1, 1)), exercise())
    assert view.untold == "Fewer than 10 have written any exercise: too few to tell yet."
