"""How many pass each exercise, and each of its checks."""

from collections.abc import Iterable
from dataclasses import dataclass

from nngrade.catalog import Exercise
from nngrade.report import words
from nngrade.report.classroom.graded import STATES
from nngrade.report.classroom.tally import CheckCount, ExerciseCount
from nngrade.results import Outcome

Counted = tuple[Exercise, ExerciseCount]


@dataclass(frozen=True, slots=True)
class CheckRate:
    """A check, and how many of those who wrote its function pass it."""

    title: str
    function: str
    percent: float
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an exercise's bar, as a share in percent."""

    kind: str
    percent: float


@dataclass(frozen=True, slots=True)
class ExerciseRate:
    """An exercise: how many pass it, what became of the others, and its checks, hardest first."""

    slug: str
    number: str
    name: str
    passing: str
    others: str
    parts: tuple[Part, ...]
    checks: tuple[CheckRate, ...]


def full_name(exercise: Exercise) -> str:
    """Name an exercise as in e05 softmax."""
    return f"{exercise.number} {exercise.title}"


def exercise_rate(exercise: Exercise, count: ExerciseCount) -> ExerciseRate:
    """Put an exercise's counts into words; `count` has one submission or more."""
    outcomes, total = count.outcomes, count.outcomes.total()
    return ExerciseRate(
        slug=exercise.slug,
        number=exercise.number,
        name=exercise.title,
        passing=f"{outcomes[Outcome.PASSED]} of {total}",
        others=", ".join(
            f"{outcomes[one]} {name}" for one, name in STATES.items() if outcomes[one]
        ),
        parts=tuple(
            Part(str(one), 100 * outcomes[one] / total) for one in Outcome if outcomes[one]
        ),
        checks=tuple(_check_rate(one) for one in sorted(count.checks.values(), key=_share)),
    )


def untouched(counted: Iterable[Counted]) -> str:
    """Name what nobody has started."""
    names = tuple(
        full_name(one)
        for one, count in counted
        if count.outcomes and count.outcomes.keys() == {Outcome.NOT_STARTED}
    )
    return f"Nobody has started {words.several(names)}." if names else ""


def _share(check: CheckCount) -> float:
    """Return the share that pass; what nobody wrote comes last."""
    return check.passed / check.tried if check.tried else 2.0


def _check_rate(check: CheckCount) -> CheckRate:
    return CheckRate(
        title=words.line(check.title),
        function=words.line(check.function),
        percent=100 * check.passed / check.tried if check.tried else 0.0,
        text=f"{check.passed} of {check.tried}" if check.tried else "nobody yet",
    )
