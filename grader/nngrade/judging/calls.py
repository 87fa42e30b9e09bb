"""A call of a learner's function: described, sent to the worker, and what it returned."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import numpy.typing as npt

from nngrade.compare import Kind, difference, form_difference, nonfinite
from nngrade.diagnosis import Evidence
from nngrade.judging.failures import CheckFailure
from nngrade.judging.wording import changed_in_words, show_call
from nngrade.results import Outcome
from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import Call, Done, Raised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nngrade.judging.functions import Function
    from nngrade.judging.student import Student


class Kept:
    """A value or an object that stays in the worker; passes as an argument."""

    def __init__(self, handle: int, shown: str) -> None:
        self.handle = handle
        self.shown = shown


class Seeded:
    """A new `np.random.default_rng(seed)` in the worker, each time it is passed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.shown = f"np.random.default_rng({seed})"


class Pending:
    """A call that is described but not made yet."""

    def __init__(
        self,
        student: "Student",
        function: "Function",
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        keep: int | None = None,
        trace: bool = False,
        hold: bool = False,
    ) -> None:
        self.student = student
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.keep = keep
        self.trace = trace
        self.hold = hold

    def kept(self, handle: int) -> "Pending":
        """Return the same call, its result staying in the worker."""
        return Pending(self.student, self.function, self.args, self.kwargs, keep=handle)

    def traced(self) -> "Pending":
        """Return the same call, its line and call events counted."""
        return Pending(self.student, self.function, self.args, self.kwargs, trace=True)

    def holding(self) -> "Pending":
        """Return the same call, the arrays passed to be sent back after it."""
        return Pending(self.student, self.function, self.args, self.kwargs, hold=True)

    def step(self) -> Call:
        """Return the message for the worker."""
        owner = self.function._owner  # noqa: SLF001 - one class in two halves
        return Call(
            self.function._name,  # noqa: SLF001 - one class in two halves
            [self.student.pack(arg) for arg in self.args],
            {name: self.student.pack(value) for name, value in self.kwargs.items()},
            owner.handle if owner else None,
            self.keep,
            self.trace,
            self.hold,
        )

    def receive(self, reply: protocol.Reply) -> "Returned":
        """Turn the worker's reply into an examined result."""
        return self.receive_unexamined(reply).examined(aliasing=self.keep is None)

    def receive_unexamined(self, reply: protocol.Reply) -> "Returned":
        """Turn the worker's reply into a result; an exception ends the check."""
        if not isinstance(reply, Done | Raised):
            raise CheckFailure("A reply of another kind than its request.", Outcome.ERROR)
        if isinstance(reply, Done) and self.hold and len(reply.held) != _count_arrays(self.args):
            raise CheckFailure(
                f"{self.shown}\n  sent back other arrays than were passed", Outcome.ERROR
            )
        done = self.student.accept(reply, self.shown if isinstance(reply, Raised) else "", self)
        return Returned(self, done)  # type: ignore[arg-type]

    def evidence(
        self, got: Any, after: tuple[Any, ...] | None = None, *, aliased: bool = False
    ) -> Evidence:
        """Return what is known about the call, for a diagnosis."""
        owner = self.function._owner  # noqa: SLF001 - one class in two halves
        written = owner.written if owner else None
        name = self.function.qualified
        is_class = owner is None and name[:1].isupper()
        name = f"{name}.__init__" if is_class else name
        return Evidence(name, self.args, self.kwargs, got, written, after, aliased)

    @property
    def shown(self) -> str:
        """The call in words."""
        return show_call(self.function.qualified, self.args, self.kwargs)


class Returned:
    """What a call returned, with everything known about the call."""

    def __init__(self, call: Pending, done: Done) -> None:
        self._call = call
        self._done = done
        self.value = call.student.plain(done.value)
        self.events = done.events
        self.traced = done.traced

    @property
    def after(self) -> list[Any]:
        """The arguments as they are after the call."""
        changed = self._done.changed
        return [
            self._call.student.plain(changed[str(index)]) if str(index) in changed else arg
            for index, arg in enumerate(self._call.args)
        ]

    @property
    def held(self) -> list[Any]:
        """The arrays that were passed to `in_place`, one after the other, as they are now.

        `after` has a list as it is now: whether its arrays are those that were passed, only
        this shows.
        """
        return [self._call.student.plain(array) for array in self._done.held]

    def must_equal(
        self, expected: Any, *, kind: Kind | str = Kind.SAME, scale: float = 1.0, note: str = ""
    ) -> None:
        """Demand this value: type, shape, dtype, finiteness, entries (see `compare.difference`).

        note: said after a difference, such as where the expected value comes from
        """
        found = difference(self.value, expected, kind=Kind(kind), scale=scale)
        if found:
            self.fail(found + note)

    def array(
        self,
        shape: tuple[int, ...],
        dtype: npt.DTypeLike = np.float64,
        *,
        kind: Kind | str = Kind.SAME,
    ) -> npt.NDArray[Any]:
        """Return the value, once it is sure to be a finite array of this shape and dtype."""
        found = form_difference(self.value, shape, dtype, Kind(kind))
        found = found or nonfinite(np.asarray(self.value))
        if found:
            self.fail(found)
        return np.asarray(self.value)

    def must(self, holds: object, otherwise: str, *, earlier: "Sequence[Returned]" = ()) -> None:
        """Demand a property of the value; `otherwise` tells what was got and what must hold."""
        if not bool(holds):
            self.fail(otherwise, earlier=earlier)

    def fail(self, message: str, *, earlier: "Sequence[Returned]" = ()) -> NoReturn:
        """End the check: the call, then what is wrong with its result.

        earlier: the calls that this one was compared with, so that the mistake can be named
        """
        evidence = replace(self.evidence, earlier=tuple(one.evidence for one in earlier))
        raise CheckFailure(f"{self._call.shown}\n  {message}", evidence=evidence)

    @property
    def evidence(self) -> Evidence:
        """What is known about the call, for a diagnosis."""
        after = (*self.after, *self.held)
        return self._call.evidence(self.value, after, aliased=self._done.aliased)

    def examined(self, *, aliasing: bool = True) -> "Returned":
        """Demand that the arguments are unchanged and share no memory with the result."""
        if self._done.changed:
            name = self._call.function.qualified
            parameters = self._call.student.parameters(name)
            self.fail(changed_in_words(name, self._done.changed, parameters))
        if aliasing and self._done.aliased:
            self.fail(
                "the result shares its memory with an argument, so that changing one would "
                "change the other: return a new array"
            )
        return self


def _count_arrays(value: Any) -> int:
    """Count the arrays that a call sends, in lists too."""
    inner = sum(map(_count_arrays, value)) if isinstance(value, list | tuple) else 0
    return inner + isinstance(value, np.ndarray)
