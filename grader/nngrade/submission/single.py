"""Reads one learner's folder: only the names that the catalogue lists."""

import stat
from pathlib import Path

from nngrade.catalog import Catalog, Exercise
from nngrade.errors import SubmissionError
from nngrade.submission.disk import open_plainly
from nngrade.submission.faults import UnreadableError, missing
from nngrade.submission.model import MAX_SOURCE, Submission


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
        except UnreadableError as error:
            problems[exercise.module] = str(error)
    return Submission(str(folder), sources, problems)


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
            raise UnreadableError(f"{name} is not a regular file.")
        if details.st_size > MAX_SOURCE:
            raise UnreadableError(f"{name} is larger than 1 MB.")
        # The file may be swapped for a link or a pipe in between.
        with open_plainly(path) as file:
            return file.read(MAX_SOURCE + 1)[:MAX_SOURCE]
    except FileNotFoundError as error:
        raise UnreadableError(missing(exercise)) from error
    except OSError as error:
        raise UnreadableError(f"{name} can't be read: {error.strerror}.") from error
