"""Holds one call of the learner's against what known wrong implementations do with it."""

import copy
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from types import GeneratorType
from typing import Any

import numpy as np

from nngrade.compare import Kind, difference
from nngrade.diagnosis.catalogue import Function, Misconception
from nngrade.diagnosis.evidence import Evidence, Failure, Named, Recorded, arrays


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a call did: its value, the arguments after it, and whether they share memory."""

    value: Any
    after: tuple[Any, ...] = ()
    aliased: bool = False


class Case:
    """The call behind one failing check."""

    def __init__(self, evidence: Evidence, reference: Named) -> None:
        self.evidence = evidence
        self._reference = reference

    @cached_property
    def right(self) -> Any:
        """What the reference gives for this call; a `Failure` where it raises."""
        return self._right.value

    @property
    def comparable(self) -> bool:
        """Whether a wrong implementation of the learner's kind had to give the same value."""
        return not self.evidence.by_chance and not self.evidence.earlier

    @property
    def telling(self) -> bool:
        """Whether what came back is more than nan or an infinity, which many mistakes give."""
        return _telling(self.evidence.got)

    def explained_by(self, candidates: tuple[Misconception, ...]) -> list[Misconception]:
        """Return those that did what the learner's code did; the same side effects come first."""
        own = [one for one in candidates if one.of == self.evidence.function]
        exact: list[Misconception] = []
        others: list[Misconception] = []
        for one in own:
            if one.when is not None:
                if self._fulfils(one):
                    exact.append(one)
            elif not one.by_symptoms:
                theirs = self._effect(one.function)
                if self._explains(theirs):
                    same = _same_side_effects(theirs, self._got)
                    (exact if same else others).append(one)
        return exact or others

    @cached_property
    def _got(self) -> _Effect:
        given = self.evidence
        return _Effect(given.got, given.after or given.args, given.aliased)

    @cached_property
    def _right(self) -> _Effect:
        owner, _, method = self.evidence.function.rpartition(".")
        place: Any = getattr(self._reference, owner) if owner else self._reference
        return self._effect(getattr(place, method, _nothing))

    @cached_property
    def _recorded(self) -> list[Recorded]:
        calls = (*self.evidence.earlier, self.evidence)
        return [Recorded(call, self._reference) for call in calls]

    def _fulfils(self, one: Misconception) -> bool:
        try:
            with _quiet():
                return bool(one.when and one.when(*self._recorded))
        except Exception:  # noqa: BLE001 - a predicate meets whatever a learner's code returned
            return False

    def _explains(self, theirs: _Effect) -> bool:
        """Whether a wrong implementation did what was got, side effects deciding between equals."""
        if not _alike(self._got.value, theirs.value):
            return False
        if not _alike(self._right.value, theirs.value):
            return True
        same = _same_side_effects(theirs, self._got)
        return same and _apart(theirs, self._right) and _apart(self._got, self._right)

    def _effect(self, function: Function) -> _Effect:
        """Call a function as the learner's was called; what it raises is what it did."""
        args = [_own(arg) for arg in self.evidence.args]
        kwargs = {name: _own(value) for name, value in self.evidence.kwargs.items()}
        passed = tuple(arrays(args))
        try:
            with _quiet():
                owner = _network(self.evidence, self._reference)
                value = function(*owner, *args, **kwargs)
                value = list(value) if isinstance(value, GeneratorType) else value
        except Exception as error:  # noqa: BLE001 - a wrong implementation may fail in any way
            return _Effect(Failure(type(error).__name__, str(error)))
        return _Effect(value, (*args, *passed), any(_share_memory(value, arg) for arg in args))


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    """Stand for the function of an attribute, which has none."""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to oneself what NumPy says of strange numbers."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _same_side_effects(one: _Effect, other: _Effect) -> bool:
    pairs = zip(one.after, other.after, strict=False)
    data = [(mine, yours) for mine, yours in pairs if isinstance(yours, np.ndarray | list | tuple)]
    # What the misconception left is known to be plain, and so the one to compare with.
    return one.aliased == other.aliased and all(_alike(yours, mine) for mine, yours in data)


def _apart(one: _Effect, other: _Effect) -> bool:
    """Whether the side effects differ, also in a single bit: an argument left a rounding off."""
    pairs = zip(_arrays_after(one), _arrays_after(other), strict=False)
    return not _same_side_effects(one, other) or any(
        mine.tobytes() != yours.tobytes() for mine, yours in pairs
    )


def _arrays_after(effect: _Effect) -> Iterator[np.ndarray[Any, Any]]:
    return arrays(effect.after)


def _share_memory(value: Any, arg: Any) -> bool:
    given = list(arrays(arg))
    return any(np.may_share_memory(one, two) for one in arrays(value) for two in given)


def _own(value: Any) -> Any:
    """Copy an argument, so that a misconception that writes into it spoils nothing."""
    seed = getattr(value, "seed", None)
    return np.random.default_rng(seed) if isinstance(seed, int) else copy.deepcopy(value)


def _network(evidence: Evidence, reference: Named) -> tuple[Any, ...]:
    """Build the reference's network with the learner's parameters, to be a method's `self`."""
    owner, _, method = evidence.function.rpartition(".")
    if not owner:
        return ()
    kind = getattr(reference, owner)
    if method == "__init__":
        return (object.__new__(kind),)
    if evidence.params is None:
        raise ValueError("what the network held is not known")
    sizes = [evidence.params[0][0].shape[0], *(len(b) for _, b in evidence.params)]
    rng, dtype = np.random.default_rng(0), evidence.params[0][0].dtype
    two_layers = owner == "SimpleNetwork"
    network = kind(rng, *sizes, dtype) if two_layers else kind(sizes, rng, dtype)
    for (W, b), (own_W, own_b) in zip(network.params, evidence.params, strict=True):  # noqa: N806 - maths names
        W[...], b[...] = own_W, own_b
    return (network,)


def _telling(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_telling, value)) or not value
    if isinstance(value, np.ndarray | np.floating | float):
        numbers = np.asarray(value)
        return numbers.dtype.kind != "f" or not numbers.size or bool(np.isfinite(numbers).any())
    return True


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Failure) or isinstance(other, Failure):
        return isinstance(one, Failure) and isinstance(other, Failure) and one == other
    return difference(one, other, kind=Kind.SAME) is None
