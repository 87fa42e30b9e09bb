"""All lessons as one HTML page that needs no network and no script."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup

from nngrade.course import Course
from nngrade.lessons.markup import Place, to_html
from nngrade.lessons.text import Lesson, read_lesson
from nngrade.report.page import templates, write_page
from nngrade.report.palette import BETWEEN, DARK, LIGHT, Tone

TEMPLATES = Path(__file__).with_name("templates")
# A line that is drawn on any page is too strong for ours, and pale enough as it is.
RECOLOURED = [tone for tone in Tone if tone not in {Tone.LINE, Tone.PAGE, Tone.SURFACE}]
SINKS = 1  # a lesson's first heading is the page's second level


@dataclass(frozen=True, slots=True)
class Chapter:
    """A lesson as HTML; `mistakes` folds away below a summary, and may be empty.

    writes: what the learner writes in its exercise
    """

    id: str
    number: str
    title: str
    writes: str
    before: Markup
    summary: str
    mistakes: Markup
    after: Markup


def write_book(course: Course, path: Path) -> None:
    """Write the page whole or not at all; NNGradeError where it can't be written."""
    write_page(path, book(course), what="lessons", command="nngrade lesson --html")


def book(course: Course) -> str:
    """Return the page."""
    lessons = [read_lesson(course, exercise) for exercise in course.catalog.exercises]
    page = templates(TEMPLATES).get_template("book.html")
    chapters = [_chapter(course, lesson) for lesson in lessons]
    return page.render(chapters=chapters, light=LIGHT, dark=DARK)


def _chapter(course: Course, lesson: Lesson) -> Chapter:
    exercise = lesson.exercise
    place = Place(
        prefix=exercise.slug,
        deeper=SINKS,
        pages={f"{one.slug}.md": one.slug for one in course.catalog.exercises},
        figure=partial(_figure, course),
    )
    return Chapter(
        id=exercise.slug,
        number=exercise.number.lstrip("e0"),
        title=lesson.title.rpartition(" · ")[2],
        writes=", ".join(exercise.exports),
        before=to_html(lesson.before, place),
        summary=lesson.summary,
        mistakes=to_html(lesson.mistakes, place),
        after=to_html(lesson.after, place),
    )


def _figure(course: Course, name: str) -> str | None:
    """Return a figure in the page's own colours, or None where there is no such file."""
    path = course.figures / name
    if not path.is_file():
        return None
    svg = path.read_text(encoding="utf-8")
    for tone in RECOLOURED:
        svg = svg.replace(BETWEEN[tone], f"var(--{tone})")
    return svg
