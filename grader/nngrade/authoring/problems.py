"""What authors rely on: solutions pass, stubs don't, and every function is taught and checked."""

import re
from collections.abc import Iterator
from pathlib import Path

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.judging import Judge
from nngrade.results import ExerciseResult, Outcome
from nngrade.sandbox.launch import Launcher
from nngrade.stubs import make_stub, solution_lines, stale_stubs
from nngrade.submission import Submission, read_submission


def problems(course: Course, launcher: Launcher) -> list[str]:
    """Return a sentence for each thing about the course that isn't as it must be."""
    judge = Judge(course, launcher)
    return [
        *_stale(course),
        *_leaks(course),
        *_untaught(course),
        *_solutions(course, judge),
        *_stubs(course, judge),
    ]


def _stale(course: Course) -> Iterator[str]:
    for path in stale_stubs(course.solutions, course.exercises):
        yield f"exercises/{path.name} is not what its solution makes: run `nngrade dev stubs`."


def _leaks(course: Course) -> Iterator[str]:
    """Find lines of a solution region in the stub's text."""
    for exercise in course.catalog.exercises:
        solution = _text(course.solutions / exercise.file)
        stub = {line.strip() for line in _text(course.exercises / exercise.file).splitlines()}
        for line in solution_lines(solution, exercise.file):
            if line in stub:
                yield f"exercises/{exercise.file} shows a line of the solution: {line}"


def _untaught(course: Course) -> Iterator[str]:
    for exercise in course.catalog.exercises:
        lesson = course.lessons / f"{exercise.slug}.md"
        headings = re.findall(r"^## `?(.+?)`?\s*$", _text(lesson), re.MULTILINE)
        for function in exercise.functions:
            if function not in headings:
                yield f"{lesson.name} has no section `## {function}`."


def _solutions(course: Course, judge: Judge) -> Iterator[str]:
    result = judge.grade(read_submission(course.solutions, course.catalog))
    for exercise, graded in zip(course.catalog.exercises, result.exercises, strict=True):
        yield from _unchecked(exercise, graded)
        for check in graded.checks:
            if check.outcome is not Outcome.PASSED:
                yield f"The solution fails {check.id}: {check.message}"


def _unchecked(exercise: Exercise, graded: ExerciseResult) -> Iterator[str]:
    checked = {check.function for check in graded.checks}
    for function in exercise.functions:
        if function not in checked:
            yield f"No hidden check examines {function} of {exercise.file}."
    for function in sorted(checked - set(exercise.functions)):
        yield f"A check examines {function}, which {exercise.slug} doesn't list."


def _stubs(course: Course, judge: Judge) -> Iterator[str]:
    """Grade the stubs as the solutions make them: the learner's own work may stand in exercises."""
    sources = {
        one.module: make_stub(_text(course.solutions / one.file), one.file).encode("utf-8")
        for one in course.catalog.exercises
    }
    for graded in judge.grade(Submission("stubs", sources, {})).exercises:
        for check in graded.checks:
            if check.outcome is Outcome.PASSED:
                yield f"The stub passes {check.id}: no check may pass before anything is written."
            elif check.outcome is not Outcome.NOT_STARTED:
                yield f"The stub ends {check.id} as {check.outcome}, not as not_started: " + (
                    check.message
                )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
