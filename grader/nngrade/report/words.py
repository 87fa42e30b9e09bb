"""Numbers and learners' text as the page writes them."""

import math

from nngrade.text import visible

LINE = 200
MESSAGE = 4000
PRINTED_LINES = 20
PRINTED = 2000


def line(text: str) -> str:
    """Return text for a single line of the page."""
    return visible(" ".join(text.split()), LINE)


def message(text: str) -> str:
    """Return text of several lines, cut where it no longer helps."""
    return visible(text.strip("\n"), MESSAGE)


def printed(text: str) -> str:
    """Return the first 20 lines of what a learner's code printed."""
    lines = text[:PRINTED].split("\n")
    cut = len(lines) > PRINTED_LINES or len(text) > PRINTED
    kept = "\n".join(lines[:PRINTED_LINES]).rstrip("\n")
    return visible(kept, PRINTED) + ("\n…" if cut else "")


def number(value: float) -> str:
    """Return points without needless decimals: 8, 6.67."""
    return f"{round(value, 2):g}"


def figure(value: float) -> str:
    """Return a measured number in four digits, and one that isn't finite by its name."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite"
    return f"{value:.4g}"


def percent(share: float) -> str:
    """Return a share of 1 as a percentage with two decimals at most: 93.65 %."""
    return f"{round(100 * share, 2):g} %" if math.isfinite(share) else "no number"


def duration(seconds: float) -> str:
    """Return a time in the two units that matter: 8 s, 2 min 5 s."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def several(names: tuple[str, ...]) -> str:
    """Join names as a sentence does: a, b and c."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: 1 check, 2 checks."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
