"""Reads `course/catalog.toml`, the one list of exercises, and says what is wrong with it."""

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from nngrade.errors import CatalogError, UsageFault

TOTAL_POINTS = 100


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One exercise: its file, what the learner writes in it, and what it builds upon.

    A class's methods are functions too, written `SimpleNetwork.forward`.
    """

    slug: str
    file: str
    title: str
    functions: tuple[str, ...]
    points: float
    requires: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The name that learners import it by."""
        return self.file.removesuffix(".py")

    @property
    def number(self) -> str:
        """Its short name, such as `e05`."""
        return self.slug.split("_", 1)[0]

    @property
    def name(self) -> str:
        """Its long name without the number, such as `softmax`."""
        return self.slug.split("_", 1)[1]

    @property
    def exports(self) -> tuple[str, ...]:
        """The functions and classes at the top of its file, each once."""
        return tuple(dict.fromkeys(name.split(".", 1)[0] for name in self.functions))

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called by."""
        return (self.name, self.slug, self.number)


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    exercise: tuple[Exercise, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The exercises in the order in which they are taught."""

    exercises: tuple[Exercise, ...]

    def find(self, name: str) -> Exercise:
        """Return the exercise called `e05_softmax`, `e05` or `softmax`; UsageFault if none is.

        A path to its file, capitals, hyphens and `e5` are understood, too.
        """
        meant = _plain(name)
        for exercise in self.exercises:
            if meant in map(str.casefold, exercise.names):
                return exercise
        raise UsageFault(f"There is no exercise called {name!r}.", self._nearest(meant))

    def _nearest(self, meant: str) -> str:
        """Propose what an unknown name was probably meant to be, or list all."""
        owners = {
            name.casefold(): one.name
            for one in self.exercises
            for name in (*one.exports, one.slug, one.name)
        }
        near = get_close_matches(meant, owners, n=1)
        if near:
            return f"Did you mean {owners[near[0]]}?"
        return f"The exercises are {', '.join(one.slug for one in self.exercises)}."

    def required_by(self, exercise: Exercise) -> tuple[Exercise, ...]:
        """Return all that `exercise` builds upon, directly or not, in the course's order."""
        wanted = set(exercise.requires)
        for other in reversed(self.exercises):
            if other.slug in wanted:
                wanted.update(other.requires)
        return tuple(other for other in self.exercises if other.slug in wanted)


def _plain(typed: str) -> str:
    """Reduce what was typed to a name: no folder, no `.py`, no capitals, `e5` as `e05`."""
    file = re.split(r"[/\\]", typed.strip())[-1].casefold()
    name = file.removesuffix(".py").replace("-", "_")
    return re.sub(r"^e(\d)(?=_|$)", r"e0\1", name)


def read_catalog(path: Path) -> Catalog:
    """Read and validate a catalogue; CatalogError names the file and the key."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogError(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path} is not valid TOML: {error}.") from error
    return Catalog(_validated(document, path))


def _validated(document: dict[str, Any], path: Path) -> tuple[Exercise, ...]:
    try:
        exercises = msgspec.convert(document, _Document).exercise
    except msgspec.ValidationError as error:
        raise CatalogError(f"{path}: {_in_words(str(error))}.") from error
    for problem in _problems(exercises):
        raise CatalogError(f"{path}: {problem}.")
    return exercises


def _in_words(message: str) -> str:
    """Turn msgspec's `… - at `$.exercise[4].points`` into key first, fault after."""
    fault, _, place = message.partition(" - at `$")
    key = place.rstrip("`").lstrip(".")
    return f"{key}: {fault}" if key else fault


def _problems(exercises: tuple[Exercise, ...]) -> list[str]:
    seen: set[str] = set()
    problems: list[str] = []
    for index, exercise in enumerate(exercises):
        where = f"exercise[{index}] ({exercise.slug})"
        problems += [f"{where}.{text}" for text in _faults(exercise, seen)]
        seen.add(exercise.slug)
    total = sum(exercise.points for exercise in exercises)
    if not problems and total != TOTAL_POINTS:
        problems.append(f"exercise.points: they add up to {total:g}, not {TOTAL_POINTS}")
    return problems


def _faults(exercise: Exercise, seen: set[str]) -> list[str]:
    number, _, name = exercise.slug.partition("_")
    checks = {
        "slug: a slug looks like e05_softmax": bool(number) and name.isidentifier(),
        "slug: this slug is used twice": exercise.slug not in seen,
        f"file: expected {exercise.slug}.py": exercise.file == f"{exercise.slug}.py",
        "functions: at least one is needed": bool(exercise.functions),
        "functions: one stands there twice": len(set(exercise.functions))
        == len(exercise.functions),
        "points: they must be above 0": exercise.points > 0,
    }
    unknown = [
        f"requires: {slug!r} is no earlier exercise"
        for slug in exercise.requires
        if slug not in seen
    ]
    return [text for text, holds in checks.items() if not holds] + unknown
