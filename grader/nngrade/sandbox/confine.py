"""Binds a worker for good, from inside: resource limits, capabilities, Landlock, seccomp.

The one place that knows what each system offers. Each step is a system call through ctypes
(linux/landlock.h, linux/seccomp.h, linux/capability.h); nothing here decides whether the
result is good enough: the grader examines a bound worker from outside (`box.self_test`).
"""

import contextlib
import ctypes
import functools
import os
import platform
import signal
import struct
import sys
from collections.abc import Iterator
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


def bind_server(readable: list[str]) -> int:
    """Bind the fork server, and so its workers: only `readable` can be read, nothing written.

    Returns the version of Landlock that does it, 0 where there is none.
    """
    die_with_parent()
    _drop_capabilities()
    return _restrict_files(readable)


def bind_worker(limits: Limits, connection: int, *, seccomp: bool) -> None:
    """Bind one worker, before any learner code; what it could still do, it can't undo."""
    _leave_the_terminal()
    _close_all_but(connection)
    die_with_parent()
    if resource is not None:
        _limit(limits)
    if seccomp:
        _separate_signals()
        _filter_system_calls()


# --- processes ----------------------------------------------------------------------------------

_SET_DEATH_SIGNAL = 1
_SET_DUMPABLE = 4
_DROP_FROM_BOUNDS = 24
_SET_NO_NEW_PRIVILEGES = 38
_GET_SECCOMP = 21
_SET_SECCOMP = 22
_LAST_CAPABILITY = 63
_C: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _prctl(option: int, *values: Any) -> int:
    """Call prctl(2); -1 where it refuses, or on another system than Linux."""
    if sys.platform != "linux":
        return -1
    padded = [*values, 0, 0, 0, 0][:4]
    words = [
        value if isinstance(value, ctypes.Array) else ctypes.c_ulong(value) for value in padded
    ]
    return int(_C.prctl(option, *words))


def die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends."""
    parent = os.getppid()
    _prctl(_SET_DEATH_SIGNAL, signal.SIGKILL.value if sys.platform == "linux" else 0)
    if os.getppid() != parent:
        os._exit(1)


def hide_memory() -> None:
    """Close this process's memory and environment to others of the same user."""
    _prctl(_SET_DUMPABLE, 0)


def _leave_the_terminal() -> None:
    # Ctrl-C is the grader's to handle: it ends its workers itself.
    if hasattr(os, "setsid"):
        with contextlib.suppress(PermissionError):
            os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _close_all_but(connection: int) -> None:
    standard = 3
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if resource is not None else standard
    os.closerange(standard, connection)
    os.closerange(connection + 1, min(highest, 65536))


def _drop_capabilities() -> None:
    """Give up what root may; the user stays, since a Python below /root is unreadable to others."""
    _prctl(_SET_NO_NEW_PRIVILEGES, 1)
    if sys.platform != "linux" or os.geteuid() != 0:
        return
    for capability in range(_LAST_CAPABILITY):
        _prctl(_DROP_FROM_BOUNDS, capability)
    version_3 = 0x20080522
    header = ctypes.create_string_buffer(struct.pack("=Ii", version_3, 0), 8)
    nothing = ctypes.create_string_buffer(bytes(24), 24)
    _C.capset(header, nothing)


# --- resource limits ----------------------------------------------------------------------------


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
        # At the softer limit the signal says why: SIGXCPU, where the hard one is a mere SIGKILL.
        grace = 1 if name == "RLIMIT_CPU" else 0
        _set_limit(getattr(resource, name, None), bound, grace)


def _set_limit(kind: Any, bound: int, grace: int) -> None:
    if kind is None:
        return
    _, hard = resource.getrlimit(kind)
    unlimited = hard == resource.RLIM_INFINITY
    wanted = bound if unlimited else min(bound, hard)
    last = wanted + grace if unlimited else min(wanted + grace, hard)
    # macOS refuses an address-space limit below what is mapped already.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (wanted, last))


@contextlib.contextmanager
def growing_at_most(size: int) -> Iterator[None]:
    """Let this process grow by `size` bytes meanwhile, then MemoryError; Linux only.

    A few numbers from a worker can ask the grader for an array without end.
    """
    if sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib isn't needed in a worker
        bound = int(file.read().split()[0]) * resource.getpagesize() + size
    within = [bound, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(within), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


# --- Landlock: files, TCP, abstract sockets, signals ----------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_READ_FILE, _READ_DIRECTORY = 1 << 2, 1 << 3
# By version: the file rights that it knows (execute to make_sym; refer; truncate; …; ioctl).
_FILE_RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
_TCP_RIGHTS = 0b11
_SCOPES = 0b11
_NETWORK_FROM, _SCOPES_FROM = 4, 6


def _system_call(number: int, *arguments: Any) -> int:
    return int(_C.syscall(ctypes.c_long(number), *arguments))


def landlock_version() -> int:
    """Return the kernel's version of Landlock, 0 where there is none."""
    if sys.platform != "linux":
        return 0
    ask_for_version = 1
    return max(0, _system_call(_CREATE_RULESET, None, ctypes.c_size_t(0), ask_for_version))


def _restrict_files(readable: list[str]) -> int:
    version = landlock_version()
    if not version:
        return 0
    rights = _FILE_RIGHTS[min(version, max(_FILE_RIGHTS))]
    ruleset = _ruleset(version, rights)
    for path in readable:
        _allow_reading(ruleset, path)
    return version if _enforce(ruleset) else 0


def _separate_signals() -> None:
    """Put the worker into a domain of its own, so that it can't signal even the fork server."""
    version = landlock_version()
    if version >= _SCOPES_FROM:
        _enforce(_ruleset(version, 0))


def _ruleset(version: int, rights: int) -> int:
    tcp = _TCP_RIGHTS if version >= _NETWORK_FROM and rights else 0
    scopes = _SCOPES if version >= _SCOPES_FROM else 0
    size = 24 if scopes else 16 if tcp else 8
    attributes = struct.pack("=QQQ", rights, tcp, scopes)[:size]
    return _system_call(_CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)


def _allow_reading(ruleset: int, path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = _READ_FILE | (_READ_DIRECTORY if os.path.isdir(path) else 0)  # noqa: PTH112 - pathlib isn't needed in a worker
        beneath_path = 1
        _system_call(_ADD_RULE, ruleset, beneath_path, struct.pack("=Qi", rights, descriptor), 0)
        os.close(descriptor)


def _enforce(ruleset: int) -> bool:
    if ruleset < 0:
        return False
    enforced = _system_call(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return enforced


# --- seccomp: which system calls ------------------------------------------------------------------

# Numbers from the kernel's tables (asm/unistd_64.h; asm-generic/unistd.h for aarch64). The
# table for aarch64 is unproven: no machine of that kind has run it yet.
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_ALLOWED = {
    "x86_64": {
        "read": 0, "write": 1, "mmap": 9, "munmap": 11, "mprotect": 10, "mremap": 25,
        "madvise": 28, "brk": 12, "openat": 257, "open": 2, "close": 3, "fstat": 5,
        "newfstatat": 262, "stat": 4, "lstat": 6, "statx": 332, "lseek": 8, "pread64": 17,
        "readv": 19, "writev": 20, "access": 21, "faccessat": 269, "faccessat2": 439,
        "getdents64": 217, "getcwd": 79, "dup": 32, "rt_sigaction": 13, "rt_sigprocmask": 14,
        "rt_sigreturn": 15, "sigaltstack": 131, "getpid": 39, "gettid": 186, "getppid": 110,
        "getuid": 102, "geteuid": 107, "getgid": 104, "getegid": 108, "uname": 63,
        "getrandom": 318, "nanosleep": 35, "gettimeofday": 96, "time": 201, "times": 100,
        "getrusage": 98, "getrlimit": 97, "getcpu": 309, "sched_yield": 24, "poll": 7,
        "ppoll": 271, "select": 23, "pselect6": 270, "rseq": 334, "set_robust_list": 273,
        "restart_syscall": 219, "exit": 60, "exit_group": 231,
    },
    "aarch64": {
        "read": 63, "write": 64, "mmap": 222, "munmap": 215, "mprotect": 226, "mremap": 216,
        "madvise": 233, "brk": 214, "openat": 56, "close": 57, "fstat": 80, "newfstatat": 79,
        "statx": 291, "lseek": 62, "pread64": 67, "readv": 65, "writev": 66, "faccessat": 48,
        "faccessat2": 439, "getdents64": 61, "getcwd": 17, "dup": 23, "rt_sigaction": 134,
        "rt_sigprocmask": 135, "rt_sigreturn": 139, "sigaltstack": 132, "getpid": 172,
        "gettid": 178, "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176,
        "getegid": 177, "uname": 160, "getrandom": 278, "nanosleep": 101, "gettimeofday": 169,
        "times": 153, "getrusage": 165, "getrlimit": 163, "getcpu": 168, "sched_yield": 124,
        "ppoll": 73, "pselect6": 72, "rseq": 293, "set_robust_list": 99, "restart_syscall": 128,
        "exit": 93, "exit_group": 94,
    },
}  # fmt: skip
# System calls that are allowed with some arguments only, which `_guarded` knows.
_GUARDED = {
    "x86_64": {
        "fcntl": 72, "futex": 202, "clock_gettime": 228, "clock_getres": 229,
        "clock_nanosleep": 230, "sched_getaffinity": 204, "sendto": 44, "recvfrom": 45,
    },
    "aarch64": {
        "fcntl": 25, "futex": 98, "clock_gettime": 113, "clock_getres": 114,
        "clock_nanosleep": 115, "sched_getaffinity": 123, "sendto": 206, "recvfrom": 207,
    },
}  # fmt: skip
_CLONE3 = 435
_IOCTL = {"x86_64": 16, "aarch64": 29}
# dup, getfd, setfd, getfl, dup_cloexec. Not the lock commands: a read lock tells a bit to
# another submission that is graded at the same time.
_FCNTL_COMMANDS = (0, 1, 2, 3, 1030)
_FUTEX_PRIVATE = 128
_OF_ANOTHER_PROCESS = 0x80000000
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS, _ENOTTY = 1, 38, 25
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_FIRST, _SECOND, _FOURTH = 16, 24, 40  # arguments: their lower halves

Instruction = tuple[int, int, int, int]


def seccomp_available() -> bool:
    """Tell whether this kernel filters system calls, and a table for this machine exists."""
    if platform.machine() not in _ALLOWED or _prctl(_GET_SECCOMP) < 0:
        return False
    _own_filter()  # made once, before workers are forked
    return True


def _filter_system_calls() -> None:
    _install(_own_filter())


@functools.cache
def _own_filter() -> bytes:
    return _assembled(system_call_filter(platform.machine()))


def _assembled(program: list[Instruction]) -> bytes:
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def install(program: list[Instruction]) -> None:
    """Put a filter on this process; raises OSError where the kernel refuses it."""
    _install(_assembled(program))


def _install(code: bytes) -> None:
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("=HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    _prctl(_SET_NO_NEW_PRIVILEGES, 1)  # without it, only root may install a filter
    filter_mode = 2
    wanted = ctypes.create_string_buffer(header, len(header))
    if _prctl(_SET_SECCOMP, filter_mode, wanted) != 0:
        raise OSError(ctypes.get_errno(), "seccomp refused the filter")


def system_call_filter(machine: str) -> list[Instruction]:
    """Return the allow-list as a program for the kernel (see linux/filter.h)."""
    allowed = [
        instruction
        for number in _ALLOWED[machine].values()
        for instruction in _when(number, _ALLOW)
    ]
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
        *allowed,
        *_when(_CLONE3, _REFUSE | _ENOSYS),  # so that glibc falls back to clone, which is refused
        *_when(_IOCTL[machine], _REFUSE | _ENOTTY),
        *_guarded(_GUARDED[machine]),
        (_RETURN, 0, 0, _REFUSE | _EPERM),
    ]


def _guarded(numbers: dict[str, int]) -> list[Instruction]:
    """Allow what concerns this process alone; each of these could reach another one.

    Messages go without flags: out-of-band data is a corner of the kernel that has had holes.
    """
    commands = [step for command in _FCNTL_COMMANDS for step in _when(command, _ALLOW)]
    # Two processes that map the same library file share the futexes in it.
    private = _test(_ANY_BIT, _FUTEX_PRIVATE, _ALLOW, _REFUSE | _EPERM)
    # A negative clock is the CPU time of some process.
    own_clock = _test(_ANY_BIT, _OF_ANOTHER_PROCESS, _REFUSE | _EPERM, _ALLOW)
    nothing_but_0 = _test(_EQUAL, 0, _ALLOW, _REFUSE | _EPERM)
    return [
        *_with(numbers["fcntl"], _SECOND, [*commands, (_RETURN, 0, 0, _REFUSE | _EPERM)]),
        *_with(numbers["futex"], _SECOND, private),
        *_with(numbers["clock_gettime"], _FIRST, own_clock),
        *_with(numbers["clock_getres"], _FIRST, own_clock),
        *_with(numbers["clock_nanosleep"], _FIRST, own_clock),
        *_with(numbers["sched_getaffinity"], _FIRST, nothing_but_0),
        *_with(numbers["sendto"], _FOURTH, nothing_but_0),
        *_with(numbers["recvfrom"], _FOURTH, nothing_but_0),
    ]


def _when(number: int, action: int) -> list[Instruction]:
    return _test(_EQUAL, number, action)


def _test(comparison: int, with_what: int, action: int, otherwise: int = 0) -> list[Instruction]:
    """Compare what is loaded; without `otherwise`, go on where the comparison fails."""
    rest = [(_RETURN, 0, 0, otherwise)] if otherwise else []
    return [(comparison, 0, 1, with_what), (_RETURN, 0, 0, action), *rest]


def _with(number: int, argument: int, body: list[Instruction]) -> list[Instruction]:
    """For one system call, decide by an argument; `body` must end in a return."""
    return [(_EQUAL, 0, len(body) + 1, number), (_LOAD, 0, 0, argument), *body]
