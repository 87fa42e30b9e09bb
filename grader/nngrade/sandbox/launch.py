"""Starts worker processes: forks of a server with NumPy loaded, or plain new ones.

Whoever launches workers holds a `Launcher`; how they are confined is `confine`'s affair.
"""

import contextlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Protocol

import msgspec

from nngrade.errors import GraderError
from nngrade.sandbox import confine
from nngrade.sandbox.confine import Limits

HERE = Path(__file__).parent
WORKER_FILES = ("protocol", "confine", "worker")
PRELOAD = ("msgspec", "numpy", "numpy.random", "numpy.linalg")
START_SECONDS = 60.0
# One thread each: several hang under confinement, and are slower at these sizes.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
# Windows can't start a process without these.
INHERITED = ("SYSTEMROOT", "SYSTEMDRIVE")


class Child(Protocol):
    """A running worker: a socket to talk over, and ways to end and to examine it."""

    connection: socket.socket

    def kill(self) -> int:
        """End it if it still runs; return its exit status, negative for a signal."""

    def cpu_seconds(self) -> float | None:
        """Return the processor time it has used, None where the system can't tell."""


class Launcher(Protocol):
    """Starts workers of one kind."""

    @property
    def isolation(self) -> str:
        """Name what confines its workers."""

    def launch(self, limits: Limits) -> Child:
        """Start a worker within these limits."""

    def close(self) -> None:
        """End whatever it keeps running."""


def open_launcher() -> Launcher:
    """Return the quickest launcher that is safe on this system."""
    return ForkLauncher() if confine.can_fork() else SpawnLauncher()


def _plan(socket_number: int | None, limits: Limits | None) -> str:
    """Write down what `boot.py` needs to know; the libraries' folders are found, not imported."""
    libraries = {str(_library(name)) for name in ("numpy", "msgspec")}
    return json.dumps(
        {
            "libraries": sorted(libraries),
            "preload": PRELOAD,
            "files": {f"nngrade.sandbox.{name}": str(HERE / f"{name}.py") for name in WORKER_FILES},
            "socket": socket_number,
            "limits": limits and msgspec.to_builtins(limits),
        }
    )


def _library(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise GraderError(f"{name} is not installed.", "Install nngrade again with pip.")
    return Path(spec.origin).parent.parent


def _start(plan: str, sockets: tuple[int, ...], stdin: int) -> subprocess.Popen[bytes]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own file, by this very interpreter
        [sys.executable, "-P", "-s", "-S", str(HERE / "boot.py"), plan],
        env=ENVIRONMENT | inherited,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=sockets,
        start_new_session=True,
    )


class ForkLauncher:
    """Keeps one process with NumPy loaded and forks each worker from it (Linux)."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._control.settimeout(START_SECONDS)
        with theirs:
            plan = _plan(theirs.fileno(), None)
            self._server = _start(plan, (theirs.fileno(),), subprocess.DEVNULL)
        self._ready = False

    @property
    def isolation(self) -> str:
        """Name what confines its workers."""
        return confine.isolation()

    def launch(self, limits: Limits) -> "ForkedChild":
        """Fork a worker; the server is waited for at the first one, not before."""
        self._await_server()
        ours, theirs = socket.socketpair()
        with theirs:
            request = json.dumps({"limits": msgspec.to_builtins(limits)}).encode()
            socket.send_fds(self._control, [request], [theirs.fileno()])
        reply, descriptors, _, _ = socket.recv_fds(self._control, 65536, 1)
        if not descriptors:
            raise GraderError(
                "The worker's fork server ended unexpectedly.", "Please run it again."
            )
        return ForkedChild(ours, json.loads(reply)["pid"], descriptors[0], self)

    def reap(self, pid: int) -> int:
        """Return how a killed worker ended."""
        self._control.send(json.dumps({"reap": pid}).encode())
        reply = self._control.recv(65536)
        return os.waitstatus_to_exitcode(json.loads(reply)["status"]) if reply else 0

    def close(self) -> None:
        """Hang up, upon which the server ends, and its workers with it."""
        self._control.close()
        self._server.kill()
        self._server.wait()

    def _await_server(self) -> None:
        if self._ready:
            return
        try:
            self._ready = bool(self._control.recv(65536))
        except TimeoutError:
            self._ready = False
        if not self._ready:
            raise GraderError(
                "The worker could not start: Python failed to load NumPy in a new process.",
                "Run `nngrade doctor`.",
            )


class ForkedChild:
    """A worker forked by the server, held by a pidfd so that no other can be hit by mistake."""

    def __init__(
        self, connection: socket.socket, pid: int, pidfd: int, launcher: ForkLauncher
    ) -> None:
        self.connection = connection
        self._pid = pid
        self._pidfd = pidfd
        self._launcher = launcher
        self._status: int | None = None

    def kill(self) -> int:
        """End it if it still runs; return its exit status, negative for a signal."""
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self.connection.close()
            self._status = self._launcher.reap(self._pid)
        return self._status

    def cpu_seconds(self) -> float | None:
        """Return the processor time it has used, by its own clock."""
        return process_cpu_seconds(self._pid)


class SpawnLauncher:
    """Starts a new interpreter for each worker: slower, safe everywhere."""

    isolation = property(lambda _self: confine.isolation())

    def launch(self, limits: Limits) -> "SpawnedChild":
        """Start a worker in a new interpreter."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = (
                self._start_windows(theirs, limits)
                if os.name == "nt"
                else _start(_plan(theirs.fileno(), limits), (theirs.fileno(),), subprocess.DEVNULL)
            )
        return SpawnedChild(ours, process)

    @staticmethod
    def _start_windows(theirs: Any, limits: Limits) -> subprocess.Popen[bytes]:
        process = _start(_plan(None, limits), (), subprocess.PIPE)
        assert process.stdin is not None  # noqa: S101 - asked for just above
        with process.stdin as stdin:
            stdin.write(theirs.share(process.pid))
        return process

    def close(self) -> None:
        """Keep nothing running, so end nothing."""


class SpawnedChild:
    """A worker in an interpreter of its own."""

    def __init__(self, connection: socket.socket, process: subprocess.Popen[bytes]) -> None:
        self.connection = connection
        self._process = process

    def kill(self) -> int:
        """End it if it still runs; return its exit status, negative for a signal."""
        self._process.kill()
        self.connection.close()
        return self._process.wait()

    def cpu_seconds(self) -> float | None:
        """Return the processor time it has used, None where the system can't tell."""
        return process_cpu_seconds(self._process.pid)


def process_cpu_seconds(pid: int) -> float | None:
    """Read another process's CPU clock; Linux derives the clock's number from the pid."""
    if sys.platform != "linux":
        return None
    scheduled_clock = 2
    return time.clock_gettime((~pid << 3) | scheduled_clock)
