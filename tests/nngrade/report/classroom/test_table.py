"""A submission is one row, with a cell for each exercise of the course."""

from nngrade.report.classroom.table import EMPTY, table_row
from nngrade.results import Outcome

SLUGS = ("e01_data", "e02_softmax", "e03_simple_network")


def test_a_cell_says_points_and_what_they_do_not_say(make_graded, make_exercise):
    graded = make_graded(
        make_exercise("e01_data", Outcome.FAILED, 6.67),
        make_exercise("e02_softmax", Outcome.ERROR, 0.0),
        make_exercise("e03_simple_network", Outcome.NOT_STARTED, 0.0),
    )
    cells = table_row(graded, SLUGS).cells
    assert [(one.text, one.kind) for one in cells] == [
        ("6.67", "wrong"),
        ("!", "wrong"),
        ("○", "none"),
    ]


def test_cells_stand_in_the_order_of_the_course(make_graded, make_exercise):
    graded = make_graded(make_exercise("e03_simple_network", score=50.0))
    cells = table_row(graded, SLUGS).cells
    assert [one.text for one in cells] == ["", "", "50"]
    assert cells[2].kind == ""


def test_what_was_not_graded_has_empty_cells(make_refused):
    row = table_row(make_refused(), SLUGS)
    assert (row.status, row.score, row.cells) == ("unreadable", "0", (EMPTY,) * 3)


def test_accuracies_stand_in_one_order_in_percent(make_graded):
    row = table_row(make_graded(accuracies={"general": 0.978}), SLUGS)
    assert row.accuracies == ("", "97.80")


def test_equal_cells_are_one_object(make_graded, make_exercise):
    first, second = (table_row(make_graded(make_exercise()), SLUGS) for _ in range(2))
    assert first.cells[1] is second.cells[1]
