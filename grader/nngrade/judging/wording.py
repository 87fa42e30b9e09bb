"""How calls, values and exceptions read in a learner's message."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from nngrade.sandbox.protocol import Raised
from nngrade.submission import Submission
from nngrade.text import visible

MAX_SHOWN = 12
FEW_ZEROS = 4
LINE = 150
PRINTED_LINES = 20
MAX_CHANGED = 5
# What NumPy makes of plain numbers.
UNNAMED_DTYPES = {"float64", "int64", "bool"}
STUB = re.compile(r"([\w.]{1,80}): see course/lessons/(e\d\d)_(\w{1,80})\.md")
NOT_HERE = (
    "Only the exercises' own files, NumPy and the standard library are there when they are "
    "checked; helpers of your own belong in an exercise's file."
)
NO_EXIT = "Exercises return values; they never exit."
NO_INPUT = "Nobody is there to answer input(): values come in as arguments."


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
    """Write a value: small arrays as they are typed, others by shape, objects by what they are."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, list | tuple):
        return _sequence(value)
    if isinstance(value, float | np.floating):
        return repr(without_sign_of_zero(float(f"{value:.6g}")))
    if isinstance(value, type):
        return f"np.{value.__name__}"
    if callable(value):
        return getattr(value, "__name__", "f").replace("<lambda>", "f")
    return str(getattr(value, "shown", repr(value)))[:80]


def without_sign_of_zero(value: float | np.floating[Any]) -> float:
    """Return -0.0 as 0.0, which it equals, and any other number as it is."""
    return float(value) + 0.0


def _array(value: np.ndarray[Any, Any]) -> str:
    if value.size > MAX_SHOWN or not value.size:
        return _brief(value)
    name = value.dtype.name
    dtype = "" if name in UNNAMED_DTYPES else f", np.{name}"
    if value.size > FEW_ZEROS and value.dtype.kind == "f" and not value.any():
        return f"np.zeros({value.shape}{dtype})"
    return f"np.array({_entries(value.tolist())}{dtype})"


def _entries(value: Any) -> str:
    """Write numbers as NumPy does: `1.` for 1.0."""
    if isinstance(value, list):
        return f"[{', '.join(map(_entries, value))}]"
    if isinstance(value, float):
        return str(without_sign_of_zero(float(f"{value:.4g}"))).removesuffix("0")
    return str(value)


def _sequence(value: list[Any] | tuple[Any, ...]) -> str:
    inner = ", ".join(show(item) for item in value)
    if isinstance(value, list):
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _brief(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"<{value.dtype} {value.shape}>"
    if isinstance(value, list | tuple):
        return f"<{type(value).__name__} of {len(value)}>"
    return show(value)


def loading_in_words(raised: Raised, file: str, submission: Submission, memory: int) -> str:
    """Tell why a file doesn't load."""
    text = traceback_in_words(raised, file, submission, memory)
    if "SyntaxError" in raised.bases:
        return text.replace(f"{file} raised", f"{file} is not valid Python:", 1)
    return text


def traceback_in_words(raised: Raised, what: str, submission: Submission, memory: int) -> str:
    """Tell of an exception: its name and words, then the learner's own lines, innermost last."""
    stub = raised.kind == "NotImplementedError" and STUB.match(raised.message)
    if stub:
        name, number, exercise = map(str, stub.groups())
        return (
            f"{name} ({number}) is not written yet, and {what.partition('(')[0]} needs it. "
            f"`nngrade lesson {exercise}` says how."
        )
    return _headline(raised, what, memory) + _lines(raised, submission)


def _headline(raised: Raised, what: str, memory: int) -> str:
    if raised.kind == "MemoryError":
        return f"{what} used more than {memory / 2**30:g} GiB of memory."
    message = visible(raised.message, 500)
    head = f"{what} raised {visible(raised.kind, 100)}" + (f": {message}" if message else "")
    cure = _cure(raised)
    return f"{head.rstrip('.')}. {cure}" if cure else head


def _cure(raised: Raised) -> str:
    """Explain what is no mistake outside the grader."""
    if "ModuleNotFoundError" in raised.bases:
        return NOT_HERE
    if raised.kind == "EOFError" and raised.message == "EOF when reading a line":
        return NO_INPUT
    leaving = {f"name '{name}' is not defined" for name in ("exit", "quit")}
    if raised.kind == "SystemExit" or (raised.kind == "NameError" and raised.message in leaving):
        return NO_EXIT
    return ""


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


def changed_in_words(name: str, changed: Collection[str], parameters: Sequence[str]) -> str:
    """Tell which arguments of a call are no longer what they were.

    changed: positions, such as "0", and keywords; parameters: the names of the positions
    """
    which = [_argument(key, parameters) for key in sorted(changed)[:MAX_CHANGED]]
    words = " and ".join([", ".join(which[:-1]), which[-1]] if which[1:] else which)
    verb = "was" if len(which) == 1 else "were"
    return (
        f"{words} {verb} changed by the call: {name} must return its result and leave "
        "its arguments as they are"
    )


def _argument(key: str, parameters: Sequence[str]) -> str:
    if not key.isdigit():
        return visible(key, 40)
    place = int(key)
    return parameters[place] if place < len(parameters) else f"argument {place + 1}"


def first_lines(printed: str) -> str:
    """Keep the first lines of what a learner's code printed, made safe to show."""
    lines = visible(printed, 8000).splitlines()
    kept = lines[:PRINTED_LINES]
    if len(lines) > PRINTED_LINES:
        kept.append(f"… and {len(lines) - PRINTED_LINES} more lines")
    return "\n".join(kept)
