"""Courses to work on: copies, so that nothing that a test does reaches the repository."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nngrade.course import Course, open_course

PARTS = ("course/lessons", "exercises", "solutions", "grader/checks", "grader/misconceptions")
# Three exercises that build on nothing, the first of them with two functions.
SMALL = {"e01_data": 50, "e04_relu": 25, "e05_softmax": 25}
OF_AN_EXERCISE = re.compile(r"(test_)?e\d\d_")


@pytest.fixture
def course_copy(course: Course, tmp_path: Path) -> Course:
    """Copy the whole course."""
    return _copied(course, tmp_path / "whole", lambda text: text, "*")


@pytest.fixture
def small_course(course: Course, tmp_path: Path) -> Course:
    """Copy three of the exercises, which are graded in a fraction of the time."""
    return _copied(course, tmp_path / "small", _trimmed, *(f"*{slug}.*" for slug in SMALL))


def _copied(course: Course, to: Path, edit: Callable[[str], str], *patterns: str) -> Course:
    for part in PARTS:
        folder = to / part
        folder.mkdir(parents=True)
        for path in (course.root / part).iterdir():
            shared = not OF_AN_EXERCISE.match(path.name)
            if path.is_file() and (shared or any(map(path.match, patterns))):
                shutil.copy(path, folder)
    catalog = Path("course", "catalog.toml")
    text = (course.root / catalog).read_text(encoding="utf-8")
    (to / catalog).write_text(edit(text), encoding="utf-8")
    return open_course(to)


def _trimmed(catalog: str) -> str:
    """Keep the small course's exercises, with points that add up to 100 again."""
    entries = re.split(r"(?=^\[\[exercise\]\])", catalog, flags=re.MULTILINE)
    return "\n".join(
        re.sub(r"(?m)^points = .*", f"points = {points}", entry)
        for slug, points in SMALL.items()
        for entry in entries
        if f'slug = "{slug}"' in entry
    )
