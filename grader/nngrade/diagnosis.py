"""Names the mistake: runs each misconception on the inputs that failed, and looks for a match."""

import copy
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import GeneratorType
from typing import Any, Protocol

import numpy as np

from nngrade.compare import Kind, difference
from nngrade.errors import GraderError
from nngrade.results import Diagnosis

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception in the place of a value: the same one names a mistake as well as a number."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The call behind a failure: what was asked and what came back.

    `params` is set for a network's methods: what the network held at the time. `after` are
    the arguments after the call, followed where known by the arrays that had been passed, in
    lists too; `aliased` says that the result shares memory with one.
    """

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    got: Any
    params: list[tuple[Any, Any]] | None = None
    after: tuple[Any, ...] | None = None
    aliased: bool = False


@dataclass(frozen=True, slots=True)
class Misconception:
    """A small wrong implementation of `of`, with the words that name the mistake."""

    id: str
    of: str
    title: str
    hint: str
    function: Function

    @property
    def diagnosis(self) -> Diagnosis:
        """Return what the learner reads."""
        return Diagnosis(self.id, self.title, self.hint)


def misconception(*, of: str, title: str, hint: str) -> Callable[[Function], Function]:
    """Mark a function as a misconception of the exercise's function `of`."""

    def mark(function: Function) -> Function:
        name = function.__name__.replace("_", "-")
        function.misconception = Misconception(name, of, title, hint, function)  # type: ignore[attr-defined]
        return function

    return mark


class Misconceptions:
    """The misconceptions of each exercise, loaded from `e05_softmax.py` when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, tuple[Misconception, ...]] = {}

    def of(self, slug: str) -> tuple[Misconception, ...]:
        """Return the misconceptions of an exercise, in the order of its file."""
        if slug not in self._loaded:
            path = self._folder / f"{slug}.py"
            self._loaded[slug] = _load(path) if path.is_file() else ()
        return self._loaded[slug]


class Named(Protocol):
    """Whatever holds the reference's functions by name."""

    def __getattr__(self, name: str) -> Any: ...


def diagnose(
    evidence: Evidence, misconceptions: tuple[Misconception, ...], reference: Named
) -> Diagnosis | None:
    """Return the first misconception that gives what the learner's code gave, but not the truth.

    One that also left the arguments as the learner's code did comes before the others.
    """
    own = [one for one in misconceptions if one.of == evidence.function]
    if not own:
        return None
    got = _Effect(evidence.got, evidence.after or evidence.args, evidence.aliased)
    right = _effect(_reference_function(evidence, reference), evidence, reference)
    found = None
    for one in own:
        theirs = _effect(one.function, evidence, reference)
        if not _explains(theirs, got, right):
            continue
        if _same_side_effects(theirs, got):
            return one.diagnosis
        found = found or one.diagnosis
    return found


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a call did: its value, the arguments after it, and whether they share memory."""

    value: Any
    after: tuple[Any, ...] = ()
    aliased: bool = False


def _explains(theirs: _Effect, got: _Effect, right: _Effect) -> bool:
    """Whether a wrong implementation did what was got, side effects deciding between equals."""
    if not _alike(got.value, theirs.value):
        return False
    if not _alike(right.value, theirs.value):
        return True
    return _same_side_effects(theirs, got) and _apart(theirs, right) and _apart(got, right)


def _same_side_effects(one: _Effect, other: _Effect) -> bool:
    pairs = zip(one.after, other.after, strict=False)
    data = [(mine, yours) for mine, yours in pairs if isinstance(yours, np.ndarray | list | tuple)]
    # What the misconception left is known to be plain, and so the one to compare with.
    return one.aliased == other.aliased and all(_alike(yours, mine) for mine, yours in data)


def _apart(one: _Effect, other: _Effect) -> bool:
    """Whether the side effects differ, also in a single bit: an argument left a rounding off."""
    pairs = zip(_arrays(one.after), _arrays(other.after), strict=False)
    return not _same_side_effects(one, other) or any(
        mine.tobytes() != yours.tobytes() for mine, yours in pairs
    )


def _effect(function: Function, evidence: Evidence, reference: Named) -> _Effect:
    """Call a function as the learner's was called; what it raises is what it did."""
    args = [_own(arg) for arg in evidence.args]
    kwargs = {name: _own(value) for name, value in evidence.kwargs.items()}
    passed = tuple(_arrays(args))
    try:
        with np.errstate(all="ignore"):
            owner = _network(evidence, reference)
            value = function(*owner, *args, **kwargs)
            value = list(value) if isinstance(value, GeneratorType) else value
    except Exception as error:  # noqa: BLE001 - a wrong implementation may fail in any way
        return _Effect(Failure(type(error).__name__, str(error)))
    return _Effect(value, (*args, *passed), any(_share_memory(value, arg) for arg in args))


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _arrays(item)


def _share_memory(value: Any, arg: Any) -> bool:
    given = list(_arrays(arg))
    return any(np.may_share_memory(one, two) for one in _arrays(value) for two in given)


def _own(value: Any) -> Any:
    """Copy an argument, so that a misconception that writes into it spoils nothing."""
    seed = getattr(value, "seed", None)
    return np.random.default_rng(seed) if isinstance(seed, int) else copy.deepcopy(value)


def _reference_function(evidence: Evidence, reference: Named) -> Function:
    owner, _, method = evidence.function.rpartition(".")
    place: Any = getattr(reference, owner) if owner else reference
    return getattr(place, method)  # type: ignore[no-any-return]


def _network(evidence: Evidence, reference: Named) -> tuple[Any, ...]:
    """Build the reference's network with the learner's parameters, to be a method's `self`."""
    owner = evidence.function.rpartition(".")[0]
    if not owner:
        return ()
    if evidence.params is None:
        raise ValueError("what the network held is not known")
    sizes = [evidence.params[0][0].shape[0], *(len(b) for _, b in evidence.params)]
    rng, dtype = np.random.default_rng(0), evidence.params[0][0].dtype
    kind = getattr(reference, owner)
    two_layers = owner == "SimpleNetwork"
    network = kind(rng, *sizes, dtype) if two_layers else kind(sizes, rng, dtype)
    for (W, b), (own_W, own_b) in zip(network.params, evidence.params, strict=True):  # noqa: N806 - maths names
        W[...], b[...] = own_W, own_b
    return (network,)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Failure) or isinstance(other, Failure):
        return isinstance(one, Failure) and isinstance(other, Failure) and one == other
    return difference(one, other, kind=Kind.SAME) is None


def _load(path: Path) -> tuple[Misconception, ...]:
    spec = importlib.util.spec_from_file_location(f"misconceptions_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise GraderError(f"{path} can't be loaded.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise GraderError(f"The misconceptions in {path} don't load: {error!r}.") from error
    return tuple(_marked(vars(module)))


def _marked(names: Mapping[str, Any]) -> list[Misconception]:
    found = [getattr(thing, "misconception", None) for thing in names.values()]
    return [one for one in found if isinstance(one, Misconception)]
