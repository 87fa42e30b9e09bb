"""`nngrade` and `nngrade check`: run the hidden checks and say what they found."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nngrade.cli.context import (
    find_course,
    launcher,
    read_work,
    seed_option,
    submission_option,
    unsafe_option,
)
from nngrade.cli.supervision import supervise
from nngrade.errors import UsageFault

if TYPE_CHECKING:
    from nngrade.catalog import Exercise
    from nngrade.course import Course
    from nngrade.results import ExerciseResult, SubmissionResult

# A submission has 60 s; the rest is for starting up.
SUPERVISED_SECONDS = 90.0


@click.command("check")
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]…")
@submission_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@seed_option
@unsafe_option
@click.pass_context
def check(
    context: click.Context,
    exercises: tuple[str, ...],
    submission: Path | None,
    form: str,
    seed: int,
    allow_unsafe: bool,  # noqa: FBT001 - a flag of the command line
) -> int:
    """Check the exercises named, or all of them."""
    course = find_course(context, submission)
    folder = submission or course.exercises
    wanted = [_meant(course, folder, name) for name in exercises]
    own = course.owns(folder)
    if not own:
        supervise(SUPERVISED_SECONDS)
    result = _grade(course, folder, wanted, seed, trusted=own or allow_unsafe)
    if form == "json":
        click.echo(json.dumps(result.public(), indent=2))
    else:
        _show(course, result)
    return 0 if result.passed else 1


COMMANDS = {"check": check}


def _meant(course: "Course", folder: Path, name: str) -> "Exercise":
    """Find an exercise by what was typed; a file that lies elsewhere isn't what gets graded."""
    found = course.catalog.find(name)
    path = Path(name)
    parent = path.parent.resolve()
    if path.name != name and path.exists() and folder.resolve() not in {parent, parent.parent}:
        raise UsageFault(
            f"{name} is no file of {folder}, which is to be checked.",
            f"Name its folder: `nngrade check {found.name} --submission {path.parent}`.",
        )
    return found


def next_step(context: click.Context) -> None:
    """Check the learner's own exercises up to the first unfinished one; say what to do next."""
    course = find_course(context)
    result = _grade(course, course.exercises, [], 0, stop_early=True)
    from nngrade.console import make_console, show_next_step  # noqa: PLC0415 - as in _show

    show_next_step(make_console(), result, course.catalog.exercises)
    context.exit(0 if result.passed else 1)


def _grade(
    course: "Course",
    folder: Path,
    wanted: "list[Exercise]",
    seed: int,
    *,
    trusted: bool = True,
    stop_early: bool = False,
) -> "SubmissionResult":
    submission = read_work(course, folder)
    with launcher(trusted=trusted) as started:
        from nngrade.judging import Judge  # noqa: PLC0415 - after the fork server has started

        judge = Judge(course, started)
        result = judge.grade(
            submission, wanted, seed=seed, progress=_unfinished if stop_early else None
        )
    _keep(course, folder, result)
    return result


def _unfinished(result: "ExerciseResult") -> bool:
    from nngrade.results import Outcome  # noqa: PLC0415 - after the fork server has started

    return result.outcome is not Outcome.PASSED


def _keep(course: "Course", folder: Path, result: "SubmissionResult") -> None:
    """Save the learner's own progress; grading anything else leaves no trace in it."""
    if folder.resolve() != course.exercises.resolve():
        return
    from nngrade.store import ResultStore  # noqa: PLC0415 - most gradings save nothing

    with ResultStore(course.results) as store:
        store.save_check(result)


def _show(course: "Course", result: "SubmissionResult") -> None:
    from nngrade.console import make_console, show_result  # noqa: PLC0415 - JSON needs no rich

    show_result(make_console(), result, course.catalog.exercises)
