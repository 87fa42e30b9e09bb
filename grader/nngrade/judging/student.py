"""The submission as a check sees it: `student.softmax(x).must_equal(…)`.

Each call crosses to the worker and back. What comes back is examined before the check
sees it: that the function ran, left its arguments alone and shares no memory with them.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from nngrade import gradcheck
from nngrade.catalog import Exercise
from nngrade.compare import Kind, describe, difference, form_difference, nonfinite
from nngrade.diagnosis import Evidence, Failure
from nngrade.judging.failures import CheckFailure
from nngrade.judging.loops import must_not_loop
from nngrade.judging.wording import changed_in_words, show_call, traceback_in_words
from nngrade.results import GradientCheck, Outcome
from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import Answer, Batch, Batched, Call, Done, Raised, Step, Taken
from nngrade.sandbox.runner import Settings, Violation, Worker, WorkerFailure
from nngrade.submission import Submission
from nngrade.text import visible

ITEMS_LIMIT = 10_000
Shapes = list[tuple[tuple[int, ...], tuple[int, ...]]]
PRINTED_LIMIT = 64 * 2**10
_SHOWN = 4


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


class Student:
    """The functions and classes of one exercise of one submission."""

    def __init__(
        self,
        worker: Worker,
        exercise: Exercise,
        submission: Submission,
        settings: Settings,
        parameters: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        self.worker = worker
        self.parameters = parameters
        self.submission = submission
        self.settings = settings
        self.exercise = exercise
        self.gradients: tuple[GradientCheck, ...] = ()
        self.printed = ""

    def __getattr__(self, name: str) -> "Function":
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self, name)

    def begin(self) -> None:
        """Forget what the check before found and printed."""
        self.gradients = ()
        self.printed = ""

    def seeded(self, seed: int) -> Seeded:
        """Stand for a new generator with this seed; `keep` it to go on with one generator."""
        return Seeded(seed)

    def keep(self, value: Any) -> Kept:
        """Put a value into the worker once, to pass it several times."""
        handle = self.worker.new_id()
        self.ask(protocol.Put(handle, self.pack(value)), "keep")
        return Kept(handle, getattr(value, "shown", "…"))

    def gather(self, *calls: "Pending") -> "list[Returned]":
        """Make several calls in one journey: `gather(student.f.later(x), student.f.later(y))`."""
        reply = self._request(Batch([call.step() for call in calls]))
        if not isinstance(reply, Batched):
            raise CheckFailure("A batch got no batch of replies.", Outcome.ERROR)
        return [call.receive(one) for call, one in zip(calls, reply.replies, strict=True)]

    def ask_all(self, *steps: Step, what: str) -> list[Done | Taken]:
        """Send several steps in one journey; a reply that is an exception ends the check."""
        reply = self._request(Batch(list(steps)))
        if not isinstance(reply, Batched):
            raise CheckFailure("A batch got no batch of replies.", Outcome.ERROR)
        return [self.accept(one, what) for one in reply.replies]

    def ask(self, step: Step, what: str) -> Done | Taken:
        """Send one step; a reply that is an exception ends the check."""
        reply = self._request(step)
        if isinstance(reply, Batched | protocol.Asked):
            raise CheckFailure("A reply of another kind than its request.", Outcome.ERROR)
        return self.accept(reply, what)

    def accept(
        self, reply: Done | Taken | Raised, what: str, call: "Pending | None" = None
    ) -> Done | Taken:
        """Note what was printed, up to a limit; an exception ends the check."""
        self.printed = (self.printed + reply.printed)[:PRINTED_LIMIT]
        if isinstance(reply, Raised):
            evidence = call.evidence(Failure(reply.kind, reply.message)) if call else None
            raise self._explained(reply, what, evidence)
        return reply

    def pack(self, value: Any) -> protocol.Value:
        """Turn an argument into a wire value; functions become callbacks."""
        return protocol.pack(value, self._token)

    def plain(self, value: protocol.Value) -> Any:
        """Turn a reply's value into plain objects; values beyond the caps end the check."""
        try:
            return protocol.unpack(value)
        except protocol.WireError as error:
            raise CheckFailure(f"What came back can't be used: {error}.", Outcome.ERROR) from error

    def gradient_check(
        self,
        analytic: Mapping[str, Any],
        numeric: Mapping[str, Any],
        hint: str = "",
        *,
        call: "Returned | None" = None,
    ) -> None:
        """Hold gradients against central differences, tensor by tensor; keep the figures.

        hint: said after a failure, such as whether the backward pass fits its own forward pass
        call: what returned the gradients, so that a failure can be given its name
        """
        self.gradients = gradcheck.examine(analytic, numeric)
        wrong = [check for check in self.gradients if not gradcheck.passes(check.relative_error)]
        if wrong:
            right = [check.tensor for check in self.gradients if check not in wrong]
            words = _gradients_in_words(wrong, right) + (f"\n{hint}" if hint else "")
            if call:
                call.fail(words.replace("\n", "\n  "))
            raise CheckFailure(words)

    def _request(self, request: Step | Batch) -> protocol.Reply:
        try:
            return self.worker.request(request)
        except WorkerFailure as failure:
            name = _called(request) or self.exercise.file
            raise CheckFailure(f"{name}: {failure.message}", Outcome.ERROR) from failure

    def _token(self, value: Any) -> protocol.Value:
        if isinstance(value, Kept):
            return protocol.Handle(value.handle)
        if isinstance(value, Seeded):
            return protocol.Rng(value.seed)
        if isinstance(value, type) and issubclass(value, np.generic):
            return protocol.Dtype(value.__name__)
        if callable(value):
            return protocol.Callback(self.worker.register(_callback(value)))
        raise TypeError(f"a check passed a {type(value).__name__}, which can't travel")

    def _explained(self, raised: Raised, what: str, evidence: Evidence | None) -> CheckFailure:
        if raised.kind == protocol.MISSING:
            return CheckFailure(self._missing(raised))
        if self._is_stub(raised):
            name = raised.message.partition(":")[0]
            return CheckFailure(f"{name} is not written yet.", Outcome.NOT_STARTED)
        text = traceback_in_words(raised, what, self.submission, self.settings.memory)
        return CheckFailure(text, Outcome.ERROR, evidence)

    def _is_stub(self, raised: Raised) -> bool:
        stubs = {f"{name}: see course/lessons/" for name in self.exercise.functions}
        return raised.kind == "NotImplementedError" and any(
            raised.message.startswith(stub) for stub in stubs
        )

    def _missing(self, raised: Raised) -> str:
        found = visible(raised.message, 200)
        has = f" It has {found}." if found else " It defines nothing yet."
        wanted = raised.bases[0] if raised.bases else "what is asked for"
        return f"{self.exercise.file} has nothing called {visible(wanted, 80)}.{has}"


class Function:
    """A function of the submission, or with an owner a method."""

    def __init__(self, student: Student, name: str, owner: "Instance | None" = None) -> None:
        self._student = student
        self._name = name
        self._owner = owner

    @property
    def qualified(self) -> str:
        """The name as the catalogue writes it, such as `SimpleNetwork.forward`."""
        return f"{self._owner.kind}.{self._name}" if self._owner else self._name

    def later(self, *args: Any, **kwargs: Any) -> "Pending":
        """Describe a call for `student.gather`."""
        return Pending(self._student, self, args, kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> "Returned":
        """Call it; arguments must come back unchanged and unshared."""
        return self._run(self.later(*args, **kwargs)).examined()

    def in_place(self, *args: Any, **kwargs: Any) -> "Returned":
        """Call it where changed arguments are the purpose: see `Returned.after` and `held`."""
        return self._run(self.later(*args, **kwargs).holding())

    def must_raise(
        self, kind: type[Exception], *args: Any, naming: str = "", **kwargs: Any
    ) -> None:
        """Demand an exception of this kind whose message contains `naming`."""
        pending = self.later(*args, **kwargs)
        reply = self._student._request(pending.step())  # noqa: SLF001 - one class in two halves
        shown = show_call(self.qualified, args, kwargs)
        if isinstance(reply, Done):
            returned = Returned(pending, reply)
            returned.fail(f"returned {describe(returned.value)}, must raise {kind.__name__}")
        if not isinstance(reply, Raised):
            raise CheckFailure("A reply of another kind than its request.", Outcome.ERROR)
        if kind.__name__ not in reply.bases:
            self._student.accept(reply, f"{shown} must raise {kind.__name__}, but", pending)
        if naming not in reply.message:
            raise CheckFailure(
                f"{shown}\n  raised {kind.__name__}, as it must, but its message "
                f"{visible(reply.message, 200)!r} doesn't name {naming}"
            )

    def build(self, *args: Any, **kwargs: Any) -> "Instance":
        """Call a class, or `init_params`, and keep what it makes in the worker."""
        handle = self._student.worker.new_id()
        pending = self.later(*args, **kwargs).kept(handle)
        pending.receive(self._student._request(pending.step()))  # noqa: SLF001 - one class in two halves
        return Instance(self._student, handle, self._name, pending)

    def items(self, *args: Any, limit: int = ITEMS_LIMIT, **kwargs: Any) -> "Returned":
        """Call it and draw all that it yields: items and arguments must stay as they were."""
        handle = self._student.worker.new_id()
        pending = self.later(*args, **kwargs).kept(handle)
        pending.receive(self._student._request(pending.step()))  # noqa: SLF001 - one class in two halves
        taken = self._student.ask(protocol.Take(handle, limit), pending.shown)
        if not isinstance(taken, Taken):
            raise CheckFailure("A reply of another kind than its request.", Outcome.ERROR)
        drawn = Returned(pending, Done(protocol.Items(taken.items), taken.changed))
        drawn.must(taken.exhausted, f"yields more than {limit - 1} items")
        drawn.must(
            taken.stable,
            "an item that was drawn earlier changed when a later one was drawn: each must stay "
            "valid",
        )
        return drawn.examined()

    def must_not_loop(
        self, arguments: Callable[[int], tuple[Any, ...]], reference: Callable[..., Any]
    ) -> None:
        """Demand that the work isn't done row by row in Python: `arguments(n)` for a batch of n."""
        must_not_loop(self._student, self, arguments, reference)

    def _run(self, pending: "Pending") -> "Returned":
        return pending.receive_unexamined(self._student._request(pending.step()))  # noqa: SLF001 - one class in two halves


class Pending:
    """A call that is described but not made yet."""

    def __init__(
        self,
        student: Student,
        function: Function,
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
        done = self.student.accept(reply, self.shown, self)
        return Returned(self, done)  # type: ignore[arg-type]

    def evidence(
        self, got: Any, after: tuple[Any, ...] | None = None, *, aliased: bool = False
    ) -> Evidence:
        """Return what is known about the call, for a diagnosis."""
        owner = self.function._owner  # noqa: SLF001 - one class in two halves
        written = owner.written if owner else None
        name = self.function.qualified
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


class Instance:
    """An object of the submission that stays in the worker: a network."""

    def __init__(
        self, student: Student, handle: int, kind: str, built: "Pending | None" = None
    ) -> None:
        self.student = student
        self.handle = handle
        self.kind = kind
        self._built = built
        self.written: list[tuple[Any, Any]] | None = None

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self.student, name, self)

    def fail(self, message: str, got: Any = None) -> NoReturn:
        """End the check for what the call made that built this: `got`, such as its params."""
        evidence = None
        if self._built:
            made = self._built.evidence(got)
            is_class = self.kind[:1].isupper()
            evidence = replace(made, function=f"{self.kind}.__init__") if is_class else made
        raise CheckFailure(message, evidence=evidence)

    def attribute(self, name: str) -> Any:
        """Read an attribute's value, such as `W1`."""
        reply = self.student.ask(protocol.Get(self.handle, name), f"{self.kind}.{name}")
        return self.student.plain(reply.value) if isinstance(reply, Done) else None

    @property
    def params(self) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
        """The present `[(W, b), …]`; a check ends here where it has another form."""
        return self._as_params(self.attribute("params"))

    def _as_params(self, value: Any) -> list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
        found = _unlike_params(value)
        if found:
            raise CheckFailure(f"{self._place}\n  got {found}, expected a list of tuples (W, b)")
        return value  # type: ignore[no-any-return]

    def write_params(self, params: Sequence[tuple[Any, Any]]) -> None:
        """Write these values into the arrays of `params`, in place; they must stand there then."""
        values = [(self.student.pack(W), self.student.pack(b)) for W, b in params]
        write, read = protocol.Write(self.handle, values), protocol.Get(self.handle, "params")
        shown = f"Writing W[...] = … into the arrays of {self.kind}"
        try:
            _, now = self.student.ask_all(write, read, what=shown)
        except CheckFailure:
            self._must_have_shapes(_shapes(params))
            raise
        self.written = [(np.array(W), np.array(b)) for W, b in params]
        value = self.student.plain(now.value) if isinstance(now, Done) else None
        if not _equal_params(self._as_params(value), params):
            raise CheckFailure(
                f"{self._place}\n  numbers that were written into its arrays are gone when they "
                "are read again: each W and b must be an array of its own, and none a copy"
            )

    def _must_have_shapes(self, wanted: Shapes) -> None:
        got = _shapes(self.params)
        if got != wanted:
            raise CheckFailure(f"{self._place}\n  got the shapes {got}, expected {wanted}")

    @property
    def _place(self) -> str:
        """Where the arrays are: a network's `params`, or what `init_params` returned."""
        return f"{self.kind}.params" if self.kind[:1].isupper() else f"{self.kind}(…)"


def _count_arrays(value: Any) -> int:
    """Count the arrays that a call sends, in lists too."""
    inner = sum(map(_count_arrays, value)) if isinstance(value, list | tuple) else 0
    return inner + isinstance(value, np.ndarray)


def _called(request: Step | Batch) -> str:
    """Return the name of the one function that a request calls, "" where there are several."""
    steps = request.steps if isinstance(request, Batch) else [request]
    names = {step.name for step in steps if isinstance(step, Call)}
    return names.pop() if len(names) == 1 else ""


def _unlike_params(value: Any) -> str:
    """Say what a value has that no list of tuples (W, b) has; "" where it is one."""
    if not isinstance(value, list):
        return describe(value)
    for place, pair in enumerate(value):
        if not (isinstance(pair, tuple) and len(pair) == 2):  # noqa: PLR2004 - W and b
            return f"a list whose item {place} is {describe(pair)}"
        for letter, array in zip("Wb", pair, strict=True):
            if not isinstance(array, np.ndarray):
                return f"a list whose item {place} has {describe(array)} for {letter}"
    return ""


def _shapes(params: Sequence[tuple[Any, Any]]) -> Shapes:
    return [(W.shape, b.shape) for W, b in params]


def _equal_params(one: Sequence[tuple[Any, Any]], other: Sequence[tuple[Any, Any]]) -> bool:
    return _shapes(one) == _shapes(other) and all(
        np.array_equal(mine, yours)
        for layer, same in zip(one, other, strict=True)
        for mine, yours in zip(layer, same, strict=True)
    )


def _callback(function: Callable[..., Any]) -> Callable[[list[Any], dict[str, Any]], Answer]:
    """Answer for a function of a check; a call with other arguments is the learner's mistake."""
    signature = inspect.signature(function)

    def answer(args: list[Any], kwargs: dict[str, Any]) -> Answer:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            name = getattr(function, "__name__", "the function given")
            raise Violation(f"{name}(): {error}", "TypeError") from error
        try:
            return Answer(protocol.pack(function(*args, **kwargs)))
        except CheckFailure:
            raise
        except Exception as error:
            # Whatever it was given instead of numbers, the check is not to blame.
            raise Violation(f"the function given can't take this: {error}", "TypeError") from error

    return answer


def _gradients_in_words(wrong: list[GradientCheck], right: list[str]) -> str:
    lines = []
    for check in wrong:
        lines.append(
            f"{check.tensor}: relative error {check.relative_error:.1e}, must be below 1e-6"
        )
        lines.append(f"  analytic {_first(check.analytic)}")
        lines.append(f"  numeric  {_first(check.numeric)}")
        factor = gradcheck.common_factor(check)
        if factor is not None:
            lines.append(f"  each entry is {factor:.4g} times the numeric one")
    if right:
        lines.append(f"right: {', '.join(right)}")
    return "\n".join(lines)


def _first(values: Sequence[float]) -> str:
    words = [f"{value + 0.0: .5g}" for value in values[:_SHOWN]]
    return "  ".join([*words, "…"] if len(values) > _SHOWN else words)
