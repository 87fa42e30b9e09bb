"""What the commands share: the course, a launcher, the submission that is meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nngrade.course import Course, open_course
from nngrade.errors import UsageFault
from nngrade.sandbox.launch import Launcher, open_launcher

if TYPE_CHECKING:
    from nngrade.submission import Submission

MOST = 2**63 - 1  # what a database holds


class WholeNumber(click.ParamType[int]):
    """A whole number within bounds, told in words where it is none."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self._least = least
        self._most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{value!r} is no whole number.", param, ctx)
        if not self._least <= number <= self._most:
            bounds = f"{self._least} to {self._most}"
            self.fail(f"{value} is not within {bounds}.", param, ctx)
        return number


submission_option = click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="The folder or archive with the files to grade; your own exercises without it.",
)
seed_option = click.option(
    "--seed",
    type=WholeNumber(0, MOST),
    default=0,
    show_default=True,
    help="Seed of all random numbers.",
)


unsafe_option = click.option(
    "--allow-unsafe", is_flag=True, help="Grade others' code even where it can't be confined."
)


@contextmanager
def launcher(*, trusted: bool = True) -> Iterator[Launcher]:
    """Start the workers' launcher, and end it whatever happens.

    trusted: the code is the person's own; otherwise the confinement must hold, and is examined

    Entered before the heavy imports: the fork server loads NumPy meanwhile.
    """
    started = open_launcher() if trusted else _open_examined()
    try:
        yield started
    finally:
        started.close()


def _open_examined() -> Launcher:
    from nngrade.sandbox.selftest import open_examined_launcher  # noqa: PLC0415 - loads NumPy

    return open_examined_launcher()


def find_course(context: click.Context, submission: Path | None = None) -> Course:
    """Open the course that was named, or the one around the current folder.

    A submission may bring a catalogue and checks of its own, which would run trusted.
    """
    named = context.find_root().obj["course"]
    course = open_course(Path.cwd(), named)
    if submission is not None and named is None and _within(course.root, submission):
        raise UsageFault(
            f"The course {course.root} was found inside the submission itself.",
            "Name the course that you trust with --course.",
        )
    return course


def _within(root: Path, submission: Path) -> bool:
    return root.resolve().is_relative_to(submission.resolve())


def read_work(course: Course, folder: Path) -> "Submission":
    """Read one's own exercises, or what somebody handed in: a folder or an archive."""
    from nngrade.submission import (  # noqa: PLC0415 - most commands read none
        read_one,
        read_submission,
    )

    read = read_submission if folder == course.exercises else read_one
    return read(folder, course.catalog)
