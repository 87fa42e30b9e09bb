"""Reads a learner's files as data: only the names that the catalogue lists, into memory."""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from nngrade.catalog import Catalog, Exercise
from nngrade.errors import SubmissionError

MAX_SOURCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Submission:
    """The source of each file by module name, and a sentence for each that can't be had."""

    origin: str
    sources: dict[str, bytes]
    problems: dict[str, str]

    def line(self, file: str, number: int) -> str:
        """Return a line of a file, for showing where something happened; "" if there is none."""
        source = self.sources.get(file.removesuffix(".py"), b"")
        # Python's own line ends alone: splitlines() would count a form feed, too.
        lines = re.split(r"\r\n|\r|\n", source.decode("utf-8-sig", "replace"))
        return lines[number - 1] if 0 < number <= len(lines) else ""


def read_submission(folder: Path, catalog: Catalog) -> Submission:
    """Read the catalogue's files from a folder, or from its `exercises` folder."""
    if not folder.exists():
        raise SubmissionError(f"There is no folder {folder}.", "Check the path.")
    if not folder.is_dir():
        raise SubmissionError(f"{folder} is not a folder.", "Name the folder that holds the files.")
    sources: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    place = _place(folder, catalog)
    for exercise in catalog.exercises:
        try:
            sources[exercise.module] = _read(place / exercise.file, exercise)
        except _UnreadableError as error:
            problems[exercise.module] = str(error)
    return Submission(str(folder), sources, problems)


class _UnreadableError(Exception):
    """A sentence about one file."""


def _place(folder: Path, catalog: Catalog) -> Path:
    """Accept a whole course folder, too: its `exercises` are meant.

    A link of that name may lead anywhere, to the solutions above all.
    """
    own = any((folder / exercise.file).exists() for exercise in catalog.exercises)
    inner = folder / "exercises"
    return inner if not own and inner.is_dir() and not inner.is_symlink() else folder


def _read(path: Path, exercise: Exercise) -> bytes:
    name = path.name
    try:
        details = path.lstat()
        if not stat.S_ISREG(details.st_mode):
            raise _UnreadableError(f"{name} is not a regular file.")
        if details.st_size > MAX_SOURCE:
            raise _UnreadableError(f"{name} is larger than 1 MB.")
        # The file may be swapped for a link or a pipe in between: follow and wait for nothing.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            return file.read(MAX_SOURCE + 1)[:MAX_SOURCE]
    except FileNotFoundError as error:
        cure = f"`nngrade reset {exercise.name}` puts its stub into your exercises."
        raise _UnreadableError(f"{name} is missing. {cure}") from error
    except OSError as error:
        raise _UnreadableError(f"{name} can't be read: {error.strerror}.") from error
