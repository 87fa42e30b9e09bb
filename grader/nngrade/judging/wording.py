"""How calls, values and exceptions read in a learner's message."""

from typing import Any

import numpy as np

from nngrade.sandbox.protocol import Raised
from nngrade.submission import Submission
from nngrade.text import visible

MAX_SHOWN = 12
FEW_ZEROS = 4
LINE = 100
PRINTED_LINES = 20


def show_call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Write a call so that it can be retyped where its arguments are small.

    Where the line gets too long, the longest arguments are named by their shapes.
    """
    values = [*args, *kwargs.values()]
    labels = [""] * len(args) + [f"{key}=" for key in kwargs]
    words = [show(value) for value in values]
    for place in sorted(range(len(values)), key=lambda place: -len(words[place])):
        if len(_joined(name, labels, words)) > LINE:
            words[place] = _brief(values[place])
    return _joined(name, labels, words)


def _joined(name: str, labels: list[str], words: list[str]) -> str:
    return f"{name}({', '.join(map(''.join, zip(labels, words, strict=True)))})"


def show(value: Any) -> str:
    """Write a value: small arrays as nested lists, others by shape, objects by what they are."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, list | tuple):
        return _sequence(value)
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    if isinstance(value, type):
        return f"np.{value.__name__}"
    if callable(value):
        return getattr(value, "__name__", "f").replace("<lambda>", "f")
    return str(getattr(value, "shown", repr(value)))[:80]


def _array(value: np.ndarray[Any, Any]) -> str:
    if value.size > MAX_SHOWN or not value.size:
        return _brief(value)
    if value.size > FEW_ZEROS and value.dtype == np.float64 and not value.any():
        return f"np.zeros({value.shape})"
    return str(_rounded(value.tolist()))


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _sequence(value: list[Any] | tuple[Any, ...]) -> str:
    inner = ", ".join(show(item) for item in value)
    if isinstance(value, list):
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _brief(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"<{value.dtype} {value.shape}>"
    if isinstance(value, list | tuple):
        return f"<{len(value)} items>"
    return show(value)


def traceback_in_words(raised: Raised, what: str, submission: Submission, memory: int) -> str:
    """Tell of an exception: its name and words, then the learner's own lines, innermost last."""
    kind = visible(raised.kind, 100)
    if raised.kind == "MemoryError":
        return (
            f"{what} used more than {memory / 2**30:g} GiB of memory.{_lines(raised, submission)}"
        )
    message = visible(raised.message, 500)
    head = f"{what} raised {kind}" + (f": {message}" if message else "")
    return head + _lines(raised, submission)


def _lines(raised: Raised, submission: Submission) -> str:
    shown = []
    for frame in raised.frames[-3:]:
        inside = frame.function not in {"", "<module>"}
        place = f" in {visible(frame.function, 80)}" if inside else ""
        source = submission.line(frame.file, frame.line)
        shown.append(f"\n  {visible(frame.file, 80)}, line {frame.line}{place}")
        shown.append(f"\n      {visible(source.strip(), 160)}" if source.strip() else "")
        if raised.column and frame is raised.frames[-1]:
            shown.append(_caret(source, raised.column))
    return "".join(shown)


def _caret(source: str, column: int) -> str:
    indent = len(source) - len(source.lstrip())
    return f"\n      {' ' * max(0, min(column - 1 - indent, 160))}^"


def first_lines(printed: str) -> str:
    """Keep the first lines of what a learner's code printed, made safe to show."""
    lines = visible(printed, 8000).splitlines()
    kept = lines[:PRINTED_LINES]
    if len(lines) > PRINTED_LINES:
        kept.append(f"… and {len(lines) - PRINTED_LINES} more lines")
    return "\n".join(kept)
