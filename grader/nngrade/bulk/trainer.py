"""Trains a submission's two networks, within bounds that a class can afford."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import msgspec

from nngrade.bulk.memory import LedgerMemory
from nngrade.bulk.task import Trained
from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.errors import TrainingError
from nngrade.judging.files import named_in, reachable
from nngrade.judging.judge import versions
from nngrade.results import Outcome, SubmissionResult
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.runner import Settings
from nngrade.submission import Submission
from nngrade.training import LAYER_SIZES, NETWORKS, Plan, exercise_of, load_data, train

EPOCHS = 5
EPOCH_SECONDS = 20.0
_NOT_STARTED = "The exercise is not started yet."


def seconds_for(epochs: int) -> float:
    """Return how long the trainings of one submission may take; none without epochs."""
    return len(NETWORKS) * EPOCH_SECONDS * (epochs + 2) if epochs else 0.0


class Trainer:
    """Trains on the bundled MNIST; what was trained before with the same files is recalled."""

    def __init__(
        self, course: Course, launcher: Launcher, memory: LedgerMemory, epochs: int, seed: int
    ) -> None:
        self._course = course
        self._launcher = launcher
        self._memory = memory
        self._plans = [
            Plan(network, LAYER_SIZES[network], epochs, seed) for network in NETWORKS if epochs
        ]
        self._settings = msgspec.structs.replace(Settings(), epoch_seconds=EPOCH_SECONDS)
        self._data = cache(load_data)

    def train(self, submission: Submission, result: SubmissionResult) -> tuple[Trained, ...]:
        """Train both networks, or none where no epochs are asked for."""
        outcomes = {one.slug: one.outcome for one in result.exercises}
        return tuple(self._one(plan, submission, outcomes) for plan in self._plans)

    def _one(self, plan: Plan, submission: Submission, outcomes: Mapping[str, Outcome]) -> Trained:
        exercise = exercise_of(plan.network, self._course.catalog)
        if exercise is None or outcomes.get(exercise.slug) is Outcome.NOT_STARTED:
            return Trained(plan.network, None, _NOT_STARTED)
        sources = reachable(submission.sources, exercise.module)
        broken = {exercise.module, *named_in(sources, submission.problems)}
        problems = {name: why for name, why in submission.problems.items() if name in broken}
        own = replace(submission, sources=sources, problems=problems)
        key = _key(plan, own, self._launcher.isolation)
        body = self._memory.recall(key)
        if body is None:
            body = msgspec.msgpack.encode(self._trained(plan, own, exercise))
            self._memory.note(key, body)
        return msgspec.msgpack.decode(body, type=Trained)

    def _trained(self, plan: Plan, submission: Submission, exercise: Exercise) -> Trained:
        try:
            run = train(
                plan,
                self._data(),
                submission,
                exercise,
                self._launcher,
                self._settings,
                lambda *_: None,
            )
        except TrainingError as error:
            return Trained(plan.network, None, str(error))
        return Trained(plan.network, run.accuracy if run else None)


def _key(plan: Plan, submission: Submission, isolation: str) -> str:
    """Digest all that a training depends on."""
    files = sorted(submission.sources.items()), sorted(submission.problems.items())
    said = msgspec.msgpack.encode([plan, isolation, sorted(versions().items()), *files])
    return hashlib.sha256(said).hexdigest()
