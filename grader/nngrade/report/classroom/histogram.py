"""How the scores of a class are distributed, as bars to draw."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nngrade.report import words

WIDTH, GAP = 36, 4  # of a bar and its space, and between two bars, in units of the picture
HEIGHT = 100
TENS = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, its left lower corner at (x, HEIGHT)."""

    x: int
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Ten bars of ten percent each, and one for full points; `ticks` are (x, label)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, str], ...]
    description: str


def histogram(shares: Sequence[float]) -> Histogram | None:
    """Count scores, as shares of the points that could be reached; None where there is none."""
    if not shares:
        return None
    counts = Counter(min(int(TENS * share), TENS) for share in shares)
    highest = max(counts.values())
    bars = tuple(
        Bar(WIDTH * ten, HEIGHT * counts[ten] / highest, counts[ten]) for ten in range(TENS + 1)
    )
    ticks = tuple((WIDTH * ten, str(TENS * ten)) for ten in range(TENS))
    full = (WIDTH * TENS + (WIDTH - GAP) // 2, "100")
    return Histogram(bars, (*ticks, full), _in_words(counts))


def _in_words(counts: Counter[int]) -> str:
    """List the bars that aren't empty, best first."""
    parts = [
        f"{_range(ten)}: {words.counted(counts[ten], 'submission')}"
        for ten in sorted(counts, reverse=True)
    ]
    return "; ".join(parts) + "."


def _range(ten: int) -> str:
    if ten == TENS:
        return "100 %"
    return f"{TENS * ten} % to below {TENS * (ten + 1)} %"
