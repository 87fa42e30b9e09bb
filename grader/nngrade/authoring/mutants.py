"""The kill matrix: every misconception as a submission, against every check of its exercise.

A misconception must fail, and be named by its own id; a check that no misconception fails
proves nothing.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from nngrade.catalog import Exercise
from nngrade.course import Course, open_course
from nngrade.diagnosis import Misconception, Misconceptions
from nngrade.judging import Judge
from nngrade.judging.planting import plant
from nngrade.results import CheckResult, ExerciseResult, Outcome
from nngrade.sandbox.launch import open_launcher
from nngrade.submission import read_submission


@dataclass(frozen=True, slots=True)
class Mutant:
    """One misconception, graded: the checks it fails, and the ids it was given there."""

    id: str
    of: str
    title: str
    hint: str
    fails: tuple[str, ...]
    others: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Whether the first of its failing checks, the one that a learner reads, names it."""
        return self.names[:1] == (self.id,)

    @property
    def misnamed(self) -> tuple[str, ...]:
        """The names of other mistakes that it was given."""
        return tuple(sorted(set(self.names) - {self.id, ""}))


@dataclass(frozen=True, slots=True)
class Matrix:
    """All misconceptions of one exercise against all its checks, by id and title."""

    slug: str
    title: str
    checks: tuple[tuple[str, str, str], ...]
    mutants: tuple[Mutant, ...]

    @property
    def survivors(self) -> tuple[str, ...]:
        """The misconceptions that fail no check of their function."""
        return tuple(one.id for one in self.mutants if not one.fails)

    @property
    def idle(self) -> tuple[str, ...]:
        """The checks that no misconception of their function fails."""
        killing = {check for one in self.mutants for check in one.fails}
        return tuple(check for check, _, _ in self.checks if check not in killing)


def kill_matrix(
    course: Course, jobs: int, done: Callable[[Matrix], None] | None = None
) -> list[Matrix]:
    """Grade every misconception, exercises side by side; `done` hears of each exercise."""
    # The longest first, so that none is left to run alone at the end.
    slugs = [one.slug for one in reversed(course.catalog.exercises)]
    found: dict[str, Matrix] = {}
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        waiting = [pool.submit(matrix_of, course.root, slug) for slug in slugs]
        for future in as_completed(waiting):
            matrix = future.result()
            found[matrix.slug] = matrix
            if done:
                done(matrix)
    return [found[one.slug] for one in course.catalog.exercises]


def matrix_of(root: Path, slug: str) -> Matrix:
    """Grade the misconceptions of one exercise."""
    course = open_course(root)
    exercise = course.catalog.find(slug)
    bugs = Misconceptions(course.misconceptions).of(slug)
    launcher = open_launcher()
    try:
        right, *graded = _graded(course, Judge(course, launcher), exercise, bugs)
    finally:
        launcher.close()
    checks = tuple((one.id, one.function, one.title) for one in right.checks)
    mutants = tuple(_mutant(bug, one) for bug, one in zip(bugs, graded, strict=True))
    return Matrix(slug, exercise.title, checks, mutants)


def _graded(
    course: Course, judge: Judge, exercise: Exercise, bugs: Sequence[Misconception]
) -> list[ExerciseResult]:
    """Grade the solution, and then each misconception."""
    right = read_submission(course.solutions, course.catalog)
    planted = (plant(course, exercise, bug) for bug in bugs)
    graded: list[ExerciseResult] = []
    judge.grade_all(
        chain([right], planted),
        [exercise],
        alone=True,
        done=lambda result: graded.extend(result.exercises),
    )
    return graded


def _mutant(bug: Misconception, graded: ExerciseResult) -> Mutant:
    failing = [check for check in graded.checks if check.outcome is not Outcome.PASSED]
    own = [check for check in failing if check.function == bug.of]
    return Mutant(
        bug.id,
        bug.of,
        bug.title,
        bug.hint,
        tuple(check.id for check in own),
        tuple(check.id for check in failing if check not in own),
        tuple(map(_name, own)),
    )


def _name(check: CheckResult) -> str:
    return check.diagnosis.id if check.diagnosis else ""


def names_given(course: Course, folder: Path) -> list[str]:
    """Grade right submissions, a folder each; say which checks failed, or named a mistake."""
    launcher = open_launcher()
    try:
        judge = Judge(course, launcher)
        styles = sorted(one for one in folder.iterdir() if one.is_dir())
        graded = [judge.grade(read_submission(style, course.catalog)) for style in styles]
    finally:
        launcher.close()
    return [
        f"{style.name}: {check.id} {check.diagnosis.id if check.diagnosis else check.message}"
        for style, result in zip(styles, graded, strict=True)
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is not Outcome.PASSED or check.diagnosis
    ]
