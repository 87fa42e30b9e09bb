"""Lines of a submission are found as Python counts them."""

import pytest

from nngrade.submission import Submission


def line(source: bytes, number: int) -> str:
    return Submission("", {"e01_data": source}, {}).line("e01_data.py", number)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_line_is_found_whatever_ends_it(end):
    assert line(end.join([b"first", b"second", b"third"]), 2) == "second"


@pytest.mark.parametrize("separator", ["\x0c", "\x1c", "\x85", "\u2028"])
def test_lines_are_counted_as_python_counts_them(separator):
    """A form feed, or a separator inside a string, starts no new line in Python."""
    assert line(f"x = 1{separator}\ny = 2\n".encode(), 2) == "y = 2"


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert line(b"\xef\xbb\xbfx = 1\n", 1) == "x = 1"


def test_a_line_in_another_encoding_is_shown_as_far_as_possible():
    assert line(b"# gr\xfc\xdfe\n", 1) == "# gr��e"


@pytest.mark.parametrize("number", [-1, 0, 3, 10**9])
def test_a_line_that_does_not_exist_is_empty(number):
    assert line(b"first\nsecond", number) == ""


def test_a_file_that_does_not_exist_has_no_lines():
    assert Submission("", {}, {}).line("e09_none.py", 1) == ""
