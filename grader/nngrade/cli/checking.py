"""`nngrade` and `nngrade check`: run the hidden checks and say what they found."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nngrade.cli.context import find_course, launcher, seed_option, submission_option
from nngrade.submission import read_submission

if TYPE_CHECKING:
    from nngrade.catalog import Exercise
    from nngrade.course import Course
    from nngrade.results import ExerciseResult, SubmissionResult


@click.command("check")
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]…")
@submission_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@seed_option
@click.pass_context
def check(
    context: click.Context,
    exercises: tuple[str, ...],
    submission: Path | None,
    form: str,
    seed: int,
) -> int:
    """Check the exercises named, or all of them."""
    course = find_course(context, submission)
    wanted = [course.catalog.find(name) for name in exercises]
    result = _grade(course, submission or course.exercises, wanted, seed)
    if form == "json":
        click.echo(json.dumps(result.public(), ensure_ascii=False, indent=2))
    else:
        _show(course, result)
    return 0 if result.passed else 1


COMMANDS = {"check": check}


def next_step(context: click.Context) -> None:
    """Check the learner's own exercises up to the first unfinished one; say what to do next."""
    from nngrade.results import Outcome  # noqa: PLC0415 - after the fork server has started

    course = find_course(context)
    result = _grade(course, course.exercises, [], 0, stop_early=True)
    last = result.exercises[-1]
    if last.outcome is Outcome.NOT_STARTED:
        _show_start(course, result)
    else:
        _show(course, result)
        if result.passed:
            click.echo("  All twelve are done. Train your networks: nngrade train")
    context.exit(0 if result.passed else 1)


def _grade(
    course: "Course",
    folder: Path,
    wanted: "list[Exercise]",
    seed: int,
    *,
    stop_early: bool = False,
) -> "SubmissionResult":
    submission = read_submission(folder, course.catalog)
    with launcher() as started:
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


def _show_start(course: "Course", result: "SubmissionResult") -> None:
    from nngrade.console import make_console, row, show_next  # noqa: PLC0415 - JSON needs no rich

    console = make_console()
    done = result.exercises[:-1]
    if done:
        console.print()
    for exercise in done:
        console.print(row(console, exercise))
    show_next(console, course.catalog.find(result.exercises[-1].slug))
