"""Reads a lesson, and tells the author's words from the list of mistakes that is made for it."""

import re
from dataclasses import dataclass

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.errors import GraderError

BEGIN, END = "<!-- mistakes -->", "<!-- /mistakes -->"
_BLOCK = re.compile(
    rf"(?P<before>.*){BEGIN}\n"
    r".*?<summary>(?P<summary>.*?)</summary>(?P<mistakes>.*)</details>.*?"
    rf"{END}\n(?P<after>.*)",
    re.DOTALL,
)
_SECTION = re.compile(r"^##.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's Markdown: what stands before the list of mistakes, the list, and the rest.

    summary, mistakes: a sentence about the list, and the list; both empty where there is none
    """

    exercise: Exercise
    before: str
    summary: str = ""
    mistakes: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        """Its first heading, such as `Exercise 5 · Softmax`."""
        heading = re.search(r"^# (.+)$", self.before, re.MULTILINE)
        return heading[1].strip() if heading else self.exercise.title


def read_lesson(course: Course, exercise: Exercise) -> Lesson:
    """Read the lesson of an exercise; GraderError where it can't be read."""
    path = course.lessons / f"{exercise.slug}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GraderError(f"The lesson {path} can't be read: {error.strerror}.") from error
    text = _SECTION.sub(_literal, text)
    block = _BLOCK.fullmatch(text)
    return Lesson(exercise, **block.groupdict()) if block else Lesson(exercise, text)


def _literal(heading: re.Match[str]) -> str:
    """Take a name out of its backticks, and escape what Markdown takes for bold: `__init__`."""
    return heading[0].replace("`", "").replace("_", r"\_")
