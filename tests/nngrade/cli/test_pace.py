"""The bar moves with every submission, and reckons with those that were graded now."""

import io

import pytest
from rich.console import Console

from nngrade.cli.pace import LINE_SECONDS, shown
from nngrade.console import make_console


class Clock:
    """Stands still until it is moved on."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        """Return the time."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_terminal_shows_how_many_how_fast_how_long_and_what_failed(clock):
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system=None, width=100)
    with shown(12, console, clock) as progress:
        for _ in range(6):
            progress("graded", known=True)
        clock.now += 8
        for status in ("graded", "error", "unreadable", "graded"):
            progress(status)
    last = [line for line in file.getvalue().splitlines() if "graded" in line][-1]
    assert "10/12" in last
    assert last.rstrip().endswith("0.5/s  0:00:04 left  2 not graded")


def test_what_is_known_moves_the_bar_and_says_nothing_about_the_rate(clock):
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system=None, width=100)
    with shown(12, console, clock) as progress:
        clock.now += 1
        progress("graded", known=True)
        progress("missing", known=True)
    last = [line for line in file.getvalue().splitlines() if "graded" in line][-1]
    assert "2/12" in last
    assert "/s" not in last
    assert last.rstrip().endswith("1 not graded")


def test_elsewhere_a_line_comes_every_half_minute(clock):
    file = io.StringIO()
    with shown(500, make_console(file), clock) as progress:
        for _ in range(130):
            clock.now += LINE_SECONDS / 60
            progress("graded")
    assert file.getvalue().splitlines() == [
        "60 of 500 done  2.0/s  0:03:40 left  0 not graded",
        "120 of 500 done  2.0/s  0:03:10 left  0 not graded",
    ]


def test_elsewhere_a_short_run_prints_nothing(clock):
    file = io.StringIO()
    with shown(2, make_console(file), clock) as progress:
        progress("graded")
        progress("error")
    assert file.getvalue() == ""
