"""Bugs against checks: each bug fails a check of its function, each check is failed by a bug.

A bug meets the checks first that no bug has failed yet, and then the others until one fails:
what is asked here needs no more of the matrix, which would take minutes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nngrade.catalog import Exercise
from nngrade.course import open_course
from nngrade.diagnosis import Misconceptions
from nngrade.judging.planting import plant
from nngrade.judging.plugin import Check, ChecksPlugin, run_session
from nngrade.judging.reference import Reference
from nngrade.judging.student import Student
from nngrade.results import Outcome
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.protocol import Done, Load
from nngrade.sandbox.runner import Settings, Worker
from nngrade.submission import Submission, read_submission

COURSE = open_course(Path(__file__).parent)
MISCONCEPTIONS = Misconceptions(COURSE.misconceptions)
PATIENT = Settings(call_seconds=60.0, exercise_seconds=600.0)


class Bench:
    """Tries single checks of one exercise; the other exercises are the reference's."""

    def __init__(self, exercise: Exercise, plugin: ChecksPlugin, launcher: Launcher) -> None:
        self._exercise = exercise
        self._plugin = plugin
        self._launcher = launcher

    @contextmanager
    def loaded(self, submission: Submission) -> Iterator[Student]:
        """Load a submission's file of the exercise, which must succeed."""
        with Worker(self._launcher, PATIENT) as worker:
            reply = worker.request(Load(submission.sources, self._exercise.module))
            assert isinstance(reply, Done), reply
            yield Student(worker, self._exercise, submission, PATIENT)

    def fails(self, check: Check, student: Student) -> bool:
        """Run one check."""
        return self._plugin.run(check, student, seed=0).result.outcome is not Outcome.PASSED


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference(COURSE.solutions, COURSE.catalog)


@pytest.mark.parametrize("exercise", COURSE.catalog.exercises, ids=lambda one: one.slug)
def test_no_bug_passes_and_no_check_is_idle(exercise, launcher, reference):
    survivors, idle, wrong = [], [], []

    def body(plugin: ChecksPlugin) -> None:
        bench = Bench(exercise, plugin, launcher)
        with bench.loaded(read_submission(COURSE.solutions, COURSE.catalog)) as solution:
            wrong.extend(check.id for check in plugin.checks if bench.fails(check, solution))
        idle.extend(plugin.checks)
        for bug in MISCONCEPTIONS.of(exercise.slug):
            own = [check for check in plugin.checks if check.function == bug.of]
            with bench.loaded(plant(COURSE, exercise, bug)) as student:
                failed = [check for check in idle if check in own and bench.fails(check, student)]
                known = (check for check in own if check not in idle)
                if not failed and not any(bench.fails(check, student) for check in known):
                    survivors.append(bug.id)
            idle[:] = [check for check in idle if check not in failed]

    file = COURSE.checks / f"test_{exercise.slug}.py"
    run_session(COURSE.checks, [file], reference, body)
    assert wrong == [], "the reference fails"
    assert survivors == [], "these bugs fail no check of their function"
    assert [check.id for check in idle] == [], "no bug of its function fails these checks"
