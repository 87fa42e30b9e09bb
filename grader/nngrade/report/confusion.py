"""Which digits a network takes for which, as counts, shades and words."""

import math
from collections import Counter
from dataclasses import dataclass

LEVELS = 5  # shades from almost never to most often
NAMED = 3  # confusions told in words
MOST_CLASSES = 30  # beyond it a table no longer fits a page


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """How many images of a row's class got a column's answer, and how dark that is, 0 to 5."""

    count: int
    level: int
    right: bool


@dataclass(frozen=True, slots=True)
class Confusion:
    """The confusion matrix, rows true and columns answered, with its largest in words."""

    rows: tuple[tuple[ConfusionCell, ...], ...]
    summary: str


def confusion(counts: tuple[tuple[int, ...], ...]) -> Confusion:
    """Shade and sum up a matrix of counts; with very many classes only the words remain."""
    mistaken = Counter(
        {
            (true, answer): count
            for true, row in enumerate(counts)
            for answer, count in enumerate(row)
            if answer != true and count
        }
    )
    most = max(mistaken.values(), default=1)
    shown = counts if len(counts) <= MOST_CLASSES else ()
    return Confusion(
        rows=tuple(_row(true, row, most) for true, row in enumerate(shown)),
        summary=_summary(mistaken.most_common(NAMED)),
    )


def _row(true: int, counts: tuple[int, ...], most: int) -> tuple[ConfusionCell, ...]:
    return tuple(
        ConfusionCell(count, _level(count, most, right=true == answer), right=true == answer)
        for answer, count in enumerate(counts)
    )


def _level(count: int, most: int, *, right: bool) -> int:
    """Shade mistakes by the most frequent one: beside the right answers all would be pale."""
    if right and count:
        return LEVELS
    return math.ceil(LEVELS * count / most)


def _summary(most_common: list[tuple[tuple[int, int], int]]) -> str:
    if not most_common:
        return "Nothing was confused."
    told = ", ".join(f"{true} taken for {answer} ({n})" for (true, answer), n in most_common)
    return f"Most often confused, with counts: {told}."
