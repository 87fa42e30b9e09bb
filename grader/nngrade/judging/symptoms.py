"""How a misconception fares as a submission: which checks it fails, and with which words."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.diagnosis import Misconception
from nngrade.judging.planting import plant
from nngrade.judging.plugin import Check, ChecksPlugin
from nngrade.judging.reference import Reference
from nngrade.judging.student import Student
from nngrade.results import CheckResult, Outcome
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.protocol import Done, Load
from nngrade.sandbox.runner import Settings, Worker, WorkerFailure

Ends = Iterator[tuple[str, str]]
_SECONDS = 1.0  # no misconception that is worth waiting for takes longer
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?")


class Symptoms:
    """Runs misconceptions against checks, each once for a seed."""

    def __init__(
        self, course: Course, launcher: Launcher, settings: Settings, reference: Reference
    ) -> None:
        self._course = course
        self._launcher = launcher
        self._parameters = reference.parameters  # so that its words are the same as a learner's
        seconds = min(_SECONDS, settings.call_seconds)
        self._settings = msgspec.structs.replace(settings, call_seconds=seconds)
        self._known: dict[tuple[str, str, int], dict[str, str]] = {}

    def of(
        self,
        exercise: Exercise,
        bug: Misconception,
        checks: Sequence[Check],
        plugin: ChecksPlugin,
        seed: int,
    ) -> Ends:
        """Yield each check's id with the words it ends with, "" where the misconception passes.

        It ends early where the misconception's process does. The checks keep their order, all
        of them in one process: what a misconception remembers may show in a later one.
        """
        known = self._known.setdefault((exercise.slug, bug.id, seed), {})
        yield from ((check.id, known[check.id]) for check in checks if check.id in known)
        if all(check.id in known for check in checks):
            return
        for check, result in self._run(exercise, bug, checks, plugin, seed):
            if check.id not in known:
                known[check.id] = masked(result)
                yield check.id, known[check.id]

    def _run(
        self,
        exercise: Exercise,
        bug: Misconception,
        checks: Sequence[Check],
        plugin: ChecksPlugin,
        seed: int,
    ) -> Iterator[tuple[Check, CheckResult]]:
        submission = plant(self._course, exercise, bug)
        with Worker(self._launcher, self._settings) as worker:
            try:
                loaded = worker.request(Load(submission.sources, exercise.module))
            except WorkerFailure:
                return
            student = Student(worker, exercise, submission, self._settings, self._parameters)
            for check in checks:
                if not isinstance(loaded, Done):
                    return
                result = plugin.run(check, student, seed).result
                if worker.failure is not None:
                    return  # perhaps for want of time: it proves nothing
                yield check, result


def masked(result: CheckResult) -> str:
    """Return how a check ended, without numbers and tracebacks; "" where it passed."""
    if result.outcome is Outcome.PASSED:
        return ""
    raised = result.outcome is Outcome.ERROR
    words = result.message.partition("\n")[0] if raised else result.message
    return f"{result.outcome}: {_NUMBER.sub('#', words)}"
