"""The submission's functions, methods and objects, as a check calls them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from nngrade.compare import describe
from nngrade.diagnosis import Failure
from nngrade.judging.calls import Pending, Returned
from nngrade.judging.failures import CheckFailure
from nngrade.judging.loops import VERY_MANY, must_not_loop
from nngrade.judging.params import Params, Shapes, equal_params, shapes, unlike_params
from nngrade.judging.wording import show_call
from nngrade.results import Outcome
from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import Done, Raised, Taken
from nngrade.text import visible

if TYPE_CHECKING:
    from nngrade.judging.student import Student

ITEMS_LIMIT = 10_000


class Function:
    """A function of the submission, or with an owner a method."""

    def __init__(self, student: "Student", name: str, owner: "Instance | None" = None) -> None:
        self._student = student
        self._name = name
        self._owner = owner

    @property
    def qualified(self) -> str:
        """The name as the catalogue writes it, such as `SimpleNetwork.forward`."""
        return f"{self._owner.kind}.{self._name}" if self._owner else self._name

    def later(self, *args: Any, **kwargs: Any) -> Pending:
        """Describe a call for `student.gather`."""
        return Pending(self._student, self, args, kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Returned:
        """Call it; arguments must come back unchanged and unshared."""
        return self._run(self.later(*args, **kwargs)).examined()

    def in_place(self, *args: Any, **kwargs: Any) -> Returned:
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
            words = (
                f"{shown}\n  raised {kind.__name__}, as it must, but its message "
                f"{visible(reply.message, 200)!r} doesn't name {naming}"
            )
            raised = Failure(reply.kind, reply.message)
            raise CheckFailure(words, evidence=pending.evidence(raised))

    def build(self, *args: Any, **kwargs: Any) -> "Instance":
        """Call a class, or `init_params`, and keep what it makes in the worker."""
        handle = self._student.worker.new_id()
        pending = self.later(*args, **kwargs).kept(handle)
        pending.receive(self._student._request(pending.step()))  # noqa: SLF001 - one class in two halves
        return Instance(self._student, handle, self._name, pending)

    def items(self, *args: Any, limit: int = ITEMS_LIMIT, **kwargs: Any) -> Returned:
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
        self,
        arguments: Callable[[int], tuple[Any, ...]],
        reference: Callable[..., Any],
        rows: int = VERY_MANY,
    ) -> None:
        """Demand that the work isn't done row by row in Python: `arguments(n)` for a batch of n.

        rows: enough of them for a loop inside C to show in the processor time
        """
        must_not_loop(self._student, self, arguments, reference, rows)

    def _run(self, pending: Pending) -> Returned:
        return pending.receive_unexamined(self._student._request(pending.step()))  # noqa: SLF001 - one class in two halves


class Instance:
    """An object of the submission that stays in the worker: a network."""

    def __init__(
        self, student: "Student", handle: int, kind: str, built: Pending | None = None
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
        evidence = self._built.evidence(got) if self._built else None
        raise CheckFailure(message, evidence=evidence)

    def attribute(self, name: str) -> Any:
        """Read an attribute's value, such as `W1`."""
        reply = self.student.ask(protocol.Get(self.handle, name), f"{self.kind}.{name}")
        return self.student.plain(reply.value) if isinstance(reply, Done) else None

    @property
    def params(self) -> Params:
        """The present `[(W, b), …]`; a check ends here where it has another form."""
        return self._as_params(self.attribute("params"))

    def _as_params(self, value: Any) -> Params:
        found = unlike_params(value)
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
            self._must_have_shapes(shapes(params))
            raise
        self.written = [(np.array(W), np.array(b)) for W, b in params]
        value = self.student.plain(now.value) if isinstance(now, Done) else None
        if not equal_params(self._as_params(value), params):
            raise CheckFailure(
                f"{self._place}\n  numbers that were written into its arrays are gone when they "
                "are read again: each W and b must be an array of its own, and none a copy"
            )

    def _must_have_shapes(self, wanted: Shapes) -> None:
        got = shapes(self.params)
        if got != wanted:
            raise CheckFailure(f"{self._place}\n  got the shapes {got}, expected {wanted}")

    @property
    def _place(self) -> str:
        """Where the arrays are: a network's `params`, or what `init_params` returned."""
        return f"{self.kind}.params" if self.kind[:1].isupper() else f"{self.kind}(…)"
