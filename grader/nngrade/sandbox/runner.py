"""The grader's side of a worker: sends requests, answers callbacks, keeps deadlines."""

import contextlib
import signal
import time
from collections.abc import Callable
from typing import Any, Self

import msgspec
import numpy as np

from nngrade.errors import NNGradeError
from nngrade.sandbox import protocol
from nngrade.sandbox.confine import Limits
from nngrade.sandbox.launch import SERVER_SECONDS, Child, Launcher
from nngrade.sandbox.protocol import Answer, Asked, Batch, Batched, Refusal, Reply, Request, Value

MIB = 2**20


class Settings(msgspec.Struct, frozen=True):
    """Every deadline and cap, in seconds and bytes; tests shorten them."""

    call_seconds: float = 5.0
    exercise_seconds: float = 10.0
    submission_seconds: float = 60.0
    epoch_seconds: float = 120.0
    server_seconds: float = SERVER_SECONDS
    memory: int = 1024 * MIB
    training_memory: int = 4096 * MIB
    reply_bytes: int = protocol.MAX_REPLY
    callback_calls: int = 100_000
    callback_elements: int = 10**6
    loop_cpu_seconds: float = 0.010
    loop_cpu_factor: float = 20.0


class WorkerFailure(NNGradeError):
    """The worker is gone: it took too long, ended itself, or sent what is no message."""


class Violation(Exception):
    """A callback was called with something that it can't take; the worker hears of it."""

    def __init__(self, message: str, kind: str = "ValueError") -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind


class Worker:
    """One child with one submission's one exercise; a context manager that ends the child."""

    def __init__(
        self, launcher: Launcher, settings: Settings, limits: Limits | None = None
    ) -> None:
        self._settings = settings
        self._limits = limits or Limits(memory=settings.memory)
        self._child: Child = launcher.launch(self._limits, settings.server_seconds)
        self._callbacks: dict[int, Callable[[list[Any], dict[str, Any]], Answer]] = {}
        self._calls_left = settings.callback_calls
        self._ids = iter(range(1, 2**62))
        self._ends = time.monotonic() + settings.exercise_seconds
        self.failure: WorkerFailure | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._child.kill()

    def new_id(self) -> int:
        """Return an unused number for an object that will stay in the worker."""
        return next(self._ids)

    def allow(self, seconds: float) -> None:
        """Set the time that all further requests may take together."""
        self._ends = time.monotonic() + seconds

    def register(self, answer: Callable[[list[Any], dict[str, Any]], Answer]) -> int:
        """Make a function callable from the worker; returns the number for a Callback."""
        number = self.new_id()
        self._callbacks[number] = answer
        return number

    def cpu_seconds(self) -> float | None:
        """Return the processor time that the worker has used, None where unknown."""
        return self._child.cpu_seconds()

    def request(self, request: Request, seconds: float | None = None) -> Reply:
        """Send a request and return its reply; WorkerFailure once the worker is gone."""
        if self.failure is not None:
            raise self.failure
        deadline = min(time.monotonic() + (seconds or self._settings.call_seconds), self._ends)
        try:
            return self._converse(request, deadline)
        except (TimeoutError, protocol.ConnectionClosed, protocol.WireError, OSError) as error:
            self.failure = self._failure(error, seconds)
            raise self.failure from error

    def _converse(self, request: Request, deadline: float) -> Reply:
        self._send(request, deadline)
        while isinstance(reply := self._receive(deadline), Asked):
            self._send(self._answer(reply), deadline)
        if isinstance(request, Batch) != isinstance(reply, Batched):
            raise protocol.WireError("a reply of another kind than its request")
        if isinstance(reply, Batched) and len(reply.replies) != len(request.steps):  # type: ignore[union-attr]
            raise protocol.WireError("a batch with another number of replies")
        return reply

    def _send(self, request: Request, deadline: float) -> None:
        self._wait_at_most_until(deadline)
        protocol.send_frame(self._child.connection, protocol.encode(request))

    def _receive(self, deadline: float) -> Reply:
        frame = protocol.receive_frame(
            self._child.connection,
            self._settings.reply_bytes,
            lambda: self._wait_at_most_until(deadline),
        )
        return protocol.decode_reply(frame)

    def _wait_at_most_until(self, deadline: float) -> None:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._child.connection.settimeout(remaining)

    def _answer(self, asked: Asked) -> Answer | Refusal:
        self._calls_left -= 1
        if self._calls_left < 0:
            raise protocol.WireError("the function given was called far too often")
        if asked.callback not in self._callbacks:
            raise protocol.WireError("a function that was never given")
        try:
            args = [self._plain(value) for value in asked.args]
            kwargs = {name: self._plain(value) for name, value in asked.kwargs.items()}
            return self._callbacks[asked.callback](args, kwargs)
        except Violation as error:
            return Refusal(error.kind, error.message)

    def _plain(self, value: Value) -> Any:
        plain = protocol.unpack(value)
        if isinstance(plain, np.ndarray) and plain.size > self._settings.callback_elements:
            raise Violation(f"an array of shape {plain.shape} is too large here")
        return plain

    # --- what became of it -------------------------------------------------------------------

    def _failure(self, error: Exception, seconds: float | None) -> WorkerFailure:
        status = self._child.kill()
        if isinstance(error, TimeoutError):
            return WorkerFailure(self._too_slow(seconds))
        if isinstance(error, protocol.WireError):
            return WorkerFailure(f"what it returned can't be used: {error}.")
        return WorkerFailure(_ending(status))

    def _too_slow(self, seconds: float | None) -> str:
        limit = seconds or self._settings.call_seconds
        if time.monotonic() >= self._ends:
            return "the exercise as a whole took longer than it may."
        return f"it took longer than {limit:g} s. Is there a loop that never ends?"


def _ending(status: int) -> str:
    if status == 0:
        return "it ended the process. Exercises return values; they never exit."
    if status < 0:
        name = _signal_name(-status)
        if name == "SIGXCPU":
            return "it used more processor time than it may."
        if name != "SIGKILL":
            # abort() shows as SIGSEGV, too, where the box denies it its own signal.
            return f"the process crashed ({name}), or aborted itself."
    return "it ended the process."


def _signal_name(number: int) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
