"""What is known about the call behind a failing check."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np


class Named(Protocol):
    """Whatever holds the reference's functions by name."""

    def __getattr__(self, name: str) -> Any: ...


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
    lists too; `aliased` says that the result shares memory with one. `earlier` are the calls
    that a check compares this one with.
    """

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    got: Any
    params: list[tuple[Any, Any]] | None = None
    after: tuple[Any, ...] | None = None
    aliased: bool = False
    earlier: "tuple[Evidence, ...]" = ()

    @property
    def by_chance(self) -> bool:
        """Whether the call got a random generator, or something that only the worker holds."""
        given = (*self.args, *self.kwargs.values())
        return any(hasattr(one, "seed") or hasattr(one, "handle") for one in given)


class Recorded:
    """A call as a misconception's `when` sees it: arguments by name, `got` and `after`."""

    def __init__(self, evidence: Evidence, reference: Named) -> None:
        signature = inspect.signature(reference_callable(evidence.function, reference))
        bound = signature.bind(*evidence.args, **evidence.kwargs)
        bound.apply_defaults()
        self.got = evidence.got
        self.after = evidence.after
        if evidence.params is not None:  # a function may have an argument of this name
            self.params = evidence.params
        self.aliased = evidence.aliased
        self._arguments = bound.arguments

    def __getattr__(self, name: str) -> Any:
        try:
            return self._arguments[name]
        except KeyError:
            raise AttributeError(name) from None


def reference_callable(function: str, reference: Named) -> Callable[..., Any]:
    """Return the reference's function, class (for `Net.__init__`), or method without its self."""
    owner, _, method = function.rpartition(".")
    if not owner:
        return getattr(reference, function)  # type: ignore[no-any-return]
    kind = getattr(reference, owner)
    if method == "__init__":
        return kind  # type: ignore[no-any-return]
    found = inspect.getattr_static(kind, method, None)
    if not callable(found):  # an attribute, or a property
        return lambda: None
    return getattr(object.__new__(kind), method)  # type: ignore[no-any-return]


def arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Walk through the arrays of a value, in lists and tuples too."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from arrays(item)
