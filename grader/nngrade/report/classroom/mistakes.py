"""The named mistakes of a class, most common first."""

from collections.abc import Iterable
from dataclasses import dataclass

from nngrade.catalog import Catalog, Exercise
from nngrade.report import words
from nngrade.report.classroom.graded import Link
from nngrade.report.classroom.rates import full_name
from nngrade.report.classroom.tally import MistakeCount


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named mistake, and how many submissions have it."""

    count: int
    title: str
    slug: str
    exercise: str
    functions: str
    lesson: str
    examples: tuple[Link, ...]


def mistakes(catalog: Catalog, counts: Iterable[MistakeCount]) -> tuple[Mistake, ...]:
    """Put the most common first; those of earlier exercises among equals."""
    places = {one.slug: (place, one) for place, one in enumerate(catalog.exercises)}
    known = [one for one in counts if one.slug in places]
    ordered = sorted(known, key=lambda one: (-one.count, places[one.slug][0]))
    return tuple(_mistake(places[one.slug][1], one) for one in ordered)


def _mistake(exercise: Exercise, found: MistakeCount) -> Mistake:
    return Mistake(
        count=found.count,
        title=words.line(found.diagnosis.words),
        slug=exercise.slug,
        exercise=full_name(exercise),
        functions=words.line(", ".join(found.functions)),
        lesson=f"nngrade lesson {exercise.name}",
        examples=tuple(found.examples),
    )
