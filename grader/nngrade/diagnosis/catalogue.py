"""The misconceptions: small wrong implementations with the words that name the mistake.

What several exercises share stands in a file beside theirs, which take it in with
`from … import *`. There, `of=".fit"` is a method of the class that such a file names as CLASS.
"""

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nngrade.course import importable
from nngrade.errors import GraderError
from nngrade.results import Diagnosis

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Misconception:
    """A small wrong implementation of `of`.

    when: tells from the recorded calls whether this is the mistake, where values can't
    by_symptoms: named where it ends the same checks with the same words as the learner's code
    """

    id: str
    of: str
    title: str
    hint: str
    function: Function
    when: Callable[..., Any] | None = None
    by_symptoms: bool = False

    @property
    def diagnosis(self) -> Diagnosis:
        """Return what the learner reads."""
        return Diagnosis(self.id, self.title, self.hint)


def misconception(
    *,
    of: str,
    title: str,
    hint: str,
    when: Callable[..., Any] | None = None,
    by_symptoms: bool = False,
) -> Callable[[Function], Function]:
    """Mark a function as a misconception of the exercise's function `of`."""

    def mark(function: Function) -> Function:
        name = function.__name__.replace("_", "-")
        made = Misconception(name, of, title, hint, function, when, by_symptoms)
        function.misconception = made  # type: ignore[attr-defined]
        return function

    return mark


class Misconceptions:
    """The misconceptions of each exercise, loaded from `e05_softmax.py` when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, tuple[Misconception, ...]] = {}

    def of(self, slug: str) -> tuple[Misconception, ...]:
        """Return the misconceptions of an exercise, in the order of its file."""
        if slug not in self._loaded:
            path = self.folder / f"{slug}.py"
            self._loaded[slug] = _load(path) if path.is_file() else ()
        return self._loaded[slug]


def _load(path: Path) -> tuple[Misconception, ...]:
    spec = importlib.util.spec_from_file_location(f"misconceptions_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise GraderError(f"{path} can't be loaded.")
    module = importlib.util.module_from_spec(spec)
    try:
        with importable(path.parent):
            spec.loader.exec_module(module)
        return tuple(_marked(vars(module)))
    except Exception as error:
        raise GraderError(f"The misconceptions in {path} don't load: {error!r}.") from error


def _marked(names: Mapping[str, Any]) -> list[Misconception]:
    found = [getattr(thing, "misconception", None) for thing in names.values()]
    return [_placed(one, names) for one in found if isinstance(one, Misconception)]


def _placed(one: Misconception, names: Mapping[str, Any]) -> Misconception:
    """Give a method that several classes have the class of the file that took it in."""
    return replace(one, of=names["CLASS"] + one.of) if one.of.startswith(".") else one
