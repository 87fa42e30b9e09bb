"""Keeps results in one SQLite file: the only writer of saved results."""

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from nngrade.errors import NNGradeError
from nngrade.results import ExerciseResult, SubmissionResult, TrainingRun

VERSION = 1
PATIENCE = 20.0  # seconds to wait for another process that is saving

# `score` repeats what the bodies hold, so that no body is decoded to find the newest or to add up.
_SCHEMA = (
    """CREATE TABLE result (
        id INTEGER PRIMARY KEY,
        created TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('check', 'run')),
        network TEXT,
        accuracy REAL,
        body TEXT NOT NULL)""",
    """CREATE TABLE score (
        slug TEXT NOT NULL,
        result INTEGER NOT NULL REFERENCES result (id),
        score REAL NOT NULL,
        points REAL NOT NULL,
        PRIMARY KEY (slug, result)) WITHOUT ROWID""",
    f"PRAGMA user_version = {VERSION}",
)

_MOVE_AWAY = "Move it away, and nngrade starts a new one."
_RIGHTS = "Check that you may write there, or work on a copy of the course that is yours."
_FULL = ("can't grow: the disk is full", "Free some space, then retry.")
_NO_SPACE = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
# A cure of "" is that of the place.
_FAULTS = {
    sqlite3.SQLITE_BUSY: ("is locked by another program", "Wait for it or close it, then retry."),
    sqlite3.SQLITE_NOTADB: ("is no results database", _MOVE_AWAY),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _MOVE_AWAY),
    sqlite3.SQLITE_READONLY: ("can't be written", ""),
    sqlite3.SQLITE_CANTOPEN: ("can't be opened", ""),
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: ("can't be read or written", "See whether the disk is full, then retry."),
}
_PRIMARY = 0xFF  # the lowest byte of an SQLite error code is its family

_Saved = TypeVar("_Saved", SubmissionResult, TrainingRun)


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """Where the learner stood after one check: the newest score of each exercise, added up."""

    when: datetime
    score: float
    points: float


class ResultStore:
    """The saved results of one course folder, created with its parents where missing.

    Raises NNGradeError for a file that can't be used, and leaves that file as it is.
    """

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self._path = path
        with in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def save_check(self, result: SubmissionResult) -> None:
        """Save a graded submission."""
        insert = "INSERT INTO result (created, kind, body) VALUES (?, 'check', ?)"
        with self._transaction():
            saved = self._connection.execute(insert, (_now(), _encoded(result))).lastrowid
            self._connection.executemany(
                "INSERT INTO score VALUES (?, ?, ?, ?)",
                [(one.slug, saved, one.score, one.points) for one in result.exercises],
            )

    def save_run(self, run: TrainingRun) -> None:
        """Save a training run."""
        insert = (
            "INSERT INTO result (created, kind, network, accuracy, body) VALUES (?, 'run', ?, ?, ?)"
        )
        with self._transaction():
            self._connection.execute(insert, (_now(), run.network, run.accuracy, _encoded(run)))

    def latest_checks(self) -> dict[str, ExerciseResult]:
        """Return each exercise's newest result by slug, whichever check it was part of."""
        newest: dict[str, int] = dict(
            self._rows("SELECT slug, max(result) FROM score GROUP BY slug")
        )
        bodies = {
            saved: self._decoded(body, SubmissionResult)
            for saved, body in self._rows(
                "SELECT id, body FROM result"
                " WHERE id IN (SELECT max(result) FROM score GROUP BY slug)"
            )
        }
        return {
            exercise.slug: exercise
            for saved, check in bodies.items()
            for exercise in check.exercises
            if newest.get(exercise.slug) == saved
        }

    def history(self) -> list[HistoryPoint]:
        """Return where the learner stood after each check, oldest first."""
        rows = self._rows(
            "SELECT result.id, created, slug, score, points"
            " FROM result JOIN score ON score.result = result.id ORDER BY result.id"
        )
        standing: dict[str, tuple[float, float]] = {}
        points = []
        for (_, created), scores in groupby(rows, key=itemgetter(0, 1)):
            standing.update({slug: (score, of) for _, _, slug, score, of in scores})
            got, possible = (sum(column) for column in zip(*standing.values(), strict=True))
            points.append(HistoryPoint(datetime.fromisoformat(created), got, possible))
        return points

    def latest_run(self, network: str) -> TrainingRun | None:
        """Return the newest training run of a network, None before the first."""
        return self._run(network, "id DESC")

    def best_run(self, network: str) -> TrainingRun | None:
        """Return the run of the highest test accuracy, the newest of equals, None before any."""
        return self._run(network, "accuracy DESC, id DESC")

    def _run(self, network: str, order: str) -> TrainingRun | None:
        query = f"SELECT body FROM result WHERE network = ? ORDER BY {order} LIMIT 1"  # noqa: S608 - `order` is one of the two above
        found = self._rows(query, network)
        return self._decoded(found[0][0], TrainingRun) if found else None

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with in_words(self._path):
            return self._connection.execute(query, values).fetchall()

    def _prepare(self) -> None:
        if self._version() == 0:
            with self._transaction():
                # Another process may have been first.
                if self._version() == 0:
                    self._create()
        if (found := self._version()) != VERSION:
            raise NNGradeError(
                f"{self._path} was written by a newer nngrade (format {found}, not {VERSION}).",
                "Update nngrade, or move the file away.",
            )

    def _version(self) -> int:
        return int(self._rows("PRAGMA user_version")[0][0])

    def _create(self) -> None:
        if self._rows("SELECT 1 FROM sqlite_master"):
            raise NNGradeError(f"{self._path} is another program's database.", _MOVE_AWAY)
        for statement in _SCHEMA:
            self._connection.execute(statement)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Take the write lock at once: a lock taken half-way can't be waited for."""
        with in_words(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield

    def _decoded(self, body: str, kind: type[_Saved]) -> _Saved:
        try:
            return msgspec.convert(json.loads(body), kind)
        except (ValueError, RecursionError, msgspec.ValidationError) as error:
            raise NNGradeError(
                f"{self._path} holds a result that is damaged.", _MOVE_AWAY
            ) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _encoded(result: SubmissionResult | TrainingRun) -> str:
    """Return JSON from the standard library, which keeps nan, infinities and lone surrogates.

    A diverging loss is nan, and msgspec's own JSON would turn it into null.
    """
    return json.dumps(msgspec.to_builtins(result), separators=(",", ":"))


@contextmanager
def in_words(path: Path, rights: str = _RIGHTS) -> Iterator[None]:
    """Turn a fault of the file system or of SQLite into one sentence with its cure.

    rights: the cure where the place itself is to blame
    """
    try:
        yield
    except OSError as error:
        other = (f"can't be created: {error.strerror}", rights)
        fault, cure = _FULL if error.errno in _NO_SPACE else other
        raise NNGradeError(f"{path} {fault}.", cure) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        fault, cure = _FAULTS.get(code, (f"can't be used: {error}", _MOVE_AWAY))
        raise NNGradeError(f"{path} {fault}.", cure or rights) from error
