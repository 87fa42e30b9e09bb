"""Examines the confinement from inside a confined worker; believes only what it sees."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nngrade.errors import GraderError
from nngrade.sandbox import protocol
from nngrade.sandbox.box import Tier
from nngrade.sandbox.launch import Launcher, open_launcher
from nngrade.sandbox.protocol import Call, Done, Load, Raised, pack
from nngrade.sandbox.runner import Settings, Worker, WorkerFailure

BAIT = "what a submission must never read"
GOT_THROUGH = "got through"
START_SECONDS = 60.0

# Runs in the worker, as a submission would.
PROBES = b"""
import os
import socket


def _try(action):
    try:
        action()
    except BaseException as error:
        return f"refused: {type(error).__name__}"
    return "got through"


def open_a_socket():
    families = [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX]
    found = [_try(lambda: socket.socket(family)) for family in families]
    return "got through" if "got through" in found else found[0]


def start_a_process():
    def fork():
        if os.fork() == 0:
            os._exit(0)

    return _try(fork)


def write_a_file(folder):
    return _try(lambda: open(os.path.join(folder, "written"), "w"))


def change_a_file(path):
    return _try(lambda: open(path, "a"))


def read_a_file(path):
    return _try(lambda: open(path).read())


def list_a_folder(path):
    return _try(lambda: os.listdir(path))


def signal_the_grader(pid):
    found = [_try(lambda: os.kill(number, 0)) for number in (pid, os.getppid())]
    return "got through" if "got through" in found else found[0]
"""


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that a confined worker tried, and what became of it."""

    what: str
    words: str

    @property
    def held(self) -> bool:
        """Whether the confinement held."""
        return self.words.startswith("refused")


def open_examined_launcher() -> Launcher:
    """Return a launcher fit for someone else's code; GraderError where this machine has none."""
    for tier in (Tier.A, Tier.B):
        launcher = open_launcher(tier)
        if launcher.box.tier is not Tier.C and _holds(launcher):
            return launcher
        launcher.close()
    raise GraderError(
        "This machine can't confine someone else's code: neither bubblewrap nor Landlock with "
        "seccomp holds here.",
        "Grade on Linux 5.13 or later, or accept the risk with --allow-unsafe.",
    )


def _holds(launcher: Launcher) -> bool:
    try:
        return all(probe.held for probe in self_test(launcher))
    except WorkerFailure:
        return False


def self_test(launcher: Launcher) -> list[Probe]:
    """Let a confined worker try to get out, one way after the other."""
    with _bait() as folder, Worker(launcher, Settings(call_seconds=START_SECONDS)) as worker:
        worker.request(Load({"probes": PROBES}, "probes"))
        secret = str(folder / "secret")
        attempts: list[tuple[str, list[str | int]]] = [
            ("open_a_socket", []),
            ("start_a_process", []),
            ("write_a_file", [str(folder)]),
            ("change_a_file", [secret]),
            ("read_a_file", [secret]),
            ("list_a_folder", [str(folder)]),
            ("signal_the_grader", [os.getpid()]),
        ]
        probes = [_attempt(worker, name, arguments) for name, arguments in attempts]
        return [*probes, _untouched(folder)]


def _attempt(worker: Worker, name: str, arguments: list[str | int]) -> Probe:
    what = name.replace("_", " ")
    try:
        reply = worker.request(Call(name, [pack(argument) for argument in arguments]))
    except WorkerFailure as failure:
        return Probe(what, f"unknown: {failure.message}")
    if isinstance(reply, Done):
        return Probe(what, str(protocol.unpack(reply.value)))
    return Probe(what, f"unknown: {reply.kind if isinstance(reply, Raised) else 'no answer'}")


def _untouched(folder: Path) -> Probe:
    """See from outside whether anything was written."""
    whole = (folder / "secret").read_text(encoding="utf-8") == BAIT
    alone = [path.name for path in folder.iterdir()] == ["secret"]
    return Probe(
        "leave a trace outside", "refused: nothing changed" if whole and alone else GOT_THROUGH
    )


@contextlib.contextmanager
def _bait() -> Iterator[Path]:
    """Make a folder that this user may read and write, so that only confinement can refuse."""
    with tempfile.TemporaryDirectory(prefix="nngrade-") as name:
        folder = Path(name)
        (folder / "secret").write_text(BAIT, encoding="utf-8")
        yield folder
