"""What a worker may use of the machine: the one place that knows what each system offers.

Here every limit is a resource limit, named so in `isolation()`: learner code is kept from
taking the machine down by accident, not from reading or writing what its user may.
"""

import contextlib
import os
import signal
import sys
from typing import Any

import msgspec

resource: Any
try:
    import resource
except ImportError:  # Windows has no resource limits
    resource = None

MIB = 2**20


class Limits(msgspec.Struct, frozen=True):
    """A worker's share of the machine: bytes of memory, seconds of CPU, open descriptors."""

    memory: int = 1024 * MIB
    cpu_seconds: int = 60
    descriptors: int = 32


def isolation() -> str:
    """Name what confines a worker on this machine."""
    if resource is None:
        return "none: nothing confines a submission on this system"
    return "tier C: resource limits only"


def can_fork() -> bool:
    """Tell whether a fork server is safe: other systems' libraries start threads of their own."""
    return sys.platform == "linux"


def confine(limits: Limits) -> None:
    """Bind the calling process for good; called in the worker before any learner code."""
    _leave_the_terminal()
    die_with_parent()
    if resource is not None:
        _limit(limits)


def _leave_the_terminal() -> None:
    # Ctrl-C is the grader's to handle: it ends its workers itself.
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415 - needed on Linux alone

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _limit(limits: Limits) -> None:
    bounds: list[tuple[str, int]] = [
        ("RLIMIT_AS", limits.memory),
        ("RLIMIT_CPU", limits.cpu_seconds),
        ("RLIMIT_NOFILE", limits.descriptors),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MEMLOCK", 0),
    ]
    for name, bound in bounds:
        _set_limit(getattr(resource, name, None), bound)


def _set_limit(kind: Any, bound: int) -> None:
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    unlimited = hard == resource.RLIM_INFINITY
    wanted = bound if unlimited else min(bound, hard)
    # macOS refuses an address-space limit below what is mapped already.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (wanted, wanted))
