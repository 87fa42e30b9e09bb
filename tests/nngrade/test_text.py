"""Text from learners is shown so that nothing in it hides or acts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nngrade.text import visible

ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "row 0   got 0.016\n\trow 1   must be 1",
        "‖a‖ + ‖b‖, naïve, σ², 数字, ✓",
        r"a backslash \frac and $1$",
    ],
)
def test_ordinary_text_stays_as_it_is(text):
    assert visible(text, 100) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("a\x00b\x07c\rd\x7fe\x9bf", r"a\x00b\x07c\rd\x7fe\x9bf"),
        ("safe\u202eexe.txt", r"safe\u202eexe.txt"),
        ("\u2066isolated\u2069", r"\u2066isolated\u2069"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("\U000e0041tag", r"\U000e0041tag"),
        ("next\u2028line\u2029", r"next\u2028line\u2029"),
        ("no-break\xa0space", r"no-break\xa0space"),
        ("half \ud800 pair", r"half \ud800 pair"),
        ("no character \ufffe\uffff", r"no character \ufffe\uffff"),
    ],
)
def test_what_hides_or_acts_becomes_an_escape(text, shown):
    assert visible(text, 100) == shown


def test_text_of_just_the_limit_is_whole_and_one_more_character_is_cut():
    assert visible("12345", 5) == "12345"
    assert visible("123456", 5) == "1234…"


def test_an_escape_is_never_cut_in_two():
    assert visible("abc\x1b[31m", 6) == "abc…"
    assert visible("abc\x1b", 7) == r"abc\x1b"


def test_a_text_far_too_long_is_read_no_further_than_its_limit():
    assert visible("x" * 10_000_000, 3) == "xx…"


@given(text=ANYTHING, limit=st.integers(1, 60))
def test_any_text_ends_up_short_printable_and_encodable(text, limit):
    shown = visible(text, limit)
    assert len(shown) <= limit
    shown.encode("utf-8")
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not [c for c in shown if unicodedata.category(c) in hidden and c not in "\n\t"]
