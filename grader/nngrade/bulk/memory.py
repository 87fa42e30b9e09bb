"""What was graded before, in this process or an earlier run: the ledger, read only."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from nngrade.judging.keys import Remembered
from nngrade.results import ExerciseResult

MOST = 2000
_DECODER = msgspec.msgpack.Decoder(Remembered)
_ENCODER = msgspec.msgpack.Encoder()


class LedgerMemory:
    """Recalls what stands in the ledger by key, and notes what is new since the last `take`."""

    def __init__(self, ledger: Path, table: str = "exercise") -> None:
        self._ledger = ledger
        self._query = f"SELECT body FROM {table} WHERE key = ?"  # noqa: S608 - the ledger's own name
        self._known: dict[str, bytes] = {}
        self._fresh: dict[str, bytes] = {}

    def recall(self, key: str) -> bytes | None:
        """Look here first, then in the ledger, which other graders fill, too."""
        if key not in self._known:
            body = self._read(key)
            if body is not None:
                self._keep(key, body)
        return self._known.get(key)

    def note(self, key: str, body: bytes) -> None:
        """Keep what is new, to be handed over with the submission's result."""
        self._keep(key, body)
        self._fresh[key] = body

    def take(self) -> dict[str, bytes]:
        """Return what is new."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def _keep(self, key: str, body: bytes) -> None:
        if len(self._known) >= MOST:
            self._known.clear()  # the ledger has them all
        self._known[key] = body

    def _read(self, key: str) -> bytes | None:
        address = f"{self._ledger.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20.0)) as connection:
            found = connection.execute(self._query, (key,)).fetchone()
        return found[0] if found else None


class ResultMemory(LedgerMemory):
    """Recalls results of exercises, as a judge asks for them."""

    def get(self, key: str) -> Remembered | None:
        """Return what was graded with this key, None where nothing was."""
        body = self.recall(key)
        with suppress(msgspec.DecodeError):  # damaged: it is graded again, and replaced
            return None if body is None else _DECODER.decode(body)
        return None

    def put(self, key: str, remembered: Remembered) -> None:
        """Keep what was graded with this key, without what the learner's code printed."""
        result = without_prints(remembered.result)
        self.note(key, _ENCODER.encode(remembered._replace(result=result)))


def without_prints(result: ExerciseResult) -> ExerciseResult:
    """Drop what learners' code printed: it may hold the checks' inputs."""
    return replace(result, checks=tuple(replace(check, printed="") for check in result.checks))
