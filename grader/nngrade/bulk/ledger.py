"""The ledger of a bulk run: one SQLite file, written as results come."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import msgspec

from nngrade.bulk.task import Trained
from nngrade.errors import NNGradeError
from nngrade.results import SubmissionResult
from nngrade.store import in_words as told

NAME = "results.sqlite"
ELSEWHERE = "Check that you may write there, or name another folder."
_AWAY = "Move it away, and all submissions are graded anew."
VERSION = 2
NOTHING: Mapping[str, bytes] = MappingProxyType({})
_PATIENCE = 20.0
in_words = partial(told, rights=ELSEWHERE)
_SCHEMA = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE exercise (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE training (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE submission (
        id TEXT PRIMARY KEY,
        task TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('graded', 'unreadable', 'error', 'missing')),
        sentence TEXT NOT NULL,
        score REAL NOT NULL,
        points REAL NOT NULL,
        body TEXT,
        trained TEXT NOT NULL) WITHOUT ROWID""",
    f"PRAGMA user_version = {VERSION}",
)


class Row(msgspec.Struct, frozen=True):
    """One submission as the ledger holds it; `result` where it was graded.

    trained: how its networks' trainings ended, where any were asked for
    """

    id: str
    status: str
    sentence: str
    score: float
    points: float
    result: SubmissionResult | None
    trained: tuple[Trained, ...] = ()

    @property
    def accuracies(self) -> dict[str, float]:
        """What the trained networks reach, by name; none for those that could not be trained."""
        return {one.network: one.accuracy for one in self.trained if one.accuracy is not None}


class Ledger:
    """Opens OUT/results.sqlite, made with its folder where missing; the run's only writer."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        with in_words(self.path):
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
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

    def settle(self, name: str, value: str) -> str:
        """Return what was settled under this name before; settle this value otherwise."""
        with self._transaction():
            self._run("INSERT OR IGNORE INTO meta VALUES (?, ?)", name, value)
        return str(self._run("SELECT value FROM meta WHERE name = ?", name)[0][0])

    def tasks(self) -> dict[str, str]:
        """Return the digest of what each finished submission was graded from, by id."""
        return dict(self._run("SELECT id, task FROM submission"))

    def save(
        self,
        row: Row,
        task: str,
        exercises: Mapping[str, bytes] = NOTHING,
        trainings: Mapping[str, bytes] = NOTHING,
    ) -> None:
        """Save a submission and what was learnt from it, all or nothing."""
        body = json.dumps(msgspec.to_builtins(row.result), separators=(",", ":"))
        with self._transaction():
            for key, value in exercises.items():
                self._run("INSERT OR REPLACE INTO exercise VALUES (?, ?)", key, value)
            for key, value in trainings.items():
                self._run("INSERT OR REPLACE INTO training VALUES (?, ?)", key, value)
            self._run(
                "INSERT OR REPLACE INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row.id,
                task,
                row.status,
                row.sentence,
                row.score,
                row.points,
                body,
                msgspec.json.encode(row.trained).decode(),
            )

    def keep_only(self, ids: set[str]) -> int:
        """Drop submissions that are no longer there; return how many."""
        gone = self.tasks().keys() - ids
        with self._transaction():
            for one in gone:
                self._run("DELETE FROM submission WHERE id = ?", one)
        return len(gone)

    def rows(self) -> Iterator[Row]:
        """Yield all submissions, sorted by id, one in memory at a time."""
        query = "SELECT id, status, sentence, score, points, body, trained FROM submission"
        with in_words(self.path):
            for one, status, sentence, score, points, *bodies in self._connection.execute(
                f"{query} ORDER BY id"
            ):
                result, trained = self._decoded(one, *bodies)
                yield Row(one, status, sentence, score, points, result, trained)

    def count_exercises(self) -> int:
        """Return how many results of exercises are known."""
        return int(self._run("SELECT count(*) FROM exercise")[0][0])

    def _decoded(
        self, one: str, body: str, trained: str
    ) -> tuple[SubmissionResult | None, tuple[Trained, ...]]:
        try:
            result = msgspec.convert(json.loads(body), SubmissionResult | None)
            return result, msgspec.json.decode(trained, type=tuple[Trained, ...])
        except (ValueError, RecursionError) as error:
            raise NNGradeError(f"{self.path} holds a damaged result of {one}.", _AWAY) from error

    def _prepare(self) -> None:
        self._run("PRAGMA journal_mode = WAL")
        if self._version() == 0:
            with self._transaction():
                if self._run("SELECT 1 FROM sqlite_master"):
                    raise NNGradeError(f"{self.path} is another program's database.", ELSEWHERE)
                for statement in _SCHEMA:
                    self._connection.execute(statement)
        if self._version() != VERSION:
            raise NNGradeError(
                f"{self.path} was written by another version of nngrade.", "Name another folder."
            )

    def _version(self) -> int:
        return int(self._run("PRAGMA user_version")[0][0])

    def _run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with in_words(self.path):
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with in_words(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield
