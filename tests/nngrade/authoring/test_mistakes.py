"""The list of mistakes in a lesson: at its place, made anew, and never in the author's way."""

import pytest

from nngrade.authoring.mistakes import mistakes, stale_lists, with_list, write_lists
from nngrade.catalog import Exercise
from nngrade.diagnosis.catalogue import Misconception
from nngrade.errors import NNGradeError

EXERCISE = Exercise("e01_one", "e01_one.py", "one", ("first", "second"), 100.0)
LESSON = "# One\n\n## When something is off\n\n| a |\n\n## Now you\n\nBegin.\n"
LIST = "<!-- mistakes -->\nwhat\n<!-- /mistakes -->\n"


def bug(of, title):
    return Misconception("id", of, title, "hint", lambda: None)


def test_the_list_closes_its_section():
    assert with_list(LESSON, "e01_one.md", LIST) == (
        "# One\n\n## When something is off\n\n| a |\n\n" + LIST + "\n## Now you\n\nBegin.\n"
    )


def test_a_section_may_be_the_last():
    assert with_list("## When something is off\n\n| a |\n", "e01_one.md", LIST) == (
        "## When something is off\n\n| a |\n\n" + LIST
    )


def test_a_new_list_takes_the_place_of_the_old():
    old = with_list(LESSON, "e01_one.md", LIST.replace("what", "## old\n\nand long"))
    assert with_list(old, "e01_one.md", LIST) == with_list(LESSON, "e01_one.md", LIST)


def test_a_lesson_without_the_section_is_named():
    with pytest.raises(NNGradeError, match=r"e01_one\.md has no section"):
        with_list("# One\n", "e01_one.md", LIST)


def test_titles_stand_by_function_each_once():
    bugs = [bug("second", "B"), bug("first", "A"), bug("second", "C"), bug("second", "B")]
    text = mistakes(EXERCISE, bugs)
    assert "`first`\n\n- A\n\n`second`\n\n- B\n- C\n" in text
    assert "knows 3 mistakes" in text


def test_signs_of_markdown_in_a_title_are_plain_text():
    assert "- You wrote \\* for @, and a \\<b\\>\n" in mistakes(
        EXERCISE, [bug("first", "You wrote * for @, and a <b>")]
    )


def test_stale_lessons_are_named_and_written(small_course):
    write_lists(small_course)
    assert stale_lists(small_course) == []
    path = small_course.lessons / "e04_relu.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- You returned z as it was\n", ""), encoding="utf-8")
    assert stale_lists(small_course) == [path]
    assert write_lists(small_course) == [path]
    assert path.read_text(encoding="utf-8") == text
