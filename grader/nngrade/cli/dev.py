"""`nngrade dev`: what authors of exercises run."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.table import Table

from nngrade.authoring import Matrix, kill_matrix, misconceptions_page, names_given, problems
from nngrade.authoring.mistakes import stale_lists, write_lists
from nngrade.cli.context import find_course, launcher
from nngrade.console import make_console
from nngrade.course import Course
from nngrade.stubs import stale_stubs, write_stubs

PAGE = Path("course", "misconceptions.md")
NAMED_SHARE = 0.95


@click.group(no_args_is_help=False)
def dev() -> None:
    """Keep solutions, stubs, lessons and checks in step."""


@dev.command()
@click.option("--check", "only_check", is_flag=True, help="Compare, write nothing.")
@click.pass_context
def stubs(context: click.Context, only_check: bool) -> int:  # noqa: FBT001 - a flag of the command line
    """Make the stubs in exercises/ from solutions/."""
    course = find_course(context)
    files = (course.solutions, course.exercises)
    return _in_step(
        course,
        only_check=only_check,
        stale=lambda: stale_stubs(*files),
        write=lambda: write_stubs(*files),
        fault="differs from what its solution makes",
        well=f"All {len(course.catalog.exercises)} stubs are what their solutions make.",
    )


@dev.command()
@click.pass_context
def check(context: click.Context) -> int:
    """See that solutions pass, stubs don't, and every function is taught and checked."""
    course = find_course(context)
    with launcher() as started:
        found = problems(course, started)
    for problem in found:
        click.echo(problem)
    if not found:
        functions = sum(len(one.functions) for one in course.catalog.exercises)
        click.echo(
            f"{len(course.catalog.exercises)} exercises, {functions} functions: all in step."
        )
    return 1 if found else 0


@dev.command()
@click.option("--check", "only_check", is_flag=True, help="Compare the page, write nothing.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes at once; all cores.")
@click.option(
    "--styles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of right submissions, which must get no name.",
)
@click.pass_context
def mutants(
    context: click.Context,
    only_check: bool,  # noqa: FBT001 - a flag of the command line
    jobs: int | None,
    styles: Path | None,
) -> int:
    """Grade every known mistake: each must fail and be named, each check must find one."""
    course = find_course(context)
    matrices = kill_matrix(course, jobs or os.cpu_count() or 1)
    styles = styles or course.root / "tests" / "submissions" / "correct"
    alarms = names_given(course, styles) if styles.is_dir() else []
    make_console().print(_table(matrices))
    faults = [*_faults(matrices), *(f"A right submission fails: {one}" for one in alarms)]
    stale = _stale(course, matrices)
    for fault in [*faults, *_unnamed(matrices), *_page(course, matrices, only_check=only_check)]:
        click.echo(fault)
    return 1 if faults or not _enough_named(matrices) or (only_check and stale) else 0


@dev.command()
@click.option("--check", "only_check", is_flag=True, help="Compare, write nothing.")
@click.pass_context
def figures(context: click.Context, only_check: bool) -> int:  # noqa: FBT001 - a flag of the command line
    """Draw the lessons' figures from the solutions."""
    from nngrade.authoring.figures import (  # noqa: PLC0415 - no other command loads Matplotlib
        FIGURES,
        stale_figures,
        write_figures,
    )

    course = find_course(context)
    return _in_step(
        course,
        only_check=only_check,
        stale=lambda: stale_figures(course),
        write=lambda: write_figures(course),
        fault="is not what the solutions draw",
        well=f"All {len(FIGURES)} figures are what the solutions draw.",
    )


@dev.command()
@click.option("--check", "only_check", is_flag=True, help="Compare, write nothing.")
@click.pass_context
def lessons(context: click.Context, only_check: bool) -> int:  # noqa: FBT001 - a flag of the command line
    """List in each lesson the mistakes that the grader knows."""
    course = find_course(context)
    return _in_step(
        course,
        only_check=only_check,
        stale=lambda: stale_lists(course),
        write=lambda: write_lists(course),
        fault="doesn't list the mistakes that the grader knows",
        well=f"All {len(course.catalog.exercises)} lessons list the mistakes that are known.",
    )


def _in_step(
    course: Course,
    *,
    only_check: bool,
    stale: Callable[[], Sequence[Path]],
    write: Callable[[], Sequence[Path]],
    fault: str,
    well: str,
) -> int:
    """Write what is made from something else, or only say which of it is out of step."""
    if not only_check:
        for path in write():
            click.echo(f"{path.relative_to(course.root).as_posix()} written")
        return 0
    found = stale()
    for path in found:
        click.echo(f"{path.relative_to(course.root).as_posix()} {fault}.")
    if not found:
        click.echo(well)
    return 1 if found else 0


def _table(matrices: Sequence[Matrix]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("exercise", "checks", "idle", "mistakes", "fail", "named", "misnamed"):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    rows = [(one.slug, *_counts(one)) for one in matrices]
    for slug, *counts in rows:
        table.add_row(str(slug), *map(str, counts))
    sums = [sum(counts) for counts in zip(*(_counts(one) for one in matrices), strict=True)]
    share = sums[4] / sums[2] if sums[2] else 0.0
    table.add_row("together", *map(str, sums), end_section=True)
    table.caption = f"{share:.1%} named by their own id"
    return table


def _counts(matrix: Matrix) -> tuple[int, int, int, int, int, int]:
    return (
        len(matrix.checks),
        len(matrix.idle),
        len(matrix.mutants),
        len(matrix.mutants) - len(matrix.survivors),
        sum(one.named for one in matrix.mutants),
        sum(bool(one.misnamed) for one in matrix.mutants),
    )


def _faults(matrices: Sequence[Matrix]) -> Iterator[str]:
    for matrix in matrices:
        for bug in matrix.survivors:
            yield f"{matrix.slug}: {bug} fails no check of its function."
        for check in matrix.idle:
            yield f"{check} is failed by no mistake of its function."
        for one in matrix.mutants:
            if one.misnamed:
                yield f"{matrix.slug}: {one.id} is given the name {', '.join(one.misnamed)}."


def _unnamed(matrices: Sequence[Matrix]) -> Iterator[str]:
    for matrix in matrices:
        for one in matrix.mutants:
            if one.fails and not one.named and not one.misnamed:
                yield f"{matrix.slug}: {one.id} has no name at {one.fails[0]}."


def _enough_named(matrices: Sequence[Matrix]) -> bool:
    every = [one for matrix in matrices for one in matrix.mutants]
    return sum(one.named for one in every) >= NAMED_SHARE * len(every)


def _page(course: Course, matrices: Sequence[Matrix], *, only_check: bool) -> Iterator[str]:
    """Write the page; where it is only to be compared, say that it is stale."""
    path = course.root / PAGE
    if not _stale(course, matrices):
        return
    if only_check:
        yield f"{PAGE} is not what the misconceptions make: run `nngrade dev mutants`."
        return
    path.write_text(misconceptions_page(matrices), encoding="utf-8", newline="\n")
    yield f"{PAGE} written"


def _stale(course: Course, matrices: Sequence[Matrix]) -> bool:
    path = course.root / PAGE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return text != misconceptions_page(matrices)


COMMANDS = {"dev": dev}
