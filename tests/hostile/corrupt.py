"""Grades the reference solutions while every reply is likely to be changed on its way.

`corrupt.py COURSE FIRST LAST`: a round for each number. A check may fail, and must never do more:
whatever a worker sends, the grader itself stays whole.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from nngrade.course import open_course
from nngrade.judging import Judge, judge
from nngrade.sandbox import protocol
from nngrade.sandbox.launch import open_launcher
from nngrade.sandbox.protocol import (
    Array,
    Asked,
    Batched,
    Callback,
    Done,
    Dtype,
    Frame,
    Handle,
    Items,
    Opaque,
    Raised,
    Reply,
    Rng,
    Table,
    Taken,
    Value,
    WireError,
)
from nngrade.sandbox.runner import Settings, Worker
from nngrade.submission import read_submission

RATES = (0.005, 0.02, 0.05, 0.2)


def plain(array: Any, *, scalar: bool = False) -> Array:
    """Write an array as a worker does."""
    array = np.asarray(array)
    return Array(array.dtype.name, array.shape, bytearray(array.tobytes()), scalar)


LAYER = Items([plain(np.zeros((2, 2))), plain(np.zeros(2))], fixed=True)
ODD_VALUES: list[Value] = [
    *(None, True, False, 0, -1, 2**63 - 1, 2**64 - 1, -0.0, float("nan"), float("inf"), "", "\x1b"),
    *("x" * 1000, Rng(5), Dtype("object"), Handle(99), Callback(3), Opaque("\x1b")),
    *(Items([]), Items([], fixed=True), Items([1, 2.0, "a", None]), Table({}), Table({"a": 1})),
    *(Items([Items([1]), Items([1, 2])]), Items([LAYER]), Items([LAYER] * 3), Items(["green"] * 5)),
    *(plain(np.zeros(shape)) for shape in [(), 0, (0, 5), (1, 1, 1, 1), (2, 3)]),
    *(plain(np.full((7, 5), number)) for number in (np.nan, 1e308)),
    *(plain(np.zeros((3, 2), kind)) for kind in ("float16", "bool", "int8", "uint64")),
    *(plain(kind(1), scalar=True) for kind in (np.float32, np.bool_, np.uint8)),
    Array("bool", (3,), bytearray(b"\xff\x02\x00")),
    Array("float64", (7, 5), bytearray(280), fortran=True),
    Array("float64", (0, 2**50), bytearray()),
    Array("float64", (3,), bytearray(8)),
]
ODD_REPLIES: list[Reply] = [
    Raised("\x1bE", ["E"], "bad", [Frame("e04_relu.py", 2**60, "f")], 5),
    Raised(protocol.MISSING, [], "", []),
    Raised("ValueError", ["ValueError"], "-1 10", []),
    Raised("MemoryError", [], "", []),
    Raised("NotImplementedError", [], "relu: see course/lessons/", []),
    Done(),
    Done("odd", {"\x1b": 1, "0": None, "17": 2}, True, 2**63, True, "printed"),
    Taken(["odd"], exhausted=True, stable=True),
]


class Corrupter:
    """Changes replies at random."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._rate = RATES[seed % len(RATES)]

    def reply(self, reply: Any) -> Any:
        """Return a reply, some of it changed."""
        if isinstance(reply, Batched):
            return Batched([self.reply(one) for one in reply.replies])
        if isinstance(reply, Asked):
            return Asked(reply.callback, self._all(reply.args), self._named(reply.kwargs))
        if self._seldom():
            return self._one_of(ODD_REPLIES)
        if isinstance(reply, Taken):
            items, changed = self._all(reply.items), self._named(reply.changed)
            return Taken(items, reply.exhausted, reply.stable, reply.printed, changed)
        return self._done(reply) if isinstance(reply, Done) else reply

    def _done(self, done: Done) -> Done:
        changed = self._named(done.changed)
        if self._seldom():
            changed[self._one_of(["0", "1", "x", "9"])] = self._one_of(ODD_VALUES)
        held = self._all(done.held)[: -1 if self._seldom() else None]
        value, aliased = self.value(done.value), done.aliased or self._seldom()
        return Done(value, changed, aliased, done.events, done.traced, done.printed, held)

    def value(self, value: Value) -> Value:
        """Return a value, or another in its place, or with something else in it."""
        if self._rng.random() < self._rate:
            return self._changed(value)
        return Items(self._all(value.items), value.fixed) if isinstance(value, Items) else value

    def _changed(self, value: Value) -> Value:
        if isinstance(value, Array) and self._rng.random() < 0.5:
            return self._other_array(value)
        if isinstance(value, Items) and self._rng.random() < 0.5:
            return self._other_items(value)
        return self._one_of(ODD_VALUES)

    def _other_array(self, value: Array) -> Value:
        try:
            array = np.array(protocol.unpack(value))
        except WireError:
            return value
        kinds = ("float32", "float64", "float16", "int64", "bool", "uint8")
        ways = [
            lambda: array.astype(self._one_of(kinds)),
            lambda: array[None],
            lambda: array.reshape(-1),
            lambda: array.T,
            lambda: np.where(self._rng.random(array.shape) < 0.1, np.nan, array),
            lambda: np.atleast_1d(array)[:-1],
            lambda: 1.0 - array,
        ]
        with np.errstate(all="ignore"):
            return plain(self._one_of(ways)())

    def _other_items(self, value: Items) -> Value:
        items = list(value.items)
        others = [
            items[:-1],
            items + items[:1],
            items[::-1],
            [*items[1:], self._one_of(ODD_VALUES)],
        ]
        return self._one_of([Items(items, not value.fixed), *(Items(one) for one in others)])

    def _all(self, values: list[Value]) -> list[Value]:
        return [self.value(value) for value in values]

    def _named(self, values: dict[str, Value]) -> dict[str, Value]:
        return {name: self.value(value) for name, value in values.items()}

    def _seldom(self) -> bool:
        return bool(self._rng.random() < self._rate / 3)

    def _one_of(self, things: Any) -> Any:
        return things[self._rng.integers(len(things))]


def main() -> None:
    """Grade in as many rounds as asked for; a fault of the grader ends it all."""
    course = open_course(Path(sys.argv[1]))
    solutions = read_submission(course.solutions, course.catalog)
    launcher = open_launcher()
    for seed in range(int(sys.argv[2]), int(sys.argv[3])):
        corrupter = Corrupter(seed)

        class Corrupted(Worker):
            """A worker whose replies don't arrive as they were sent."""

            def _receive(self, deadline: float, corrupter: Corrupter = corrupter) -> Any:
                return corrupter.reply(super()._receive(deadline))

        judge.Worker = Corrupted  # type: ignore[attr-defined]
        result = Judge(course, launcher, Settings(call_seconds=2.0)).grade(solutions, seed=seed)
        sys.stdout.write(f"round {seed}: {result.score} of {result.points} points\n")
    launcher.close()


if __name__ == "__main__":
    main()
