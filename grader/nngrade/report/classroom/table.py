"""The table of all submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nngrade.report import words
from nngrade.report.classroom.graded import Graded, Link
from nngrade.report.progress import MARKS
from nngrade.results import Outcome

NETWORKS = ("simple", "general")


@dataclass(frozen=True, slots=True)
class Cell:
    """Points with a sign where they don't say all, and the kind that the style sheet colours."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """One submission; `accuracies` in percent, simple network first."""

    link: Link
    status: str
    score: str
    cells: tuple[Cell, ...]
    accuracies: tuple[str, ...]


def table_row(graded: Graded, slugs: Sequence[str]) -> Row:
    """Reduce a submission to what the table shows."""
    results = {one.slug: one for one in graded.result.exercises} if graded.result else {}
    found = (results.get(slug) for slug in slugs)
    return Row(
        link=graded.link,
        status=words.line(graded.status),
        score=words.number(graded.score),
        cells=tuple(_cell(one.outcome, one.score) if one else EMPTY for one in found),
        accuracies=tuple(_share(graded.accuracies.get(name)) for name in NETWORKS),
    )


EMPTY = Cell("", "")


@cache
def _cell(outcome: Outcome, score: float) -> Cell:
    """Return one of the few cells that there are, shared by all rows."""
    if outcome is Outcome.NOT_STARTED:
        return Cell(MARKS[outcome].symbol, "none")
    if outcome is Outcome.ERROR:
        return Cell("!", "wrong")
    return Cell(words.number(score), "" if outcome is Outcome.PASSED else "wrong")


def _share(accuracy: float | None) -> str:
    return "" if accuracy is None else f"{100 * accuracy:.2f}"
