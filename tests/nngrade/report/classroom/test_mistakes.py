"""The most common mistakes come first, in words."""

from nngrade.report.classroom.mistakes import mistakes
from nngrade.report.classroom.tally import MistakeCount
from nngrade.results import Diagnosis


def made(slug, title, count, others=()):
    return MistakeCount(slug, Diagnosis("id", title, "hint", others), {"f": None}, count)


def test_the_most_common_stands_first_and_among_equals_the_earlier_exercise(catalog):
    found = mistakes(
        catalog,
        [
            made("e02_softmax", "late", 2),
            made("e01_data", "early", 2),
            made("e03_simple_network", "often", 7),
        ],
    )
    assert [(one.count, one.title) for one in found] == [(7, "often"), (2, "early"), (2, "late")]


def test_a_mistake_says_where_to_look(catalog):
    (found,) = mistakes(catalog, [made("e02_softmax", "You did it", 1)])
    assert (found.slug, found.exercise, found.functions) == ("e02_softmax", "e02 softmax", "f")
    assert found.lesson == "nngrade lesson softmax"


def test_where_several_explain_it_all_are_named(catalog):
    (found,) = mistakes(catalog, [made("e02_softmax", "You did it", 1, ("You did that",))])
    assert found.title == "One of these: You did it; or You did that"


def test_an_exercise_that_left_the_course_is_left_out(catalog):
    assert mistakes(catalog, [made("e99_gone", "You did it", 1)]) == ()
