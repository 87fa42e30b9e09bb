"""A lesson in a terminal: formulas as they stand, pictures and links in words."""

import io

import pytest
from rich.console import Console

from nngrade.lessons.terminal import show_lesson
from nngrade.lessons.text import read_lesson


@pytest.fixture
def shown(two_lessons):
    """Return what a terminal of 120 columns shows of the first lesson."""
    out = io.StringIO()
    first, _ = two_lessons.catalog.exercises
    show_lesson(Console(file=out, width=120), read_lesson(two_lessons, first))
    return out.getvalue()


def test_lines_stay_short_in_a_wide_terminal(shown):
    assert max(map(len, shown.splitlines())) <= 80


def test_drawings_and_sessions_keep_every_character(shown):
    lines = [line.strip() for line in shown.splitlines()]
    at = lines.index("z │ 1 < 2")
    assert lines[at + 1] == "──┴──────"
    assert ">>> first(1)" in lines


def test_pictures_are_told_in_words(shown):
    assert "Figure: A line that rises" in shown
    assert "Figure: A picture that is not there" in shown
    assert ".svg" not in shown


def test_links_to_files_are_words_and_papers_keep_their_address(shown):
    words = " ".join(shown.split())
    assert "See the second, its list" in words
    assert "the paper (https://example.org/paper)" in words
    assert ".md)" not in shown


def test_the_list_of_mistakes_is_one_line(shown):
    words = " ".join(shown.split())
    assert "The grader knows 1 mistake here: course/misconceptions.md lists them." in words
    assert "You took" not in shown
    assert "<!--" not in shown


def test_what_comes_after_the_list_is_shown(shown):
    assert "Now you" in shown
    assert "Begin." in shown


@pytest.mark.parametrize("at", range(12))
def test_no_formula_of_the_course_is_broken_at_80_columns(course, at):
    exercise = course.catalog.exercises[at]
    lesson = read_lesson(course, exercise)
    out = io.StringIO()
    show_lesson(Console(file=out, width=80), lesson)
    lines = {line.strip() for line in out.getvalue().splitlines()}
    drawn = [line.strip() for line in lesson.before.splitlines() if line.startswith("    ")]
    assert [line for line in drawn if line and line not in lines] == []
