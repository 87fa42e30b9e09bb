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
from nngrade.sandbox.box import Box, Ground, Tier, boxes, ground, python_library
from nngrade.sandbox.confine import Limits, hide_memory

HERE = Path(__file__).parent
WORKER_FILES = ("protocol", "confine", "worker")
PRELOAD = ("msgspec", "numpy")
MODULES = (*PRELOAD, "numpy.random", "numpy.linalg", "ctypes")
START_SECONDS = 60.0
CLOSE_SECONDS = 5.0
SERVER_SECONDS = 10.0
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

    @property
    def box(self) -> Box:
        """What confines its workers."""

    def launch(self, limits: Limits, seconds: float = SERVER_SECONDS) -> Child:
        """Start a worker within these limits; whoever starts it must answer within `seconds`."""

    def close(self) -> None:
        """End whatever it keeps running."""


def open_launcher(strongest: Tier = Tier.A) -> Launcher:
    """Return the launcher that confines best here, and not above `strongest`."""
    hide_memory()
    if sys.platform != "linux":
        # Elsewhere the system's libraries start threads, which a fork would lose.
        return SpawnLauncher()
    return ForkLauncher(strongest)


def _ground() -> Ground:
    """Find what a worker needs; the libraries' folders are found, not imported."""
    folders = [folder for name in PRELOAD for folder in _library(name)]
    files = [HERE / "boot.py", *(HERE / f"{name}.py" for name in WORKER_FILES)]
    return ground(tuple(files), tuple(dict.fromkeys(folders)))


def _library(name: str) -> list[Path]:
    """Return a package's folder, and the folder of shared libraries that its wheel may bring."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise GraderError(f"{name} is not installed.", "Install nngrade again with pip.")
    folder = Path(spec.origin).parent
    beside = folder.with_name(f"{name}.libs")
    return [folder, beside] if beside.is_dir() else [folder]


def _plan(place: Ground, box: Box, socket_number: int | None, limits: Limits | None) -> str:
    """Write down what `boot.py` needs to know."""
    confined = box.tier is not Tier.C
    return json.dumps(
        {
            "libraries": sorted({str(folder.parent) for folder in place.libraries}),
            "preload": MODULES,
            "files": {f"nngrade.sandbox.{name}": str(HERE / f"{name}.py") for name in WORKER_FILES},
            "socket": socket_number,
            "limits": limits and msgspec.to_builtins(limits),
            "readable": place.readable if confined else [],
            "seccomp": confined,
        }
    )


def _start(
    place: Ground, box: Box, plan: str, sockets: tuple[int, ...], stdin: int
) -> subprocess.Popen[bytes]:
    environment = _environment()
    words = [*box.prefix]
    if box.prefix:
        # bubblewrap clears the environment; --setenv stands before its closing "--".
        settings = [word for item in environment.items() for word in ("--setenv", *item)]
        words[-1:-1] = settings
    return subprocess.Popen(  # noqa: S603 - our own file, by this very interpreter
        [*words, str(place.interpreter), "-P", "-s", "-S", str(HERE / "boot.py"), plan],
        env=environment,
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=sockets,
        start_new_session=True,
        cwd=place.interpreter.anchor,
    )


def _environment() -> dict[str, str]:
    """Return a worker's environment: nothing of the grader's own but what it takes to start."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    library = python_library() if "LD_LIBRARY_PATH" in os.environ else None
    found = {"LD_LIBRARY_PATH": str(library.parent)} if library else {}
    return ENVIRONMENT | inherited | found


class ForkLauncher:
    """Keeps one process with NumPy loaded and forks each worker from it (Linux)."""

    def __init__(self, strongest: Tier = Tier.A) -> None:
        self._place = _ground()
        self._boxes = boxes(self._place, strongest)
        self._ready = False
        self._start_server()

    @property
    def isolation(self) -> str:
        """Name what confines its workers."""
        return self.box.isolation

    @property
    def box(self) -> Box:
        """What confines its workers, known once the server has started."""
        self._await_server()
        return self._boxes[0]

    def launch(self, limits: Limits, seconds: float = SERVER_SECONDS) -> "ForkedChild":
        """Fork a worker; the server is waited for at the first one, not before."""
        self._await_server()
        child = self._fork(limits, seconds)
        if child is None:
            # The system ended the server, for want of memory perhaps: once more, with a new one.
            self._start_again()
            child = self._fork(limits, seconds)
        if child is None:
            raise GraderError(
                "The worker's fork server ended unexpectedly, or no longer answers.",
                "Please run it again.",
            )
        return child

    def _fork(self, limits: Limits, seconds: float) -> "ForkedChild | None":
        """Ask the server for a worker; None where the server is gone, or silent for too long."""
        self._control.settimeout(seconds)
        request = json.dumps({"limits": msgspec.to_builtins(limits)}).encode()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [request], [theirs.fileno()])
            reply, descriptors, _, _ = socket.recv_fds(self._control, 65536, 1)
        except OSError:
            descriptors = []
        if not descriptors:
            ours.close()
            return None
        return ForkedChild(ours, descriptors[0], json.loads(reply)["pid"], self._control)

    def _start_again(self) -> None:
        self.close()
        self._ready = False
        self._start_server()
        self._await_server()

    def close(self) -> None:
        """Hang up, upon which the server ends, and its workers with it.

        Killed while it is still setting up, bubblewrap would leave half of itself behind.
        """
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.wait(CLOSE_SECONDS)
        self._server.kill()
        self._server.wait()

    def _start_server(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._control.settimeout(START_SECONDS)
        with theirs:
            plan = _plan(self._place, self._boxes[0], theirs.fileno(), None)
            self._server = _start(
                self._place, self._boxes[0], plan, (theirs.fileno(),), subprocess.DEVNULL
            )

    def _await_server(self) -> None:
        """Wait until the server serves as its box promises; where it doesn't, try the next box."""
        while not self._ready:
            self._ready = self._keeps_its_promise()
            if self._ready:
                return
            self.close()
            del self._boxes[0]
            if not self._boxes:
                raise GraderError(
                    "The worker could not start: Python failed to load NumPy in a new process.",
                    "Run `nngrade doctor`.",
                )
            self._start_server()

    def _keeps_its_promise(self) -> bool:
        try:
            reply = self._control.recv(65536)
        except (TimeoutError, ConnectionResetError):
            return False
        if not reply:
            return False
        has = json.loads(reply)
        return self._boxes[0].tier is Tier.C or bool(has["landlock"] and has["seccomp"])


class ForkedChild:
    """A worker forked by the server, held by a pidfd so that no other can be hit by mistake."""

    def __init__(
        self, connection: socket.socket, pidfd: int, pid_there: int, control: socket.socket
    ) -> None:
        self.connection = connection
        self._pidfd = pidfd
        # In the box's own numbering, by which the server reaps; here it has another number.
        self._pid_there = pid_there
        self._control = control
        self._status: int | None = None

    def kill(self) -> int:
        """End it if it still runs; return its exit status, negative for a signal."""
        if self._status is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self.connection.close()
            self._status = _reap(self._control, self._pid_there)
        return self._status

    def cpu_seconds(self) -> float | None:
        """Return the processor time it has used, by its own clock."""
        return process_cpu_seconds(_pid_of(self._pidfd))


def _reap(control: socket.socket, pid: int) -> int:
    """Ask the fork server how a killed worker ended; with the server gone, nobody knows better."""
    try:
        control.send(json.dumps({"reap": pid}).encode())
        reply = control.recv(65536)
    except OSError:
        reply = b""
    return os.waitstatus_to_exitcode(json.loads(reply)["status"]) if reply else -signal.SIGKILL


class SpawnLauncher:
    """Starts a new interpreter for each worker: slower, safe everywhere."""

    box = Box(Tier.C)

    @property
    def isolation(self) -> str:
        """Name what confines its workers."""
        return self.box.isolation

    def launch(self, limits: Limits, seconds: float = SERVER_SECONDS) -> "SpawnedChild":
        """Start a worker in a new interpreter; there is no server to wait for."""
        del seconds
        place = _ground()
        ours, theirs = socket.socketpair()
        with theirs:
            if os.name == "nt":
                return SpawnedChild(ours, self._start_windows(place, theirs, limits))
            plan = _plan(place, self.box, theirs.fileno(), limits)
            process = _start(place, self.box, plan, (theirs.fileno(),), subprocess.DEVNULL)
        return SpawnedChild(ours, process)

    def _start_windows(self, place: Ground, theirs: Any, limits: Limits) -> subprocess.Popen[bytes]:
        plan = _plan(place, self.box, None, limits)
        process = _start(place, self.box, plan, (), subprocess.PIPE)
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


def _pid_of(pidfd: int) -> int:
    """Read a process's number as this side counts, which no box can change."""
    details = Path(f"/proc/self/fdinfo/{pidfd}").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in details.splitlines() if line.startswith("Pid:"))


def process_cpu_seconds(pid: int) -> float | None:
    """Read another process's CPU clock; Linux derives the clock's number from the pid."""
    if sys.platform != "linux":
        return None
    scheduled_clock = 2
    return time.clock_gettime((~pid << 3) | scheduled_clock)
