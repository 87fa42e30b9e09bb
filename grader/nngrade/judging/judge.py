"""Grades a submission: exercise by exercise, each in a worker of its own."""

import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.errors import GraderError
from nngrade.judging.files import named_in, reachable, without_replaced
from nngrade.judging.keys import Forgetful, Keys, Memory, Remembered
from nngrade.judging.naming import Namer
from nngrade.judging.plugin import Check, ChecksPlugin, Verdict, run_session
from nngrade.judging.reference import Reference
from nngrade.judging.standins import failed_functions, names_to_replace, stand_in
from nngrade.judging.student import Student
from nngrade.judging.wording import first_lines, loading_in_words
from nngrade.results import CheckResult, ExerciseResult, Outcome, SubmissionResult
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.protocol import Load, Raised
from nngrade.sandbox.runner import Settings, Worker, WorkerFailure
from nngrade.submission import Submission

Progress = Callable[[ExerciseResult], bool | None]


class Judge:
    """Grades submissions of one course."""

    def __init__(
        self,
        course: Course,
        launcher: Launcher,
        settings: Settings | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._course = course
        self._launcher = launcher
        self._settings = settings or Settings()
        self._recall = _Recall(Keys(course, versions()), Forgetful() if memory is None else memory)
        self._reference = Reference(course.solutions, course.catalog)
        self._namer = Namer(course, launcher, self._settings, self._reference)

    def grade(
        self,
        submission: Submission,
        exercises: Sequence[Exercise] = (),
        *,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> SubmissionResult:
        """Grade these exercises, or all; `progress` hears of each and may return True to stop."""
        results: list[SubmissionResult] = []
        self.grade_all([submission], exercises, seed=seed, progress=progress, done=results.append)
        return results[0]

    def grade_all(
        self,
        submissions: Iterable[Submission],
        exercises: Sequence[Exercise] = (),
        *,
        seed: int = 0,
        progress: Progress | None = None,
        alone: bool = False,
        done: Callable[[SubmissionResult], None],
    ) -> None:
        """Grade many submissions with checks collected once.

        alone: the exercises' prerequisites are known to be right, and aren't graded
        """
        wanted = tuple(exercises) or self._course.catalog.exercises

        def body(plugin: ChecksPlugin) -> None:
            for submission in submissions:
                run = _Run(
                    self._course,
                    self._launcher,
                    self._settings,
                    self._reference,
                    self._namer,
                    self._recall,
                    plugin,
                )
                needed = wanted if alone else self._with_required(wanted)
                done(run.grade(submission, wanted, needed, seed, progress))

        run_session(self._course.checks, self._files(wanted), self._reference, body)

    def count(self) -> int:
        """Return how many hidden checks there are."""
        counts: list[int] = []
        files = self._files(self._course.catalog.exercises)
        run_session(
            self._course.checks,
            files,
            self._reference,
            lambda plugin: counts.append(len(plugin.checks)),
        )
        return sum(counts)

    def _with_required(self, wanted: Sequence[Exercise]) -> list[Exercise]:
        """Return these exercises and those they build on, in the course's order."""
        catalog = self._course.catalog
        needed = {one.slug for one in wanted}
        for exercise in wanted:
            needed.update(one.slug for one in catalog.required_by(exercise))
        return [one for one in catalog.exercises if one.slug in needed]

    def _files(self, wanted: Sequence[Exercise]) -> list[Path]:
        needed = self._with_required(wanted)
        files = [self._course.checks / f"test_{one.slug}.py" for one in needed]
        missing = [file.name for file in files if not file.is_file()]
        if missing:
            raise GraderError(f"{self._course.checks} lacks {', '.join(missing)}.")
        return files


class _Recall(NamedTuple):
    """What was graded before, and how to ask for it."""

    keys: Keys
    memory: Memory


class _Run:
    """One submission's way through the exercises."""

    def __init__(
        self,
        course: Course,
        launcher: Launcher,
        settings: Settings,
        reference: Reference,
        namer: Namer,
        recall: "_Recall",
        plugin: ChecksPlugin,
    ) -> None:
        self._catalog = course.catalog
        self._launcher = launcher
        self._settings = settings
        self._reference = reference
        self._namer = namer
        self._recall = recall
        self._plugin = plugin
        self._results: dict[str, ExerciseResult] = {}
        self._broken: dict[str, str] = {}

    def grade(
        self,
        submission: Submission,
        wanted: Sequence[Exercise],
        needed: Sequence[Exercise],
        seed: int,
        progress: Progress | None,
    ) -> SubmissionResult:
        self._broken = dict(submission.problems)
        ends = time.monotonic() + self._settings.submission_seconds
        graded: list[ExerciseResult] = []
        for exercise in needed:
            seconds = min(self._settings.exercise_seconds, ends - time.monotonic())
            result = self._exercise(exercise, submission, seed, seconds)
            self._results[exercise.slug] = result
            if exercise in wanted:
                graded.append(result)
                if progress and progress(result):
                    break
        return SubmissionResult(
            round(sum(result.score for result in graded), 2),
            sum(result.points for result in graded),
            seed,
            self._launcher.isolation,
            versions(),
            tuple(graded),
        )

    def _exercise(
        self, exercise: Exercise, submission: Submission, seed: int, seconds: float
    ) -> ExerciseResult:
        checks = [check for check in self._plugin.checks if check.exercise == exercise.slug]
        if exercise.module in self._broken:
            return self._unloadable(exercise, checks, self._broken[exercise.module])
        if seconds <= 0:
            limit = self._settings.submission_seconds
            return self._unloadable(exercise, checks, f"All exercises took over {limit:g} s.")
        sources, replaced = self._files(exercise, submission)
        broken = {name: self._broken[name] for name in named_in(sources, self._broken)}
        names = [name for _, name in replaced]
        key = self._recall.keys.of(exercise, sources, names, broken, seed, self._launcher.isolation)
        found = self._recall.memory.get(key)
        if found is None:
            own = replace(submission, sources=sources)
            found = self._graded(exercise, own, checks, replaced, broken, seed, seconds)
            hurried = seconds < self._settings.exercise_seconds
            if not hurried or found.result.outcome is Outcome.PASSED:
                self._recall.memory.put(key, found)
        if found.problem:
            self._broken[exercise.module] = found.problem
        return found.result

    def _files(
        self, exercise: Exercise, submission: Submission
    ) -> tuple[dict[str, bytes], list[tuple[Exercise, str]]]:
        """Return the files that matter, and what the reference stands in for in them."""
        wanted = names_to_replace(self._catalog, exercise, self._results)
        by_module: dict[str, set[str]] = {}
        for one, name in wanted:
            by_module.setdefault(one.module, set()).add(name)
        left = without_replaced(submission.sources, by_module)
        sources = reachable(left, exercise.module)
        named = named_in(sources, by_module)
        return sources, [(one, name) for one, name in wanted if one.module in named]

    def _graded(
        self,
        exercise: Exercise,
        submission: Submission,
        checks: list[Check],
        replaced: list[tuple[Exercise, str]],
        broken: Mapping[str, str],
        seed: int,
        seconds: float,
    ) -> Remembered:
        """Grade one exercise in a worker of its own, which gets these files alone."""
        with Worker(self._launcher, self._settings) as worker:
            worker.allow(seconds)
            problem = self._load(worker, exercise, submission, replaced, broken)
            if problem:
                return Remembered(self._unloadable(exercise, checks, problem), problem)
            student = Student(
                worker, exercise, submission, self._settings, self._reference.parameters
            )
            done = [self._check(check, student, seed) for check in checks]
        named = self._namer.named(exercise, done, self._plugin, seed)
        return Remembered(self._summed(exercise, named, tuple(name for _, name in replaced)))

    def _load(
        self,
        worker: Worker,
        exercise: Exercise,
        submission: Submission,
        replaced: list[tuple[Exercise, str]],
        broken: Mapping[str, str],
    ) -> str:
        """Load the exercise's file in the worker; return what went wrong in words, or ""."""
        request = Load(
            submission.sources,
            exercise.module,
            [stand_in(worker, self._reference, one.module, name) for one, name in replaced],
            {name: why.splitlines()[0] for name, why in broken.items()},
        )
        try:
            reply = worker.request(request)
        except WorkerFailure as failure:
            return f"{exercise.file} could not be loaded: {failure.message}"
        if isinstance(reply, Raised):
            return loading_in_words(reply, exercise.file, submission, self._settings.memory)
        return ""

    def _check(self, check: Check, student: Student, seed: int) -> Verdict:
        if student.worker.failure is not None:
            message = "Not run: the exercise's process had ended before."
            result = CheckResult(check.id, check.title, check.function, Outcome.ERROR, message)
            return Verdict(check, result)
        verdict = self._plugin.run(check, student, seed)
        printed = first_lines(verdict.result.printed) if verdict.result.printed else ""
        return replace(verdict, result=replace(verdict.result, printed=printed))

    def _unloadable(self, exercise: Exercise, checks: list[Check], problem: str) -> ExerciseResult:
        results = tuple(
            CheckResult(check.id, check.title, check.function, Outcome.ERROR, problem)
            for check in checks
        )
        return ExerciseResult(
            exercise.slug, exercise.title, Outcome.ERROR, 0.0, exercise.points, (), results
        )

    def _summed(
        self, exercise: Exercise, checks: list[CheckResult], replaced: tuple[str, ...]
    ) -> ExerciseResult:
        result = ExerciseResult(
            exercise.slug,
            exercise.title,
            _outcome(checks),
            0.0,
            exercise.points,
            replaced,
            tuple(checks),
        )
        failed = failed_functions(result, exercise)
        earned = (len(exercise.functions) - len(failed)) / len(exercise.functions)
        return ExerciseResult(
            result.slug,
            result.title,
            result.outcome,
            round(exercise.points * earned, 2),
            result.points,
            replaced,
            result.checks,
        )


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    return {
        "nngrade": version("nngrade"),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def _outcome(checks: list[CheckResult]) -> Outcome:
    outcomes = {check.outcome for check in checks}
    if outcomes == {Outcome.PASSED}:
        return Outcome.PASSED
    return Outcome.NOT_STARTED if outcomes == {Outcome.NOT_STARTED} else Outcome.FAILED
