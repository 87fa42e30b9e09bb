"""Graders as processes: every task comes back once, whatever happens to a grader."""

import os
import signal
import time
from pathlib import Path

import pytest

from nngrade.bulk import Ledger, LocalEngine, Setup
from nngrade.bulk.engine import _Process
from nngrade.bulk.task import Task
from nngrade.errors import GraderError
from nngrade.judging import Judge
from nngrade.submission import read_submission

HANG = b"import time\ndef relu(z):\n    time.sleep(0.2)\n    return z\n"


@pytest.fixture
def setup(small_course, tmp_path):
    with Ledger(tmp_path / "out") as ledger:
        return Setup(str(small_course.root), str(ledger.path), 3, trusted=True)


@pytest.fixture
def tasks(small_course):
    """Return five submissions: the solutions, each with a line of its own."""
    right = read_submission(small_course.solutions, small_course.catalog).sources
    return [
        Task(f"s{n}", right | {"e04_relu": right["e04_relu"] + b"\n# %d\n" % n}, {})
        for n in range(5)
    ]


def children() -> set[int]:
    """Return the processes that this one has started, and still has."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(map(int, task.read_text(encoding="utf-8").split()))


def test_every_task_comes_back_once(setup, tasks):
    before = children()
    graded = list(LocalEngine(setup, 2).stream(tasks))
    assert sorted(one.id for one in graded) == [task.id for task in tasks]
    assert {one.result.score for one in graded} == {100.0}
    assert children() == before


def test_a_result_is_that_of_a_grading_by_hand(setup, tasks, small_course, launcher):
    (graded,) = LocalEngine(setup, 1).stream(tasks[:1])
    submission = read_submission(small_course.solutions, small_course.catalog)
    alone = Judge(small_course, launcher).grade(submission, seed=3)
    assert graded.result == alone
    assert len(graded.fresh) == 3


def test_a_killed_grader_is_replaced(setup, tasks):
    engine = LocalEngine(setup, 1).stream(tasks)
    before = children()
    assert next(engine).id == "s0"
    for pid in children() - before:
        os.kill(pid, signal.SIGKILL)
    assert [one.id for one in engine] == ["s1", "s2", "s3", "s4"]


def test_a_task_that_takes_too_long_is_a_problem_of_its_own(setup, tasks):
    process = _Process(setup, 20.0)
    assert process.grade(tasks[0]).result is not None
    process._seconds = 0.001  # noqa: SLF001 - shortened once it has started
    graded = process.grade(tasks[1])
    assert graded.result is None
    assert graded.problem == "The grader did not get through it in 0.001 s."
    process.end()


def test_a_task_that_ends_its_grader_is_told_apart_from_one_that_hangs(setup, tasks):
    process = _Process(setup, 20.0)
    assert process.grade(tasks[0]).result is not None
    process._answer = lambda *_: None  # noqa: SLF001 - as where the pipe has closed
    process._started = lambda: None  # noqa: SLF001
    assert process.grade(tasks[1]).problem == "The grader ended in the middle of it."
    process.end()


def test_nothing_is_left_when_the_reader_stops(setup, tasks):
    before = children()
    stream = LocalEngine(setup, 2).stream(tasks)
    next(stream)
    stream.close()
    deadline = time.monotonic() + 10
    while children() != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children() == before


def test_a_grader_that_can_not_start_ends_the_run_in_a_sentence(tasks, tmp_path):
    with Ledger(tmp_path / "out") as ledger:
        nowhere = Setup(str(tmp_path / "none"), str(ledger.path), 3, trusted=True)
    with pytest.raises(GraderError, match="none"):
        list(LocalEngine(nowhere, 1).stream(tasks))


def test_what_learners_print_is_not_kept(setup):
    noisy = b"def relu(z):\n    print('secret')\n    return z\n"
    (graded,) = LocalEngine(setup, 1).stream([Task("a", {"e04_relu": noisy}, {})])
    assert all(not check.printed for one in graded.result.exercises for check in one.checks)
    assert graded.fresh
    assert not any(b"secret" in body for body in graded.fresh.values())
