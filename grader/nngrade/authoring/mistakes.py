"""The list of mistakes that closes a lesson's `When something is off`, made from the catalogue."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.diagnosis import Misconception, Misconceptions
from nngrade.errors import NNGradeError
from nngrade.lessons.text import BEGIN, END

HEADING = "## When something is off"
_OLD = re.compile(rf"\n*{re.escape(BEGIN)}.*?{re.escape(END)}\n", re.DOTALL)
_SECTION = re.compile(rf"^{HEADING}\n.*?(?=\n*(?:^## |\Z))", re.DOTALL | re.MULTILINE)


def write_lists(course: Course) -> list[Path]:
    """Bring the lessons' lists up to date and return the paths of those that changed."""
    written = dict(_stale(course))
    for path, text in written.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(written)


def stale_lists(course: Course) -> list[Path]:
    """Return the lessons whose list is missing, or isn't what the misconceptions make."""
    return [path for path, _ in _stale(course)]


def _stale(course: Course) -> Iterator[tuple[Path, str]]:
    misconceptions = Misconceptions(course.misconceptions)
    for exercise in course.catalog.exercises:
        path = course.lessons / f"{exercise.slug}.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        wanted = with_list(text, path.name, mistakes(exercise, misconceptions.of(exercise.slug)))
        if wanted != text:
            yield path, wanted


def with_list(text: str, name: str, listed: str) -> str:
    """Put the list at the end of the section it belongs to; NNGradeError if there is none."""
    bare = _OLD.sub("\n", text)
    section = _SECTION.search(bare)
    if section is None:
        raise NNGradeError(f"The lesson {name} has no section `{HEADING}`.")
    rest = bare[section.end() :].lstrip("\n")
    return f"{bare[: section.end()]}\n\n{listed}" + (f"\n{rest}" if rest else "")


def mistakes(exercise: Exercise, bugs: Sequence[Misconception]) -> str:
    """Return the titles by function, folded away where the page can fold."""
    titles = {
        function: list(dict.fromkeys(_plain(bug.title) for bug in bugs if bug.of == function))
        for function in exercise.functions
    }
    count = sum(map(len, titles.values()))
    lines = [BEGIN, "", "<details>"]
    lines.append(f"<summary>The grader knows {count} mistakes here, and names them</summary>\n")
    for function, of_function in titles.items():
        lines += [f"`{function}`\n", *(f"- {title}" for title in of_function), ""]
    return "\n".join([*lines, "</details>", "", END, ""])


def _plain(title: str) -> str:
    """Keep Markdown from reading signs into a title."""
    return re.sub(r"([\\`*<>\[\]])", r"\\\1", title)
