"""Checks that tell nobody apart: all who wrote the function pass, or nobody does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nngrade.catalog import Exercise
from nngrade.report import words
from nngrade.report.classroom.rates import Counted, full_name
from nngrade.report.classroom.tally import CheckCount, ExerciseCount

FEW = 10  # below so many, that all pass or nobody does is as likely chance


@dataclass(frozen=True, slots=True)
class Group:
    """Checks of one exercise, and which share of them; `titles` is empty where it is all."""

    exercise: str
    count: int
    share: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """What tells nobody apart; `untold` names the exercises that too few have written to say."""

    none_pass: tuple[Group, ...]
    all_pass: tuple[Group, ...]
    total: int
    untold: str


def silent(counted: Sequence[Counted]) -> Silent:
    """Find the checks that all pass, or nobody, where enough have tried to say so."""
    all_pass = [_group(one, count, _everyone) for one, count in counted]
    none_pass = [_group(one, count, _nobody) for one, count in counted]
    few = tuple(full_name(one) for one, count in counted if _too_few(count))
    return Silent(
        none_pass=tuple(one for one in none_pass if one.count),
        all_pass=tuple(one for one in all_pass if one.count),
        total=sum(one.count for one in all_pass),
        untold=_untold(few, len(counted)),
    )


def _group(exercise: Exercise, count: ExerciseCount, tells: Callable[[CheckCount], bool]) -> Group:
    checks = count.checks.values()
    found = tuple(words.line(one.title) for one in checks if one.tried >= FEW and tells(one))
    whole = len(found) == len(checks)
    return Group(
        exercise=full_name(exercise),
        count=len(found),
        share=f"all {len(checks)} checks" if whole else f"{len(found)} of {len(checks)} checks",
        titles=() if whole else found,
    )


def _everyone(check: CheckCount) -> bool:
    return check.passed == check.tried


def _nobody(check: CheckCount) -> bool:
    return check.passed == 0


def _too_few(count: ExerciseCount) -> bool:
    return all(one.tried < FEW for one in count.checks.values())


def _untold(few: tuple[str, ...], total: int) -> str:
    if not few:
        return ""
    what = "any exercise" if len(few) == total else words.several(few)
    return f"Fewer than {FEW} have written {what}: too few to tell yet."
