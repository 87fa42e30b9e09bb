"""What an exercise's result depends on, as one key: equal keys, equal results.

What isn't in the key can't matter, since the worker doesn't get it: see `files`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.results import ExerciseResult


class Remembered(NamedTuple):
    """A result, and in words why the exercise's file didn't load, "" where it did."""

    result: ExerciseResult
    problem: str = ""


class Memory(Protocol):
    """Keeps what was graded, by key."""

    def get(self, key: str) -> Remembered | None:
        """Return what was graded with this key, None where nothing was."""

    def put(self, key: str, remembered: Remembered) -> None:
        """Keep what was graded with this key."""


class Forgetful(dict[str, Remembered]):
    """Keeps nothing."""

    def put(self, key: str, remembered: Remembered) -> None:
        """Forget it."""


class Keys:
    """Makes the keys of one course's exercises."""

    def __init__(self, course: Course, versions: Mapping[str, str]) -> None:
        self._course = course
        self._versions = versions
        self._courses: dict[str, str] = {}

    def of(
        self,
        exercise: Exercise,
        sources: Mapping[str, bytes],
        standing_in: Sequence[str],
        broken: Mapping[str, str],
        seed: int,
        isolation: str,
    ) -> str:
        """Return the key: the submission's part and the course's."""
        own = [_digest(text) + name.encode() for name, text in sorted(sources.items())]
        told = [f"{name}: {why}".encode() for name, why in sorted(broken.items())]
        names = [name.encode() for name in standing_in]
        rest = [str(seed).encode(), isolation.encode(), self._of_course(exercise).encode()]
        return _digest(*(_digest(*part) for part in (own, told, names, rest))).hex()

    def of_run(self, seed: int, isolation: str) -> str:
        """Return what all results of a run depend on besides the submissions."""
        courses = [self._of_course(exercise).encode() for exercise in self._exercises]
        return _digest(str(seed).encode(), isolation.encode(), *courses).hex()

    def _of_course(self, exercise: Exercise) -> str:
        """Digest what the course adds: checks, solutions and mistakes of all that it builds on."""
        if exercise.slug not in self._courses:
            needed = [exercise, *self._course.catalog.required_by(exercise)]
            own = [path for one in needed for path in self._files(one)]
            digest = _digest(self._shared, *map(_content, own))
            self._courses[exercise.slug] = digest.hex()
        return self._courses[exercise.slug]

    def _files(self, exercise: Exercise) -> Iterable[Path]:
        yield self._course.checks / f"test_{exercise.slug}.py"
        yield self._course.solutions / exercise.file
        yield self._course.misconceptions / exercise.file

    @cached_property
    def _shared(self) -> bytes:
        """Digest what all exercises have in common: the catalogue, helpers, versions."""
        catalog = self._course.root / "course" / "catalog.toml"
        helpers = [
            path
            for folder in (self._course.checks, self._course.misconceptions)
            for path in sorted(folder.glob("*.py"))
            if path.stem.removeprefix("test_") not in {one.slug for one in self._exercises}
        ]
        versions = [f"{name} {number}".encode() for name, number in sorted(self._versions.items())]
        return _digest(*versions, *map(_content, [catalog, *helpers]))

    @property
    def _exercises(self) -> Sequence[Exercise]:
        return self._course.catalog.exercises


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _digest(*parts: bytes) -> bytes:
    """Digest parts, each by its length too, so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
