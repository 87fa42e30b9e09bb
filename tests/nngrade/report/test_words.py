"""Numbers and text as the page writes them."""

import math

import pytest

from nngrade.report import words


def test_a_line_is_one_line_and_short():
    assert words.line("a\n  b\tc") == "a b c"
    assert len(words.line("x" * 1000)) == words.LINE


def test_a_message_keeps_its_lines_and_its_indentation():
    assert words.message("\n  row 0\n\trow 1\n\n") == "  row 0\n\trow 1"


def test_hidden_characters_are_shown_everywhere():
    for show in (words.line, words.message, words.printed):
        assert show("a\x1b[31m\u202eb") == r"a\x1b[31m\u202eb"


def test_twenty_printed_lines_are_shown_and_the_rest_is_marked():
    text = "\n".join(str(number) for number in range(30))
    assert words.printed(text).split("\n") == [*map(str, range(20)), "…"]


def test_printed_text_that_fits_is_whole():
    assert words.printed("one\ntwo\n") == "one\ntwo"


def test_one_endless_printed_line_is_cut():
    shown = words.printed("x" * 1_000_000)
    assert len(shown) < words.PRINTED + 10
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("value", "shown"), [(8.0, "8"), (6.666666, "6.67"), (100.0, "100"), (0.0, "0")]
)
def test_points_have_no_needless_decimals(value, shown):
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.123456, "0.1235"),
        (1e30, "1e+30"),
        (math.nan, "not a number"),
        (math.inf, "infinite"),
        (-math.inf, "infinite"),
    ],
)
def test_a_measured_number_is_short_or_named(value, shown):
    assert words.figure(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.9365, "93.65 %"), (0.89, "89 %"), (1.0, "100 %"), (math.nan, "no number")],
)
def test_a_share_is_a_percentage(share, shown):
    assert words.percent(share) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(8.2, "8 s"), (75.0, "1 min 15 s"), (3725.0, "1 h 2 min"), (59.7, "1 min 0 s")],
)
def test_a_time_is_told_in_the_units_that_matter(seconds, shown):
    assert words.duration(seconds) == shown


def test_names_are_joined_as_in_a_sentence():
    assert words.several(("relu",)) == "relu"
    assert words.several(("relu", "softmax", "one_hot")) == "relu, softmax and one_hot"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 checks"), (1, "1 check"), (1234, "1,234 checks")]
)
def test_a_number_has_its_noun(count, said):
    assert words.counted(count, "check") == said
