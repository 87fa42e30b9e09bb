"""What binds a worker: each measure alone, in a process that is given up for it."""

import contextlib
import errno
import os
import platform
import struct
import subprocess
import sys
import textwrap

import pytest

from nngrade.sandbox import confine
from nngrade.sandbox.confine import MIB, Limits, growing_at_most, system_call_filter

MACHINES = ("x86_64", "aarch64")
AS_ROOT = os.geteuid() == 0


def bound(code, *arguments):
    """Run code in a new process, which may bind itself; return the lines that it printed."""
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


# --- processes and limits -------------------------------------------------------------------------


def test_a_worker_has_its_limits_and_nothing_else():
    """Memory, processor time, descriptors and files are bounded, and what was open is closed."""
    lines = bound("""
        import os, resource, signal, socket
        from nngrade.sandbox.confine import Limits, bind_worker
        ours, theirs = socket.socketpair()
        left_open = os.open("/dev/null", os.O_RDONLY), os.dup2(0, 200)
        limits = Limits(memory=2**30, cpu_seconds=7, descriptors=20)
        bind_worker(limits, theirs.fileno(), seccomp=False)
        for name in ("AS", "CPU", "NOFILE", "FSIZE", "CORE", "MEMLOCK"):
            print(name, *resource.getrlimit(getattr(resource, f"RLIMIT_{name}")))
        print("leads its session", os.getsid(0) == os.getpid())
        print("ignores Ctrl-C", signal.getsignal(signal.SIGINT) is signal.SIG_IGN)
        for descriptor in (*left_open, ours.fileno(), theirs.fileno()):
            try:
                os.fstat(descriptor)
                print("open")
            except OSError:
                print("closed")
    """)
    assert lines == [
        f"AS {2**30} {2**30}",
        "CPU 7 8",
        "NOFILE 20 20",
        "FSIZE 0 0",
        "CORE 0 0",
        "MEMLOCK 0 0",
        "leads its session True",
        "ignores Ctrl-C True",
        "closed",
        "closed",
        "closed",
        "open",
    ]


def test_a_limit_that_was_lower_before_stays():
    lines = bound("""
        import resource, socket
        from nngrade.sandbox.confine import Limits, bind_worker
        resource.setrlimit(resource.RLIMIT_NOFILE, (12, 16))
        resource.setrlimit(resource.RLIMIT_CPU, (3, 5))
        bind_worker(Limits(), socket.socketpair()[1].fileno(), seccomp=False)
        for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU):
            print(*resource.getrlimit(kind))
    """)
    assert lines == ["16 16", "5 5"]


def test_memory_is_closed_to_other_processes_of_the_user():
    lines = bound("""
        import ctypes
        from nngrade.sandbox.confine import hide_memory
        get_dumpable = 3
        print(ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0))
        hide_memory()
        print(ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0))
    """)
    assert lines == ["1", "0"]


def test_a_grader_hides_its_memory_as_soon_as_it_has_workers():
    lines = bound("""
        import ctypes
        from nngrade.sandbox.launch import open_launcher
        open_launcher().close()
        print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    """)
    assert lines == ["0"]


def test_a_process_whose_parent_has_gone_already_ends(monkeypatch):
    """The signal comes only for a parent that ends later."""
    parents, ends = iter([10, 1]), []
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "_exit", ends.append)
    monkeypatch.setattr(confine, "_prctl", lambda *_: 0)
    confine.die_with_parent()
    assert ends == [1]


def test_a_fork_server_gives_up_what_root_may():
    lines = bound("""
        from nngrade.sandbox.confine import bind_server
        bind_server(["/proc"])
        for line in open("/proc/self/status"):
            if line.startswith(("Cap", "NoNew")):
                print(line, end="")
    """)
    found = dict(line.split(":\t") for line in lines if line)
    assert found["NoNewPrivs"] == "1"
    for kind in ("CapPrm", "CapEff", "CapInh", "CapAmb", *(["CapBnd"] if AS_ROOT else [])):
        assert int(found[kind], 16) == 0, kind


# --- the grader's own memory ----------------------------------------------------------------------


def test_the_grader_grows_by_so_much_and_no_more():
    with growing_at_most(64 * MIB):
        assert len(bytearray(16 * MIB)) == 16 * MIB
        with pytest.raises(MemoryError):
            bytearray(256 * MIB)
    assert len(bytearray(256 * MIB)) == 256 * MIB


def test_the_grader_grows_freely_again_after_a_fault():
    with contextlib.suppress(ZeroDivisionError), growing_at_most(MIB):
        _ = 1 / 0
    assert len(bytearray(256 * MIB)) == 256 * MIB


def test_a_limit_of_the_grader_s_own_is_not_raised():
    lines = bound("""
        import resource
        from nngrade.sandbox.confine import growing_at_most
        bound = 2**33
        resource.setrlimit(resource.RLIMIT_AS, (bound, resource.RLIM_INFINITY))
        with growing_at_most(2**40):
            print(resource.getrlimit(resource.RLIMIT_AS)[0] == bound)
        print(resource.getrlimit(resource.RLIMIT_AS)[0] == bound)
    """)
    assert lines == ["True", "True"]


# --- Landlock -------------------------------------------------------------------------------------


def test_this_kernel_has_landlock():
    assert confine.landlock_version() >= 1


def test_a_fork_server_reads_what_it_is_told_to_and_nothing_else(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "file").write_text("seen", encoding="utf-8")
    (tmp_path / "single").write_text("seen", encoding="utf-8")
    (tmp_path / "secret").write_text("never seen", encoding="utf-8")
    lines = bound(
        """
        import os, socket, sys
        from nngrade.sandbox.confine import bind_server, landlock_version
        here = sys.argv[1]
        readable = [f"{here}/open", f"{here}/single", f"{here}/absent"]
        print(bind_server(readable) == landlock_version())
        for action in (
            lambda: open(f"{here}/open/file").read(),
            lambda: open(f"{here}/single").read(),
            lambda: os.listdir(f"{here}/open"),
            lambda: open(f"{here}/secret").read(),
            lambda: os.listdir(here),
            lambda: open(f"{here}/open/new", "w"),
            lambda: open(f"{here}/single", "a"),
            lambda: os.unlink(f"{here}/single"),
            lambda: os.mkdir(f"{here}/open/folder"),
            lambda: os.rename(f"{here}/single", f"{here}/open/single"),
            lambda: os.execv("/bin/true", ["true"]),
        ):
            try:
                print(action())
            except OSError as error:
                print(type(error).__name__)
        """,
        tmp_path,
    )
    assert lines[:4] == ["True", "seen", "seen", "['file']"]
    assert set(lines[4:]) <= {"PermissionError", "OSError"}
    assert len(lines) == 12


def test_without_landlock_nothing_is_promised():
    """On an old kernel the system call is unknown; the launcher then falls back."""
    lines = bound("""
        from nngrade.sandbox.confine import bind_server, install, landlock_version
        unknown = 0x00050000 | 38
        first = [(0x20, 0, 0, 0), (0x15, 0, 1, 444)]
        install([*first, (0x06, 0, 0, unknown), (0x06, 0, 0, 0x7FFF0000)])
        print(landlock_version(), bind_server(["/usr"]))
        print(len(open("/proc/self/status").read()) > 0)
    """)
    assert lines == ["0 0", "True"]


@pytest.mark.parametrize(
    ("version", "size", "rights", "network", "scopes"),
    [
        (1, 8, 0x1FFF, 0, 0),
        (2, 8, 0x3FFF, 0, 0),
        (3, 8, 0x7FFF, 0, 0),
        (4, 16, 0x7FFF, 3, 0),
        (5, 16, 0xFFFF, 3, 0),
        (6, 24, 0xFFFF, 3, 3),
        (9, 24, 0xFFFF, 3, 3),
    ],
)
def test_each_version_of_landlock_is_asked_for_what_it_knows(
    monkeypatch, version, size, rights, network, scopes
):
    """A kernel refuses rights that it doesn't know; a newer one knows all of the older ones."""
    asked = []
    monkeypatch.setattr(confine, "landlock_version", lambda: version)
    monkeypatch.setattr(confine, "_system_call", lambda _, *words: asked.append(words) or -1)
    monkeypatch.setattr(confine, "die_with_parent", lambda: None)
    monkeypatch.setattr(confine, "_drop_capabilities", lambda: None)
    assert confine.bind_server([]) == 0
    (attributes, length, _), *_ = asked
    assert length.value == len(attributes) == size
    assert struct.unpack("=QQQ", attributes.ljust(24, b"\0")) == (rights, network, scopes)


# --- seccomp: its program, run by a small machine of our own --------------------------------------

ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE, UNKNOWN, NO_TERMINAL = (0x00050000 | code for code in (1, 38, 25))
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
I386, ARM = 0x40000003, 0x40000028


def verdict(machine, number, *arguments, architecture=None):
    """Run the filter as the kernel does (see linux/seccomp.h), over one system call."""
    words = [argument & (2**64 - 1) for argument in (*arguments, *[0] * 6)][:6]
    architecture = ARCHITECTURES[machine] if architecture is None else architecture
    data = struct.pack("=IIQ6Q", number, architecture, 0, *words)
    program = system_call_filter(machine)
    place = loaded = 0
    while True:
        code, if_true, if_false, k = program[place]
        place += 1
        if code == 0x20:
            (loaded,) = struct.unpack_from("=I", data, k)
        elif code == 0x06:
            return k
        else:
            holds = {0x15: loaded == k, 0x35: loaded >= k, 0x45: bool(loaded & k)}[code]
            place += if_true if holds else if_false


# Numbers from the kernel's tables: x86_64, aarch64 (None where it has none).
DANGEROUS = {
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    "clone": (56, 220), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438),
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "listen": (50, 201), "sendmsg": (46, 211), "recvmsg": (47, 212), "sendmmsg": (307, 269),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "setuid": (105, 146), "setresuid": (117, 147),
    "capset": (126, 91), "prctl": (157, 167), "arch_prctl": (158, None), "seccomp": (317, 277),
    "setrlimit": (160, 164), "prlimit64": (302, 261), "setpriority": (141, 140),
    "sched_setaffinity": (203, 122), "io_uring_setup": (425, 425), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "memfd_create": (319, 279),
    "keyctl": (250, 219), "add_key": (248, 217), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180), "flock": (73, 32), "unlink": (87, None),
    "unlinkat": (263, 35), "rename": (82, None), "renameat2": (316, 276), "mkdirat": (258, 34),
    "symlinkat": (266, 36), "linkat": (265, 37), "mknodat": (259, 33), "fchmodat": (268, 53),
    "truncate": (76, 45), "ftruncate": (77, 46), "utimensat": (280, 88), "openat2": (437, 437),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "readlink": (89, None),
    "readlinkat": (267, 78), "sysinfo": (99, 179), "syslog": (103, 116), "setitimer": (38, 103),
    "alarm": (37, None), "timer_create": (222, 107), "inotify_init1": (294, 26), "chdir": (80, 49),
    "fchdir": (81, 50), "umask": (95, 166), "landlock_restrict_self": (446, 446),
    "getpriority": (140, 141), "sched_getparam": (143, 121), "get_robust_list": (274, 100),
    "kcmp": (312, 272), "process_madvise": (440, 440), "membarrier": (324, 283),
    "fallocate": (285, 47), "splice": (275, 76), "vmsplice": (278, 75), "tee": (276, 77),
    "pwrite64": (18, 68), "setsid": (112, 157), "personality": (135, 92), "reboot": (169, 142),
}  # fmt: skip
NEEDED = {
    "read": (0, 63), "write": (1, 64), "openat": (257, 56), "close": (3, 57), "mmap": (9, 222),
    "munmap": (11, 215), "brk": (12, 214), "fstat": (5, 80), "newfstatat": (262, 79),
    "getdents64": (217, 61), "rt_sigaction": (13, 134), "getrandom": (318, 278),
    "exit_group": (231, 94), "getpid": (39, 172), "madvise": (28, 233), "mprotect": (10, 226),
}  # fmt: skip
GUARDED = {
    "fcntl": (72, 25), "futex": (202, 98), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "sched_getaffinity": (204, 123), "sendto": (44, 206),
    "recvfrom": (45, 207), "ioctl": (16, 29), "clone3": (435, 435),
}  # fmt: skip


@pytest.fixture(params=MACHINES)
def machine(request):
    return request.param


def number_of(table, name, machine):
    return table[name][MACHINES.index(machine)]


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_system_call_is_refused(machine, name):
    number = number_of(DANGEROUS, name, machine)
    if number is not None:
        assert verdict(machine, number) == REFUSE


@pytest.mark.parametrize("name", NEEDED)
def test_a_system_call_that_python_needs_is_allowed(machine, name):
    assert verdict(machine, number_of(NEEDED, name, machine)) == ALLOW


def test_whatever_is_not_listed_is_refused(machine):
    """An allow-list: what the kernel will learn one day is refused as well."""
    allowed = {number for number in range(1024) if verdict(machine, number) == ALLOW}
    needed = {number_of(NEEDED, name, machine) for name in NEEDED}
    dangerous = {number_of(DANGEROUS, name, machine) for name in DANGEROUS}
    assert needed < allowed
    assert not dangerous & allowed
    assert len(allowed) < 70


def test_another_architecture_s_calls_end_the_process(machine):
    """By the tables of 32-bit programs, the same number is another call."""
    for other in (I386, ARM, *set(ARCHITECTURES.values()) - {ARCHITECTURES[machine]}, 0):
        assert verdict(machine, 0, architecture=other) == KILL


def test_x32_calls_end_the_process():
    for number in (0, 59, 1023):
        assert verdict("x86_64", 0x40000000 | number) == KILL


def test_some_refusals_have_a_number_that_libraries_understand(machine):
    assert verdict(machine, number_of(GUARDED, "clone3", machine)) == UNKNOWN
    assert verdict(machine, number_of(GUARDED, "ioctl", machine), 0, 0x5412) == NO_TERMINAL


@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [
        ("fcntl", (3, 0), ALLOW),  # dup
        ("fcntl", (3, 2, 1), ALLOW),  # close on exec
        ("fcntl", (3, 4, 0x800), REFUSE),  # set the flags of a description that others share
        ("fcntl", (3, 5), REFUSE),  # ask for locks
        ("fcntl", (3, 6), REFUSE),  # lock
        ("fcntl", (3, 8, 1), REFUSE),  # have signals sent
        ("fcntl", (3, 37), REFUSE),  # lock an open description
        ("fcntl", (3, 1024), REFUSE),  # take a lease
        ("fcntl", (3, 1033, 0), REFUSE),  # seal
        ("futex", (0, 128 | 0), ALLOW),
        ("futex", (0, 128 | 256 | 9), ALLOW),
        ("futex", (0, 0), REFUSE),
        ("futex", (0, 1), REFUSE),
        ("clock_gettime", (0,), ALLOW),
        ("clock_gettime", (2,), ALLOW),
        ("clock_gettime", (~1234 << 3 | 2,), REFUSE),
        ("clock_getres", (1,), ALLOW),
        ("clock_getres", (~1234 << 3 | 2,), REFUSE),
        ("clock_nanosleep", (1,), ALLOW),
        ("clock_nanosleep", (~1234 << 3 | 2,), REFUSE),
        ("sched_getaffinity", (0,), ALLOW),
        ("sched_getaffinity", (1,), REFUSE),
        ("sendto", (3, 0, 9, 0), ALLOW),
        ("sendto", (3, 0, 9, 1), REFUSE),  # out-of-band
        ("recvfrom", (3, 0, 9, 0), ALLOW),
        ("recvfrom", (3, 0, 9, 2), REFUSE),
    ],
)
def test_some_are_allowed_by_their_arguments(machine, name, arguments, wanted):
    assert verdict(machine, number_of(GUARDED, name, machine), *arguments) == wanted


def test_the_program_is_one_that_kernels_take(machine):
    """At most 4096 instructions; a jump goes forward, at most 255 of them, and stays inside."""
    program = system_call_filter(machine)
    assert len(program) <= 4096
    for place, (_, if_true, if_false, _) in enumerate(program):
        assert max(if_true, if_false) <= 255
        assert place + 1 + max(if_true, if_false) < len(program) + 1
    assert program[-1][0] == 0x06


def test_the_filter_binds_this_kernel_too():
    """What the small machine says holds in a real process."""
    lines = bound("""
        import os, socket, time
        from nngrade.sandbox.confine import Limits, bind_worker
        socket.AF_UNIX, time.sleep
        ours, theirs = socket.socketpair()
        parent = os.getppid()
        bind_worker(Limits(), theirs.fileno(), seccomp=True)
        for action in (
            lambda: time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID) > 0,
            lambda: len(os.sched_getaffinity(0)) > 0,
            lambda: time.clock_gettime(~parent << 3 | 2),
            lambda: os.sched_getaffinity(parent),
            lambda: os.fork(),
            lambda: socket.socket(),
            lambda: os.kill(parent, 0),
            lambda: os.readlink("/proc/self/exe"),
            lambda: os.setpriority(os.PRIO_PROCESS, 0, 1),
        ):
            try:
                print(action())
            except OSError as error:
                print(error.errno)
    """)
    assert lines == ["True", "True"] + [str(errno.EPERM)] * 7


def test_a_program_that_the_kernel_refuses_is_told():
    lines = bound("""
        from nngrade.sandbox.confine import install
        try:
            install([(0xFFFF, 0, 0, 0)])
        except OSError as error:
            print(error.errno, error.strerror)
    """)
    assert lines == [f"{errno.EINVAL} seccomp refused the filter"]


# --- other machines -------------------------------------------------------------------------------


def test_a_machine_without_a_table_has_no_filter(monkeypatch):
    assert confine.seccomp_available()
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not confine.seccomp_available()


def test_other_systems_have_none_of_it(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert confine.landlock_version() == 0
    assert not confine.seccomp_available()
    confine.hide_memory()
    with growing_at_most(MIB):
        assert len(bytearray(64 * MIB)) == 64 * MIB


def test_a_worker_s_share_of_the_machine_is_modest():
    assert Limits() == Limits(memory=1024 * MIB, cpu_seconds=60, descriptors=32)
