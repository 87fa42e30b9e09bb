"""Submissions of a small class, an engine that grades them without any process, and real runs."""

import ctypes
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from nngrade.bulk import Ledger
from nngrade.bulk.task import Graded
from nngrade.results import CheckResult, Diagnosis, ExerciseResult, Outcome, SubmissionResult
from nngrade.submission import Submission

# Ctrl-C is set up anew, since some runners of tests ignore it (`nohup` does).
START = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from nngrade.cli import main; main()"
)
SECONDS = 120
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
END_SECONDS = 5.0


@pytest.fixture
def make_entry():
    """Return a function that makes a submission as the intake hands it over."""

    def make(name, *, text=b"x = 1", status="ready", sentence=""):
        found = Submission(name, {"e04_relu": text}, {}) if status == "ready" else None
        key = hashlib.sha256(text).hexdigest()
        return SimpleNamespace(id=name, status=status, sentence=sentence, key=key, submission=found)

    return make


@pytest.fixture
def make_result():
    """Return a function that makes a graded submission with one exercise."""

    def make(score=6.0, message="", diagnosis=None):
        outcome = Outcome.PASSED if score else Outcome.FAILED
        check = CheckResult("e04_relu::a", "A", "relu", outcome, message, diagnosis)
        exercise = ExerciseResult("e04_relu", "relu", outcome, score, 6.0, (), (check,))
        return SubmissionResult(score, 6.0, 7, "tier A", {"nngrade": "1"}, (exercise,))

    return make


@pytest.fixture
def named():
    return Diagnosis("own", "You did it", "Look.")


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "out") as opened:
        yield opened


class Engine:
    """Grades at once, and notes what it was given."""

    def __init__(self, result):
        self.result = result
        self.given = []
        self.fails = set()
        self.stops_after = None

    def stream(self, tasks):
        """Grade each task; stop in the middle where that was asked for."""
        for task in tasks:
            if len(self.given) == self.stops_after:
                raise KeyboardInterrupt
            self.given.append(task.id)
            if task.id in self.fails:
                yield Graded(task.id, None, "it hung")
            else:
                yield Graded(task.id, self.result, fresh={f"key of {task.id}": b"body"})


@pytest.fixture
def engine(make_result):
    return Engine(make_result())


@pytest.fixture
def start():
    """Return a function that starts a command in a process group of its own."""
    started = []

    def run(*words, **given):
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", START, *map(str, words)],
            env={name: value for name, value in os.environ.items() if name != "FORCE_COLOR"},
            encoding="utf-8",
            process_group=0,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | given,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


@pytest.fixture
def nngrade(start):
    """Return a function that runs a command, and gives back what it said."""

    def run(*words, **given):
        process = start(*words, **given)
        out, err = process.communicate(timeout=SECONDS)
        return SimpleNamespace(code=process.returncode, out=out, err=err)

    return run


@pytest.fixture
def bulk(nngrade, small_course):
    """Return a function that grades a class in the small course."""

    def run(submissions, out, *words, **given):
        return nngrade(
            "--course", small_course.root, "bulk", submissions, "-o", out, *words, **given
        )

    return run


@pytest.fixture
def small_class(small_course, tmp_path):
    """Return a function that writes a class of so many, no two alike, the third ones wrong."""

    def write(count):
        folder = tmp_path / "class"
        for number in range(count):
            one = folder / f"s{number:02}"
            one.mkdir(parents=True)
            for path in small_course.solutions.glob("*.py"):
                text = path.read_text(encoding="utf-8")
                wrong = text if number % 3 else text.replace("axis=1", "axis=0")
                (one / path.name).write_text(f"{wrong}# {number}\n", encoding="utf-8")
        return folder

    return write


@pytest.fixture
def orphans():
    """Adopt whatever a killed run leaves behind; return a function that lists it."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    assert prctl(SUBREAPER, 1, 0, 0, 0) == 0
    before = children()

    def left():
        deadline = time.monotonic() + END_SECONDS
        while (found := children() - before) and time.monotonic() < deadline:
            for pid in found:
                os.waitpid(pid, os.WNOHANG)
            time.sleep(0.02)
        return found

    yield left
    prctl(SUBREAPER, 0, 0, 0, 0)


def children():
    """Return the processes that this one has started or adopted, and still has."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text(encoding="utf-8").split()}
