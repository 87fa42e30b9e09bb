"""What figures share: numbers as books write them, labels kept apart, numbers from files."""

import pytest

from nngrade.authoring.figures.canvas import Material, number, spaced
from nngrade.errors import GraderError


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(-1.5, ".2f", "\N{MINUS SIGN}1.50"), (-0.0, "g", "0"), (2.0, ".3g", "2")],
)
def test_numbers_have_a_minus_and_no_signed_zero(value, form, text):
    assert number(value, form) == text


def test_labels_move_apart_and_keep_their_order():
    assert spaced([5.0, 0.0, 5.5, 30.0], 4) == [5.0, 0.0, 9.0, 30.0]


def test_numbers_that_are_missing_name_the_benchmark_that_makes_them(tmp_path):
    with pytest.raises(GraderError, match=r"Run tests/benchmarks/curves\.py --save"):
        Material(None, tmp_path).numbers("curves")
