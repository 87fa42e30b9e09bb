"""Engines: what carries tasks to graders, and their results back."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from typing import Any, Protocol

import msgspec

from nngrade.bulk.frames import receive, send
from nngrade.bulk.task import Graded, Setup, Task, decode_graded, encode
from nngrade.bulk.trainer import seconds_for
from nngrade.errors import GraderError

# A submission has 60 s of its own; a process that needs longer hangs.
SECONDS = 90.0
START_SECONDS = 60.0
ATTEMPTS = 2
# Ctrl-C is for the run, which ends its graders; by themselves they would only complain.
_OWN_GROUP: dict[str, Any] = {} if sys.platform == "win32" else {"process_group": 0}


class Engine(Protocol):
    """Grades tasks in any order."""

    def stream(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        """Yield each task's result as it comes; tasks are drawn as graders become free."""


class LocalEngine:
    """Graders as processes of this machine, each on a core of its own."""

    def __init__(self, setup: Setup, jobs: int, *, seconds: float = SECONDS) -> None:
        self._setup = setup
        self._jobs = jobs
        self._seconds = seconds + seconds_for(setup.epochs)

    def stream(self, tasks: Iterable[Task]) -> Iterator[Graded]:
        """Keep every grader busy; whatever happens, none is left behind."""
        graders = [_Process(setup, self._seconds) for setup in self._setups()]
        waiting = iter(tasks)
        with ExitStack() as after, ThreadPoolExecutor(self._jobs) as pool:
            for grader in graders:
                after.callback(grader.end)
            running: dict[Future[Graded], _Process] = {}
            try:
                for grader in graders:
                    _give(pool, grader, waiting, running)
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        grader = running.pop(future)
                        yield future.result()
                        _give(pool, grader, waiting, running)
            finally:
                for grader in graders:
                    grader.stop()

    def _setups(self) -> list[Setup]:
        """Give each grader a core of those that this process may use."""
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        fit = len(cores) >= self._jobs
        return [
            msgspec.structs.replace(self._setup, core=cores[number] if fit else None)
            for number in range(self._jobs)
        ]


def _give(
    pool: ThreadPoolExecutor,
    grader: "_Process",
    waiting: Iterator[Task],
    running: "dict[Future[Graded], _Process]",
) -> None:
    task = next(waiting, None)
    if task is not None:
        running[pool.submit(grader.grade, task)] = grader


class _Process:
    """One grader process; started when first needed, and again after it has died."""

    def __init__(self, setup: Setup, seconds: float) -> None:
        self._setup = setup
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._hung = False

    def grade(self, task: Task) -> Graded:
        """Grade a task; one that ends its grader twice becomes a problem of its own."""
        for _ in range(ATTEMPTS):
            process = self._started()
            answer = self._answer(process, encode(task), self._seconds)
            if answer is not None or self._stopped:
                return answer or Graded(task.id, None, "The run was stopped.")
            self.end()
        limit = f"did not get through it in {self._seconds:g} s"
        return Graded(
            task.id, None, f"The grader {limit if self._hung else 'ended in the middle of it'}."
        )

    def stop(self) -> None:
        """End the process, for good."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()  # whoever waits for its answer tidies up

    def end(self) -> None:
        """Kill the process, and with it all that it has started."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()
            self._process = None

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            command = [sys.executable, "-P", "-m", "nngrade.bulk.process"]
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                **_OWN_GROUP,
            )
            hello = self._answer(self._process, encode(self._setup), START_SECONDS)
            if hello is None or hello.problem:
                self.end()
                raise GraderError(hello.problem if hello else "A grader process didn't start.")
        return self._process

    def _answer(
        self, process: "subprocess.Popen[bytes]", message: bytes, seconds: float
    ) -> Graded | None:
        """Send a message and wait for the answer; None where the process died or hung."""
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        self._hung = False
        with ThreadPoolExecutor(1) as waiter:
            try:
                send(process.stdin, message)
                data = waiter.submit(receive, process.stdout).result(timeout=seconds)
            except (OSError, TimeoutError) as error:
                self._hung = isinstance(error, TimeoutError)
                process.kill()  # ends the reading thread, too
                return None
        return decode_graded(data) if data else None
