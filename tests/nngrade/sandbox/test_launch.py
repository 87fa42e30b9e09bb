"""Each way of starting workers gives the same worker, and ends what it started."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from nngrade.errors import GraderError
from nngrade.sandbox.confine import Limits
from nngrade.sandbox.launch import ForkLauncher, SpawnLauncher, open_launcher
from nngrade.sandbox.protocol import Call, Done, Load, pack, unpack
from nngrade.sandbox.runner import Settings, Worker, WorkerFailure

PATIENT = Settings(call_seconds=30.0, exercise_seconds=60.0)
SOURCE = """
import os, sys, threading
import numpy as np

def double(x): return 2 * x
def hashed(): return hash("softmax")
def threads(): return threading.active_count(), os.environ.get("OPENBLAS_NUM_THREADS")
def environment(): return sorted(os.environ)
def path(): return list(sys.path)
def modules(): return [name for name in sys.modules if name.partition(".")[0] == "nngrade"]
def busy(n): return sum(i * i for i in range(n))
def product(n): return float((np.ones((n, n)) @ np.ones((n, n))).sum())
def inverse(n): return float(np.linalg.inv(np.eye(n)).sum())
def grow(size): return len(bytearray(size))
def leave(): os._exit(0)
def hang():
    while True: pass
"""


@pytest.fixture(scope="module", params=[ForkLauncher, SpawnLauncher], ids=lambda one: one.__name__)
def each_launcher(request):
    with contextlib.closing(request.param()) as launcher:
        yield launcher


@pytest.fixture(scope="module")
def shared(each_launcher):
    """Give one worker that several tests ask, since a new interpreter takes its time."""
    with loaded(each_launcher, Settings(call_seconds=30.0, exercise_seconds=600.0)) as worker:
        yield worker


@contextlib.contextmanager
def loaded(launcher, settings=PATIENT, source=SOURCE):
    with Worker(launcher, settings) as worker:
        worker.request(Load({"exercise": dedent(source).encode()}, "exercise"), seconds=30.0)
        yield worker


def value(worker, name, *args):
    reply = worker.request(Call(name, [pack(arg) for arg in args]))
    assert isinstance(reply, Done), reply
    return unpack(reply.value)


# --- the same worker either way -------------------------------------------------------------


def test_a_worker_answers(shared):
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(value(shared, "double", x), 2 * x)


def test_hashes_are_the_same_in_every_worker(shared, launcher):
    """What depends on the order of a set depends on nothing else."""
    with loaded(launcher) as other:
        assert value(shared, "hashed") == value(other, "hashed")


def test_one_thread_is_enough_for_linear_algebra(shared):
    """Several would hang under confinement."""
    assert value(shared, "threads") == (1, "1")
    assert value(shared, "product", 300) == 300.0**3
    assert value(shared, "inverse", 200) == 200.0


def test_the_grader_s_environment_stays_with_the_grader(shared):
    known = {
        "PYTHONHASHSEED",
        "PYTHONUTF8",
        "PYTHONDONTWRITEBYTECODE",
        "LC_CTYPE",
        "LD_LIBRARY_PATH",
        "PWD",
    }
    others = set(value(shared, "environment")) - known
    assert all(name.endswith("_NUM_THREADS") or name == "VECLIB_MAXIMUM_THREADS" for name in others)


def test_no_installed_package_can_be_reached_by_the_path(shared):
    """An editable install would put the checks and misconceptions there."""
    assert not [one for one in value(shared, "path") if "site-packages" in one or "grader" in one]


def test_of_the_grader_the_worker_holds_its_own_files_only(shared):
    assert sorted(value(shared, "modules")) == [
        "nngrade",
        "nngrade.sandbox",
        "nngrade.sandbox.confine",
        "nngrade.sandbox.protocol",
        "nngrade.sandbox.worker",
    ]


def test_memory_beyond_the_limit_is_refused(shared):
    reply = shared.request(Call("grow", [2**31]))
    assert reply.kind == "MemoryError"
    assert value(shared, "grow", 2**20) == 2**20


def test_the_processor_time_of_a_worker_can_be_read(shared):
    before = shared.cpu_seconds()
    value(shared, "busy", 300_000)
    spent = shared.cpu_seconds() - before
    assert 0.002 < spent < 5.0
    idle = shared.cpu_seconds()
    time.sleep(0.05)
    assert shared.cpu_seconds() - idle < 0.02


def test_workers_share_nothing(each_launcher):
    planting = "import numpy\nnumpy.planted = 1\ndef f(): return numpy.planted\n"
    looking = "import numpy\ndef f(): return hasattr(numpy, 'planted')\n"
    with loaded(each_launcher, source=planting) as first:
        assert value(first, "f") == 1
        with loaded(each_launcher, source=looking) as second:
            assert value(second, "f") is False


def test_a_worker_starts_from_any_folder(each_launcher, tmp_path, monkeypatch):
    """Not from that of a learner, whose files are named as they like."""
    for name in ("numpy", "msgspec", "json", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with contextlib.closing(type(each_launcher)()) as launcher, loaded(launcher) as worker:
        assert value(worker, "double", 2) == 4


def test_an_end_of_its_own_accord_is_told_with_its_status(each_launcher):
    child = each_launcher.launch(Limits())
    with loaded(each_launcher) as worker, pytest.raises(WorkerFailure, match="never exit"):
        worker.request(Call("leave", []))
    assert child.kill() == -signal.SIGKILL
    assert child.kill() == -signal.SIGKILL


def test_a_worker_that_hangs_is_ended(each_launcher):
    with loaded(each_launcher) as worker:
        started = time.monotonic()
        with pytest.raises(WorkerFailure, match=r"longer than 0\.2 s"):
            worker.request(Call("hang", []), seconds=0.2)
        assert time.monotonic() - started < 2.0


def test_too_much_processor_time_ends_a_worker(each_launcher):
    limits = Limits(cpu_seconds=1)
    with Worker(each_launcher, PATIENT, limits) as worker:
        worker.request(Load({"exercise": SOURCE.encode()}, "exercise"))
        with pytest.raises(WorkerFailure, match="more processor time than it may"):
            worker.request(Call("hang", []))


def test_what_confines_the_workers_is_named(each_launcher):
    assert each_launcher.isolation


# --- the launchers themselves ---------------------------------------------------------------


def test_on_linux_workers_are_forked(launcher):
    assert isinstance(launcher, ForkLauncher)


def test_elsewhere_each_worker_is_a_new_interpreter(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert isinstance(open_launcher(), SpawnLauncher)


def test_a_library_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(GraderError, match=r"msgspec is not installed\. Install nngrade again"):
        SpawnLauncher().launch(Limits())


def test_an_interpreter_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setattr("nngrade.sandbox.launch.MODULES", ("no_such_module",))
    told = pytest.raises(GraderError, match=r"could not start.*doctor")
    with contextlib.closing(ForkLauncher()) as launcher, told:
        launcher.launch(Limits())


def end_server(launcher) -> None:
    """End the fork server as the system would, for want of memory, and all below it."""
    server = launcher._server  # noqa: SLF001 - nobody else has reason to
    for pid in [*below(server.pid), server.pid]:
        os.kill(pid, signal.SIGKILL)
    server.wait()


def test_a_fork_server_that_is_gone_is_replaced_by_another():
    with contextlib.closing(ForkLauncher()) as launcher:
        lost = launcher.launch(Limits())
        end_server(launcher)
        with loaded(launcher) as worker:
            assert value(worker, "double", 2) == 4
        assert lost.kill() == -signal.SIGKILL
        with loaded(launcher) as worker:
            assert value(worker, "double", 3) == 6


def stop_server(launcher) -> None:
    """Let the fork server hang: it is there, but does nothing."""
    pid = launcher._server.pid  # noqa: SLF001 - nobody else has reason to
    for one in [*below(pid), pid]:
        os.kill(one, signal.SIGSTOP)


def test_a_fork_server_that_hangs_is_replaced_by_another(monkeypatch):
    """Also where the hanging is noticed only when a worker's end is asked for."""
    monkeypatch.setattr("nngrade.sandbox.launch.CLOSE_SECONDS", 0.2)
    with contextlib.closing(ForkLauncher()) as launcher:
        lost = launcher.launch(Limits(), 0.3)
        stop_server(launcher)
        started = time.monotonic()
        assert lost.kill() == -signal.SIGKILL
        assert time.monotonic() - started < 1.0
        with loaded(launcher) as worker:
            assert value(worker, "double", 2) == 4


def test_a_fork_server_that_hangs_again_and_again_is_told(monkeypatch):
    monkeypatch.setattr("nngrade.sandbox.launch.CLOSE_SECONDS", 0.2)
    await_server = ForkLauncher._await_server  # noqa: SLF001 - made to hang right after its start

    def started(launcher):
        await_server(launcher)
        stop_server(launcher)

    monkeypatch.setattr(ForkLauncher, "_await_server", started)
    told = pytest.raises(GraderError, match=r"no longer answers\. Please run it again")
    with contextlib.closing(ForkLauncher()) as launcher, told as error:
        Worker(launcher, Settings(server_seconds=0.3))
    assert error.value.exit_code == 3


def test_a_fork_server_that_ends_again_and_again_is_told(monkeypatch):
    monkeypatch.setattr(ForkLauncher, "_await_server", end_server)
    told = pytest.raises(GraderError, match="ended unexpectedly")
    with contextlib.closing(ForkLauncher()) as launcher, told:
        launcher.launch(Limits())


def test_closing_a_launcher_ends_its_workers():
    launcher = ForkLauncher()
    child = launcher.launch(Limits())
    child.connection.settimeout(10.0)
    launcher.close()
    assert child.connection.recv(1) == b""
    child.kill()


def test_no_worker_outlives_a_grader_that_is_killed(tmp_path):
    """Not even one that never looks at its socket."""
    script = """
        import time
        from nngrade.sandbox.launch import open_launcher
        from nngrade.sandbox.protocol import Call, Load, encode, send_frame
        from nngrade.sandbox.runner import Settings, Worker
        worker = Worker(open_launcher(), Settings())
        worker.request(Load({"e": b"def f():\\n while True: pass"}, "e"))
        send_frame(worker._child.connection, encode(Call("f", [])))
        print(worker._child.connection.fileno(), flush=True)
        time.sleep(60)
        """
    command = [sys.executable, "-c", dedent(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as grader:
        assert grader.stdout.readline()
        workers = below(grader.pid)
        grader.kill()
    assert workers
    deadline = time.monotonic() + 5.0
    while any(Path("/proc", str(pid)).exists() for pid in workers):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def below(pid) -> list[int]:
    """Return all processes that this one started, and those that they did, the latest first."""
    children = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and parent(entry) == pid:
                children.append(int(entry.name))
    return [one for child in children for one in (*below(child), child)]


def parent(entry: Path) -> int:
    return int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def test_a_launcher_that_is_closed_at_once_leaves_nothing_behind():
    """Not even half of bubblewrap, which takes a while to set up its box."""
    script = """
        import ctypes, os, time
        from pathlib import Path
        from nngrade.sandbox.launch import open_launcher
        adopt_orphans = 36
        ctypes.CDLL(None).prctl(adopt_orphans, 1, 0, 0, 0)
        for moment in range(15):
            launcher = open_launcher()
            time.sleep(moment * 0.002)
            launcher.close()
        time.sleep(0.2)
        for pid in Path("/proc/thread-self/children").read_text().split():
            if b"boot.py" in Path("/proc", pid, "cmdline").read_bytes():
                print(pid)
        """
    command = [sys.executable, "-c", dedent(script)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == ""
