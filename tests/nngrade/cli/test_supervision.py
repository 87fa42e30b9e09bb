"""Whatever becomes of a command, it ends, and nothing of it goes on."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LOOP = "def relu(z):\n    while True:\n        pass\n"
# A worker computes without end by then: starting up costs the grader's processes less.
BUSY = 0.2
PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


# --- a deadline of its own -----------------------------------------------------------------------


def supervised(code, seconds=20.0):
    """Run code as a command does that supervises itself."""
    lines = [
        "import os, signal, time",
        "from nngrade.cli.supervision import supervise",
        "print('once')",
        f"supervise({seconds})",
        code,
    ]
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("status", [0, 1, 3])
def test_it_exits_as_the_supervised_does(status):
    run = supervised(f"print('and again'); raise SystemExit({status})")
    assert run.returncode == status
    assert run.stdout == "once\nand again\n"
    assert run.stderr == ""


def test_what_takes_too_long_is_ended_and_told():
    run = supervised("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)", seconds=0.3)
    assert run.returncode == 3
    assert run.stderr == "nngrade: The grader took longer than 0.3 s and was ended.\n"


def test_what_is_ended_from_outside_is_told():
    """The system ends what takes too much memory with a signal of that kind."""
    run = supervised("os.kill(os.getpid(), signal.SIGKILL)")
    assert run.returncode == 3
    assert run.stderr == "nngrade: The grader was ended by signal 9.\n"


def test_elsewhere_it_goes_on_by_itself(monkeypatch):
    """Without pidfd and death signals, the deadlines of the workers must do."""
    from nngrade.cli.supervision import supervise  # noqa: PLC0415 - beside what replaces the system

    monkeypatch.setattr(sys, "platform", "darwin")
    process = os.getpid()
    supervise(1.0)
    assert os.getpid() == process


# --- nothing is left -----------------------------------------------------------------------------


@pytest.fixture
def grading(start, tmp_path):
    """Start grading someone else's submission that loops."""
    folder = tmp_path / "submission"
    folder.mkdir()
    (folder / "e04_relu.py").write_text(LOOP, encoding="utf-8")
    return start("check", "relu", "--submission", folder)


@pytest.fixture
def own_grading(start, course_copy):
    """Start grading one's own exercise that loops."""
    (course_copy.exercises / "e04_relu.py").write_text(LOOP, encoding="utf-8")
    return start("check", "relu")


@pytest.fixture
def training(start, course_copy):
    """Start a training that takes minutes."""
    return start("train", "general", "--submission", course_copy.solutions, "--epochs", "50")


@pytest.fixture(params=["grading", "own_grading", "training"])
def command(request):
    return request.getfixturevalue(request.param)


def test_after_a_kill_no_process_is_left(command):
    """A killed grader can tidy nothing up: its children end with it, whatever they are doing."""
    family = family_at_work(command)
    command.kill()
    assert left_after(2.0, family) == set()


def test_after_a_kill_of_the_supervised_no_process_is_left(grading):
    family = family_at_work(grading)
    os.kill(children(grading.pid)[0], signal.SIGKILL)
    assert grading.wait(PATIENCE) == 3
    assert left_after(2.0, family) == set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_after_a_polite_request_no_process_is_left(command, number):
    family = family_at_work(command)
    command.send_signal(number)
    assert left_after(2.0, family) == set()


def test_after_an_interruption_no_process_is_left(command):
    """Ctrl-C is answered in one line, without a traceback."""
    family = family_at_work(command)
    command.send_signal(signal.SIGINT)
    assert left_after(2.0, family) == set()
    assert command.wait(PATIENCE) == 1
    assert "Traceback" not in command.stderr.read()


def test_after_a_deadline_the_grading_goes_on(grading):
    """A submission that loops costs its deadline, and no process is left of it."""
    family = family_at_work(grading)
    assert grading.wait(PATIENCE) == 1
    assert "took longer than 5 s" in grading.stdout.read()
    assert left_after(0.5, family) == set()


def family_at_work(process):
    """Wait until a worker computes; return all processes below this one, as (number, start)."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        family = descendants(process.pid)
        workers = [number for number in family if is_worker(number) and spent(number) > BUSY]
        if workers:
            assert len(family) >= 2  # a fork server and its worker at least
            return {(number, started(number)) for number in [process.pid, *family]}
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    pytest.fail("no worker began to compute")


def is_worker(number):
    """Tell a worker from its fork server: it was forked by it, and runs the same command."""
    return "boot.py" in command_line(number) and "boot.py" in command_line(parent(number))


def left_after(seconds, family):
    """Return those of a family that are still alive."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and any(map(alive, family)):
        time.sleep(0.02)
    return {member for member in family if alive(member)}


def alive(member):
    number, start = member
    with contextlib.suppress(OSError):
        return started(number) == start and fields(number)[0] != "Z"
    return False


def descendants(number):
    found = children(number)
    return found + [one for child in found for one in descendants(child)]


def children(number):
    found = []
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
    return found


def fields(number):
    """Return what /proc/…/stat says after the command's name: state, parent, …."""
    text = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    return text.rpartition(")")[2].split()


def parent(number):
    with contextlib.suppress(OSError):
        return int(fields(number)[1])
    return 0


def started(number):
    return int(fields(number)[19])


def spent(number):
    with contextlib.suppress(OSError):
        return (int(fields(number)[11]) + int(fields(number)[12])) / TICKS
    return 0.0


def command_line(number):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace")
    return ""
