"""The submission as a check sees it: `student.softmax(x).must_equal(…)`.

Each call crosses to the worker and back. What comes back is examined before the check
sees it: that the function ran, left its arguments alone and shares no memory with them.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from nngrade import gradcheck
from nngrade.catalog import Exercise
from nngrade.diagnosis import Evidence, Failure
from nngrade.judging.calls import Kept, Pending, Returned, Seeded
from nngrade.judging.failures import CheckFailure
from nngrade.judging.functions import Function
from nngrade.judging.gradients import wrong_in_words
from nngrade.judging.wording import traceback_in_words
from nngrade.results import GradientCheck, Outcome
from nngrade.sandbox import protocol
from nngrade.sandbox.protocol import Answer, Batch, Batched, Call, Done, Raised, Step, Taken
from nngrade.sandbox.runner import Settings, Violation, Worker, WorkerFailure
from nngrade.submission import Submission
from nngrade.text import visible

PRINTED_LIMIT = 64 * 2**10


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

    def __getattr__(self, name: str) -> Function:
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

    def gather(self, *calls: Pending) -> list[Returned]:
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
        self, reply: Done | Taken | Raised, what: str, call: Pending | None = None
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
        reference: Mapping[str, Any] | None = None,
        call: Returned | None = None,
    ) -> None:
        """Hold gradients against central differences, tensor by tensor; keep the figures.

        hint: said after a failure, such as whether the backward pass fits its own forward pass
        reference: the reference's gradients, to be shown beside the others
        call: what returned the gradients, so that a failure can be given its name
        """
        self.gradients = gradcheck.examine(analytic, numeric)
        words = wrong_in_words(self.gradients, analytic, numeric, reference)
        if words:
            words += f"\n{hint}" if hint else ""
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


def _called(request: Step | Batch) -> str:
    """Return the name of the one function that a request calls, "" where there are several."""
    steps = request.steps if isinstance(request, Batch) else [request]
    names = {step.name for step in steps if isinstance(step, Call)}
    return names.pop() if len(names) == 1 else ""


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
