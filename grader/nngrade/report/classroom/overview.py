"""What the page of a class says, computed from its counts."""

from dataclasses import dataclass
from statistics import mean, median

from nngrade.catalog import Catalog, Exercise
from nngrade.report import words
from nngrade.report.classroom.feedback import small_print
from nngrade.report.classroom.graded import Link
from nngrade.report.classroom.histogram import Histogram, histogram
from nngrade.report.classroom.mistakes import Mistake, mistakes
from nngrade.report.classroom.rates import ExerciseRate, exercise_rate, untouched
from nngrade.report.classroom.silent import Silent, silent
from nngrade.report.classroom.table import NETWORKS, Row
from nngrade.report.classroom.tally import Tally


@dataclass(frozen=True, slots=True)
class Problem:
    """A submission that wasn't graded, and why."""

    link: Link
    status: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Column:
    """An exercise's column of the table."""

    number: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page, section by section."""

    graded: int
    total: int
    scores: str
    eyebrow: str
    problems: tuple[Problem, ...]
    histogram: Histogram | None
    exercises: tuple[ExerciseRate, ...]
    untouched: str
    mistakes: tuple[Mistake, ...]
    silent: Silent
    columns: tuple[Column, ...]
    statuses: tuple[str, ...]
    networks: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    small_print: str


def overview(catalog: Catalog, tally: Tally) -> Overview:
    """Compute the page of a class."""
    counted = [(one, tally.exercises[one.slug]) for one in catalog.exercises]
    seeds = ", ".join(map(str, sorted(tally.seeds)))
    return Overview(
        graded=len(tally.scores),
        total=len(tally.rows),
        scores=_scores(tally),
        eyebrow=f"Class report, seed {seeds}" if seeds else "Class report",
        problems=tuple(
            Problem(one.link, words.line(one.status), words.message(one.sentence))
            for one in tally.problems
        ),
        histogram=histogram(tally.shares),
        exercises=tuple(exercise_rate(*one) for one in counted) if tally.scores else (),
        untouched=untouched(counted),
        mistakes=mistakes(catalog, tally.mistakes.values()),
        silent=silent(counted),
        columns=tuple(_column(one) for one in catalog.exercises),
        statuses=tuple(dict.fromkeys(one.status for one in tally.rows)),
        networks=tuple(one for one in enumerate(NETWORKS) if one[1] in tally.networks),
        rows=tuple(tally.rows),
        small_print=small_print(list(tally.versions.values()), sorted(tally.isolation)),
    )


def _scores(tally: Tally) -> str:
    if not tally.scores:
        return ""
    average, middle = (f"{round(one, 1):g}" for one in (mean(tally.scores), median(tally.scores)))
    low, high = words.number(min(tally.scores)), words.number(max(tally.scores))
    reach = "" if low == high else f", from {low} to {high}"
    return f"Mean {average} and median {middle} of {words.number(tally.points)} points{reach}."


def _column(exercise: Exercise) -> Column:
    return Column(exercise.number, exercise.title, words.number(exercise.points))
