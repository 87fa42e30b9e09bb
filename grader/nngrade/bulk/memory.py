"""What was graded before, in this process or an earlier run: the ledger, read only."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from nngrade.judging.keys import Remembered

_DECODER = msgspec.msgpack.Decoder(Remembered)
_ENCODER = msgspec.msgpack.Encoder()


class LedgerMemory:
    """Recalls results by key, and notes those that are new since the last `take`."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._known: dict[str, Remembered] = {}
        self._fresh: dict[str, bytes] = {}

    def get(self, key: str) -> Remembered | None:
        """Look here first, then in the ledger, which other graders fill, too."""
        if key not in self._known:
            body = self._read(key)
            with suppress(msgspec.DecodeError):  # damaged: it is graded again, and replaced
                if body is not None:
                    self._known[key] = _DECODER.decode(body)
        return self._known.get(key)

    def put(self, key: str, remembered: Remembered) -> None:
        """Keep a result, to be handed over with the submission's."""
        self._known[key] = remembered
        self._fresh[key] = _ENCODER.encode(remembered)

    def take(self) -> dict[str, bytes]:
        """Return what is new."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def _read(self, key: str) -> bytes | None:
        address = f"{self._ledger.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20.0)) as connection:
            query = "SELECT body FROM exercise WHERE key = ?"
            found = connection.execute(query, (key,)).fetchone()
        return found[0] if found else None
