"""One bulk run: what is new goes to the engine, what comes back into the ledger."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from nngrade.bulk.engine import Engine
from nngrade.bulk.ledger import Ledger, Row, in_words
from nngrade.bulk.task import Graded, Task
from nngrade.errors import NNGradeError
from nngrade.submission import Submission


class Entry(Protocol):
    """A submission as it was found: see `nngrade.submission`."""

    @property
    def id(self) -> str:
        """A clean and stable name."""

    @property
    def status(self) -> str:
        """Either `ready`, or why it can't be graded."""

    @property
    def sentence(self) -> str:
        """What is wrong with it, in words."""

    @property
    def key(self) -> str:
        """A digest of all that was read."""

    @property
    def submission(self) -> Submission | None:
        """What was read, where it is ready."""


@dataclass(slots=True)
class Counts:
    """How far a run got."""

    known: int = 0
    graded: int = 0
    unreadable: int = 0
    failed: int = 0
    exercises: int = 0
    gone: int = 0


class Progress(Protocol):
    """Hears of each submission as soon as it is done."""

    def __call__(self, status: str, *, known: bool = False) -> None:
        """Take note of one; known: it was graded by an earlier run."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second run off the same folder."""
    lock = FileLock(folder / ".lock")
    with in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise NNGradeError(
                f"Another run is writing to {folder}.", "Wait for it, or name another folder."
            ) from error
    try:
        yield
    finally:
        lock.release()


def grade_class(
    entries: Iterable[Entry],
    engine: Engine,
    ledger: Ledger,
    course: str,
    points: float,
    progress: Progress,
) -> Counts:
    """Grade what the ledger doesn't hold yet; each result is saved before the next is awaited.

    course: a digest of all that results depend on besides the submissions
    points: what a submission can reach, for those that can't be graded
    """
    run = _Run(ledger, course, points, progress)
    for graded in engine.stream(run.tasks(entries)):
        run.keep(graded)
    run.counts.gone = ledger.keep_only(run.seen)
    return run.counts


class _Run:
    def __init__(self, ledger: Ledger, course: str, points: float, progress: Progress) -> None:
        self._ledger = ledger
        self._course = course
        self._points = points
        self._progress = progress
        self._finished = ledger.tasks()
        self._digests: dict[str, str] = {}
        self.seen: set[str] = set()
        self.counts = Counts()

    def tasks(self, entries: Iterable[Entry]) -> Iterator[Task]:
        """Yield what is to be graded; save at once what can't be."""
        for entry in entries:
            self.seen.add(entry.id)
            digest = _digest(self._course, entry.status, entry.sentence, entry.key)
            if self._finished.get(entry.id) == digest:
                self.counts.known += 1
                self._progress("graded" if entry.submission else entry.status, known=True)
            elif entry.submission is None:
                self.counts.unreadable += 1
                row = Row(entry.id, entry.status, entry.sentence, 0.0, self._points, None)
                self._save(row, digest)
            else:
                self._digests[entry.id] = digest
                yield Task(entry.id, entry.submission.sources, entry.submission.problems)

    def keep(self, graded: Graded) -> None:
        """Save what came back."""
        digest = self._digests.pop(graded.id)
        result = graded.result
        if result is None:
            self.counts.failed += 1
            # Without its digest: the next run tries it again.
            self._save(Row(graded.id, "error", graded.problem, 0.0, self._points, None), "")
            return
        self.counts.graded += 1
        self.counts.exercises += len(graded.fresh)
        row = Row(graded.id, "graded", "", result.score, result.points, result, graded.trained)
        self._save(row, digest, graded)

    def _save(self, row: Row, digest: str, graded: Graded | None = None) -> None:
        if graded:
            self._ledger.save(row, digest, graded.fresh, graded.fresh_trainings)
        else:
            self._ledger.save(row, digest)
        self._progress(row.status)


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
