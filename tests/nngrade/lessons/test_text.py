"""Reading a lesson: the author's words here, the list of mistakes there."""

import io

import pytest
from rich.console import Console

from nngrade.errors import GraderError
from nngrade.lessons.markup import Place, to_html
from nngrade.lessons.terminal import show_lesson
from nngrade.lessons.text import BEGIN, END, read_lesson


def test_the_list_of_mistakes_is_told_from_the_authors_words(two_lessons):
    lesson = read_lesson(two_lessons, two_lessons.catalog.exercises[0])
    assert lesson.summary == "The grader knows 1 mistake here"
    assert lesson.mistakes.strip() == "`first`\n\n- You took *all*"
    assert lesson.before.endswith("Look.\n\n")
    assert lesson.after.strip() == "## Now you\n\nBegin."
    for part in (lesson.before, lesson.mistakes, lesson.after):
        assert BEGIN not in part
        assert END not in part


def test_a_lesson_without_a_list_is_all_the_authors(two_lessons):
    lesson = read_lesson(two_lessons, two_lessons.catalog.exercises[1])
    assert (lesson.summary, lesson.mistakes, lesson.after) == ("", "", "")
    assert lesson.title == "Exercise 2 · Two"


def test_names_in_headings_keep_their_underscores(two_lessons):
    first, _ = two_lessons.catalog.exercises
    text = "# Exercise 1 · One\n\n## `Net.__init__`\n\nIts `__init__` makes a_b.\n"
    (two_lessons.lessons / "e01_one.md").write_text(text, encoding="utf-8")
    lesson = read_lesson(two_lessons, first)
    page = to_html(lesson.before, Place("e01", 0, {}, {}.get))
    assert '<h2 id="e01-net__init__">Net.__init__</h2>' in page
    assert "<code>__init__</code> makes a_b." in page
    out = io.StringIO()
    show_lesson(Console(file=out, width=80), lesson)
    assert "Net.__init__" in out.getvalue()


def test_a_lesson_that_is_missing_is_said_in_one_sentence(two_lessons):
    first, _ = two_lessons.catalog.exercises
    (two_lessons.lessons / "e01_one.md").unlink()
    with pytest.raises(GraderError, match=r"e01_one\.md can't be read: No such file"):
        read_lesson(two_lessons, first)
