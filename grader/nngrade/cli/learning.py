"""`list`, `lesson` and `reset`: finding the way through the course."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import click

from nngrade.catalog import Exercise
from nngrade.cli.context import find_course
from nngrade.console import make_console, show_catalog
from nngrade.course import Course
from nngrade.errors import GraderError, UsageFault
from nngrade.lessons.terminal import show_lesson
from nngrade.lessons.text import read_lesson
from nngrade.store import ResultStore
from nngrade.stubs import make_stub


@click.command("list", short_help="List the exercises and where you stand.")
@click.pass_context
def list_(context: click.Context) -> int:
    """List the exercises, their functions and points, and where you stand."""
    course = find_course(context)
    results = {}
    if course.results.is_file():
        with ResultStore(course.results) as store:
            results = store.latest_checks()
    show_catalog(make_console(), course.catalog.exercises, results)
    return 0


@click.command(short_help="Read a lesson, or all of them as one HTML page.")
@click.argument("exercise", required=False)
@click.option("--html", is_flag=True, help="Write all lessons as one HTML page.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("lessons.html"),
    show_default=True,
    help="Where the page goes.",
)
@click.pass_context
def lesson(context: click.Context, exercise: str | None, html: bool, output: Path) -> int:  # noqa: FBT001 - a flag of the command line
    """Read the lesson of an exercise, or write all lessons as one HTML page."""
    course = find_course(context)
    if html:
        _write_book(course, exercise, output)
    else:
        _show_lesson(course, exercise)
    return 0


def _write_book(course: Course, exercise: str | None, output: Path) -> None:
    if exercise is not None:
        raise UsageFault("--html writes all lessons.", "Say `nngrade lesson --html`.")
    from nngrade.lessons.book import write_book  # noqa: PLC0415 - the terminal needs no Jinja2

    write_book(course, output)
    click.echo(f"The lessons are {output}.")


def _show_lesson(course: Course, exercise: str | None) -> None:
    if exercise is None:
        names = ", ".join(one.name for one in course.catalog.exercises)
        raise UsageFault("Which lesson?", f"Say `nngrade lesson NAME`, one of {names}.")
    found = read_lesson(course, course.catalog.find(exercise))
    console = make_console()
    if not console.is_terminal:
        show_lesson(console, found)
        return
    with console.capture() as shown:
        show_lesson(console, found)
    click.echo_via_pager(shown.get())


@click.command()
@click.argument("exercise")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.pass_context
def reset(context: click.Context, exercise: str, yes: bool) -> int:  # noqa: FBT001 - a flag of the command line
    """Put the stub of an exercise back; your file is kept as a backup."""
    course = find_course(context)
    found = course.catalog.find(exercise)
    path = course.exercises / found.file
    stub = _stub(course, found)
    if not (yes or _confirmed(path)):
        click.echo("Nothing was changed.")
        return 1
    if path.exists():
        click.echo(f"Your file is kept as {_back_up(course, path)}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stub.encode("utf-8"))
    click.echo(f"{path.name} is the stub again.")
    return 0


def _confirmed(path: Path) -> bool:
    question = f"Put the stub of {path.name} back? Your file is kept as a backup."
    try:
        return click.confirm(question)
    except click.Abort:
        click.echo()  # the question's line has not ended
        return False


def _stub(course: Course, exercise: Exercise) -> str:
    path = course.solutions / exercise.file
    try:
        return make_stub(path.read_text(encoding="utf-8"), exercise.file)
    except OSError as error:
        raise GraderError(f"{path} can't be read: {error.strerror}.") from error


def _back_up(course: Course, path: Path) -> Path:
    """Copy a file beside the saved results; no two backups share a name."""
    folder = course.results.parent / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    when = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S%f")
    backup = folder / f"{path.stem}-{when}.py"
    shutil.copy2(path, backup)
    return backup.relative_to(course.root)


COMMANDS = {"list": list_, "lesson": lesson, "reset": reset}
