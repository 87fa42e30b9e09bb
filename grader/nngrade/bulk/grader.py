"""Grades one submission after another in a process that has everything open.

The checks are collected once: pytest's session runs in a thread that takes a submission
whenever `grade` is called, since a session can't be left and entered again.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from nngrade.bulk.memory import LedgerMemory, ResultMemory, without_prints
from nngrade.bulk.task import Graded, Setup, Task
from nngrade.bulk.trainer import Trainer
from nngrade.course import open_course
from nngrade.errors import GraderError
from nngrade.judging import Judge
from nngrade.sandbox.launch import open_launcher
from nngrade.sandbox.selftest import open_examined_launcher
from nngrade.submission import Submission

if TYPE_CHECKING:
    from nngrade.results import SubmissionResult


class Grader:
    """One course, one launcher, one session of checks."""

    def __init__(self, setup: Setup) -> None:
        self._seed = setup.seed
        self._memory = ResultMemory(Path(setup.ledger))
        self._trainings = LedgerMemory(Path(setup.ledger), "training")
        self._launcher = open_launcher() if setup.trusted else open_examined_launcher()
        course = open_course(Path(setup.course))
        self._judge = Judge(course, self._launcher, memory=self._memory)
        self._trainer = Trainer(course, self._launcher, self._trainings, setup.epochs, setup.seed)
        self._tasks: SimpleQueue[Submission | None] = SimpleQueue()
        self._results: SimpleQueue[SubmissionResult | BaseException] = SimpleQueue()
        self._session = threading.Thread(target=self._run, daemon=True)
        self._session.start()

    def grade(self, task: Task) -> Graded:
        """Grade a submission; raises GraderError where the grader itself fails."""
        submission = Submission(task.id, task.sources, task.problems)
        self._tasks.put(submission)
        result = self._results.get()
        if isinstance(result, BaseException):
            raise GraderError(f"{task.id}: {result}") from result
        trained = self._trainer.train(submission, result)
        return Graded(
            task.id,
            replace(result, exercises=tuple(map(without_prints, result.exercises))),
            fresh=self._memory.take(),
            trained=trained,
            fresh_trainings=self._trainings.take(),
        )

    def close(self) -> None:
        """End the session and every worker."""
        self._tasks.put(None)
        self._session.join(timeout=10.0)
        self._launcher.close()

    def _run(self) -> None:
        try:
            self._judge.grade_all(self._submissions(), seed=self._seed, done=self._results.put)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it can be told
            self._results.put(error)

    def _submissions(self) -> Iterator[Submission]:
        while (submission := self._tasks.get()) is not None:
            yield submission
