"""`nngrade bulk`: grades a class."""

import os
import secrets
from pathlib import Path

import click

from nngrade.bulk import (
    EPOCHS,
    Counts,
    Ledger,
    LocalEngine,
    Setup,
    grade_class,
    locked,
    write_outputs,
)
from nngrade.cli.context import find_course, launcher, unsafe_option
from nngrade.cli.pace import shown
from nngrade.console import make_console
from nngrade.course import Course
from nngrade.errors import UsageFault
from nngrade.judging.judge import versions
from nngrade.judging.keys import Keys
from nngrade.submission import count_class, read_class

SEEDS = 2**31


@click.command("bulk")
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for gradebook and results.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Graders at once; all cores.")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of all inputs; drawn, and kept in OUT."
)
@click.option(
    "--train", is_flag=True, help=f"Train both networks of each, {EPOCHS} epochs on all of MNIST."
)
@unsafe_option
@click.pass_context
def bulk(
    context: click.Context,
    submissions: Path,
    out: Path,
    jobs: int | None,
    seed: int | None,
    train: bool,  # noqa: FBT001 - a flag of the command line
    allow_unsafe: bool,  # noqa: FBT001
) -> int:
    """Grade a folder or an archive of submissions."""
    course = find_course(context)
    _must_be_apart(course, submissions, out)
    with locked(out), Ledger(out) as ledger:
        settled = _seed(ledger, seed)
        click.echo(f"course {course.root}, seed {settled}")
        isolation = _isolation(trusted=allow_unsafe)
        epochs = EPOCHS if train else 0
        setup = Setup(
            str(course.root), str(ledger.path), settled, trusted=allow_unsafe, epochs=epochs
        )
        engine = LocalEngine(setup, jobs or os.cpu_count() or 1)
        total = count_class(submissions, course.catalog)
        try:
            with shown(total, make_console()) as progress:
                counts = grade_class(
                    read_class(submissions, course.catalog),
                    engine,
                    ledger,
                    Keys(course, versions()).of_run(settled, isolation) + f" {epochs} epochs",
                    sum(exercise.points for exercise in course.catalog.exercises),
                    progress,
                )
        except KeyboardInterrupt:
            click.echo(f"Stopped: {_kept(ledger, total)}; the same command goes on from there.")
            return 1
        files = write_outputs(ledger, course.catalog, out)
    _tell(counts, files)
    return 0


COMMANDS = {"bulk": bulk}


def _must_be_apart(course: Course, submissions: Path, out: Path) -> None:
    """Refuse a course among the submissions: its checks would run trusted."""
    if course.root.resolve().is_relative_to(submissions.resolve()):
        raise UsageFault(
            f"The course {course.root} lies inside {submissions}.",
            "Name the course that you trust with --course.",
        )
    if out.resolve().is_relative_to(submissions.resolve()):
        raise UsageFault(f"{out} lies inside {submissions}.", "Name a folder elsewhere with -o.")


def _seed(ledger: Ledger, seed: int | None) -> int:
    """Return the run's seed: drawn once, so that nobody can know the inputs before."""
    wanted = secrets.randbelow(SEEDS) if seed is None else seed
    settled = int(ledger.settle("seed", str(wanted)))
    if seed is not None and settled != seed:
        raise UsageFault(
            f"The results in {ledger.path.parent} were made with seed {settled}.",
            "Leave --seed out, or name another folder.",
        )
    return settled


def _isolation(*, trusted: bool) -> str:
    """Try the box once, before any grader starts, and say what it is made of."""
    with launcher(trusted=trusted) as started:
        return started.isolation


def _kept(ledger: Ledger, total: int) -> str:
    done = sum(map(bool, ledger.tasks().values()))  # what failed has no digest
    return f"{done} of {total} submissions are done and kept in {ledger.path.parent}"


def _tell(counts: Counts, files: list[Path]) -> None:
    click.echo(
        f"{counts.graded} graded ({counts.exercises} exercises anew), {counts.known} known from "
        f"before, {counts.unreadable} not readable, {counts.failed} failed"
    )
    if counts.gone:
        click.echo(f"{counts.gone} of the last run are no longer there, and left the gradebook")
    for path in files:
        click.echo(f"{path} written")
