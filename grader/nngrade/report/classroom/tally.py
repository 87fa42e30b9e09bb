"""Counts a class submission by submission: counts and short rows stay, results don't."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from nngrade.catalog import Catalog
from nngrade.report.classroom.graded import Graded, Link
from nngrade.report.classroom.table import Row, table_row
from nngrade.results import Diagnosis, ExerciseResult, Outcome, SubmissionResult

EXAMPLES = 3
LOADED = {Outcome.PASSED, Outcome.FAILED}


@dataclass(slots=True)
class CheckCount:
    """How many wrote a check's function in a file that loads, and how many of them pass."""

    title: str
    function: str
    passed: int = 0
    tried: int = 0


@dataclass(slots=True)
class MistakeCount:
    """How many submissions have a mistake, in which functions, and the first few of them."""

    slug: str
    diagnosis: Diagnosis
    functions: dict[str, None] = field(default_factory=dict)
    count: int = 0
    examples: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class ExerciseCount:
    """What became of an exercise, and of each of its checks by id."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    checks: dict[str, CheckCount] = field(default_factory=dict)


class Tally:
    """All that is kept of a class."""

    def __init__(self, catalog: Catalog) -> None:
        self._slugs = tuple(one.slug for one in catalog.exercises)
        self.exercises = {one.slug: ExerciseCount() for one in catalog.exercises}
        self.mistakes: dict[tuple[str, str, tuple[str, ...]], MistakeCount] = {}
        self.rows: list[Row] = []
        self.problems: list[Graded] = []
        self.scores: list[float] = []
        self.shares: list[float] = []
        self.points = sum(one.points for one in catalog.exercises)
        self.seeds: set[int] = set()
        self.isolation: set[str] = set()
        self.versions: dict[str, dict[str, str]] = {}
        self.networks: set[str] = set()

    def add(self, graded: Graded) -> None:
        """Count a submission."""
        self.rows.append(table_row(graded, self._slugs))
        self.networks.update(graded.accuracies)
        if graded.result is None:
            self.problems.append(graded)
            return
        self.scores.append(graded.score)
        self.shares.append(graded.score / graded.points)
        self._note_origin(graded.result)
        for exercise in graded.result.exercises:
            count = self.exercises.setdefault(exercise.slug, ExerciseCount())
            count.outcomes[exercise.outcome] += 1
            _count_checks(count, exercise)
            self._count_mistakes(exercise, graded)

    def _note_origin(self, result: SubmissionResult) -> None:
        self.seeds.add(result.seed)
        self.isolation.add(result.isolation)
        self.versions.setdefault(repr(result.versions), result.versions)

    def _count_mistakes(self, exercise: ExerciseResult, graded: Graded) -> None:
        """Count each mistake once, however many checks it fails."""
        for found, functions in _mistakes(exercise):
            key = (exercise.slug, found.id, found.others)
            count = self.mistakes.setdefault(key, MistakeCount(exercise.slug, found))
            count.count += 1
            count.functions |= functions
            if len(count.examples) < EXAMPLES:
                count.examples.append(graded.link)


def _count_checks(count: ExerciseCount, exercise: ExerciseResult) -> None:
    if exercise.outcome not in LOADED:
        return
    for check in exercise.checks:
        own = count.checks.setdefault(check.id, CheckCount(check.title, check.function))
        own.tried += check.outcome is not Outcome.NOT_STARTED
        own.passed += check.outcome is Outcome.PASSED


def _mistakes(exercise: ExerciseResult) -> Iterable[tuple[Diagnosis, dict[str, None]]]:
    """Return named mistakes with their functions; what is sure once isn't in doubt elsewhere."""
    sure: dict[str, Diagnosis] = {}
    functions: dict[str, dict[str, None]] = {}
    for check in exercise.checks:
        named = check.diagnosis
        if named is None:
            continue
        if named.id not in sure or not named.others:
            sure[named.id] = named
        functions.setdefault(named.id, {})[check.function] = None
    return [(found, functions[name]) for name, found in sure.items()]
