"""The one comparison: type, shape, dtype, finiteness, then values; a difference in words.

`np.allclose` alone passes wrong shapes by broadcasting, and a test for "no entry too far
off" passes NaN; so every check compares here.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import cache
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from nngrade.sandbox.protocol import Opaque
from nngrade.text import visible

# Rounding that correct code may show, relative and absolute; many orders below any bug. Eight
# correct styles keep hundreds of times below it (tests/benchmarks/false_alarms.py).
_TOLERANCES = {"float64": 1e-9, "float32": 1e-4, "float16": 1e-2}
_SHOWN = 6

Listener = Callable[[str, float], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


class Kind(Enum):
    """Which dtypes are right for a result."""

    SAME = "same"
    FLOATING = "floating"
    INTEGER = "integer"
    NUMBER = "number"


def difference(
    got: Any, expected: Any, *, kind: Kind = Kind.SAME, scale: float = 1.0
) -> str | None:
    """Say in words how `got` differs from `expected`; None where it doesn't.

    scale: the size of the inputs, where rounding errors grow with it
    """
    if isinstance(expected, np.ndarray):
        return _array_difference(got, expected, kind, scale)
    if isinstance(expected, tuple | list):
        return _sequence_difference(got, expected, kind, scale)
    if isinstance(expected, bool | str) or expected is None:
        return None if _equal(got, expected) else f"got {describe(got)}, expected {expected!r}"
    if not isinstance(expected, Real | np.number):
        return f"got {describe(got)}, expected {describe(expected)}"
    return _number_difference(got, expected, scale)


def form_difference(
    got: Any, shape: tuple[int, ...], dtype: npt.DTypeLike, kind: Kind = Kind.SAME
) -> str | None:
    """Say in words how `got` fails to be an array of this shape and dtype; None where it is one."""
    if not isinstance(got, np.ndarray) and not (isinstance(got, np.generic) and not shape):
        cure = " Is there a return at the end?" if got is None else ""
        return f"got {describe(got)}, expected an array of shape {shape}.{cure}"
    got = np.asarray(got)
    if got.shape != shape:
        return f"got shape {got.shape}, expected {shape}"
    if not _dtype_fits(got.dtype, np.dtype(dtype), kind):
        return f"got dtype {got.dtype}, expected {_dtype_in_words(np.dtype(dtype), kind)}"
    return None


def nonfinite(got: npt.NDArray[Any]) -> str | None:
    """Say where the first nan or infinity stands; None where all entries are finite."""
    finite = np.isfinite(got)
    if finite.all():
        return None
    place = tuple(int(index) for index in np.argwhere(~finite)[0])
    return f"{_at(place)}got {got[place]}, expected finite numbers"


def describe(value: Any) -> str:
    """Name a value briefly: small ones as they are, others by type and shape."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        kind = visible(value.kind, 80)
        return kind if kind.startswith(("a ", "an ")) else f"an object of type {kind}"
    if isinstance(value, np.ndarray) and not value.shape:
        return "a number in a box, an array of shape ()"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, float | np.floating):
        return f"{float(value) + 0.0:.6g}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of length {len(value)}"
    if isinstance(value, dict):
        return f"a dictionary of length {len(value)}"
    return f"{type(value).__name__} {value!r}"[:80]


def tolerance(dtype: npt.DTypeLike, scale: float = 1.0) -> float:
    """Return the rounding allowed for a floating dtype at inputs of size `scale`."""
    return _allowed(np.dtype(dtype), scale)


@cache
def _allowed(dtype: np.dtype[Any], scale: float) -> float:
    base = _TOLERANCES.get(dtype.name, 0.0)
    return max(base, 8.0 * scale * float(np.finfo(dtype).eps)) if base else 0.0


@contextmanager
def margins_heard_by(listener: Listener) -> Iterator[None]:
    """Tell `listener` of each comparison: the expected dtype, and allowed over actual error.

    A margin below 1 is a difference, infinity is equality; exact comparisons have none.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell_margin(dtype: npt.DTypeLike, error: npt.ArrayLike, allowed: npt.ArrayLike) -> None:
    """Tell the listener, if there is one, the smallest ratio of allowed to actual error."""
    listener = _listener.get()
    if listener is None or not np.any(allowed):
        return
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(np.equal(error, 0.0), np.inf, np.divide(allowed, error))
    floating = np.issubdtype(dtype, np.floating)
    listener(np.dtype(dtype).name if floating else "float64", float(ratios.min()))


def _equal(got: Any, expected: Any) -> bool:
    if expected is None:
        return got is None
    if isinstance(expected, bool):
        return isinstance(got, bool | np.bool_) and bool(got) == expected
    return isinstance(got, str) and got == expected


def _number_difference(got: Any, expected: Any, scale: float) -> str | None:
    if isinstance(got, np.ndarray) and not got.shape:
        return f"got {describe(got)}, expected the bare number"
    if isinstance(got, np.ndarray):
        return f"got an array of shape {got.shape}, expected one number"
    if isinstance(got, bool | np.bool_) or not isinstance(got, Real | np.number):
        return f"got {describe(got)}, expected one number"
    if math.isfinite(expected) and not math.isfinite(got):
        return f"got {float(got)}, expected a finite number"
    allowed = tolerance(_widest(got, expected), scale)
    dtype = getattr(expected, "dtype", np.float64)
    near = _near(float(got), float(expected), allowed, dtype)
    return None if near.all() else told_apart(got, expected)


def _near(
    got: float | npt.NDArray[Any],
    expected: float | npt.NDArray[Any],
    allowed: float,
    dtype: npt.DTypeLike,
) -> npt.NDArray[np.bool_]:
    """Tell entry by entry; an infinity is near itself alone, and nan near nan."""
    with np.errstate(invalid="ignore", over="ignore"):
        error, limit = np.abs(np.subtract(got, expected)), allowed * (1.0 + np.abs(expected))
        close = error <= limit
    tell_margin(dtype, error, limit)
    same = np.equal(got, expected) | (np.isnan(got) & np.isnan(expected))
    return np.where(np.isfinite(expected), close, same)


def _widest(got: Any, expected: Any) -> npt.DTypeLike:
    """Return the coarser of the two numbers' dtypes; plain numbers are float64."""
    kinds = {getattr(value, "dtype", np.dtype(np.float64)) for value in (got, expected)}
    floating = [kind for kind in kinds if np.issubdtype(kind, np.floating)]
    return min(floating, key=lambda kind: kind.itemsize, default=np.dtype(np.float64))


def _sequence_difference(
    got: Any, expected: tuple[Any, ...] | list[Any], kind: Kind, scale: float
) -> str | None:
    wanted = "tuple" if isinstance(expected, tuple) else "list"
    if not isinstance(got, tuple if wanted == "tuple" else list):
        return f"got {describe(got)}, expected a {wanted} of length {len(expected)}"
    if len(got) != len(expected):
        return f"got {describe(got)}, expected length {len(expected)}"
    for index, (one, other) in enumerate(zip(got, expected, strict=True)):
        found = difference(one, other, kind=kind, scale=scale)
        if found:
            return f"item {index}: {found}"
    return None


def _array_difference(got: Any, expected: npt.NDArray[Any], kind: Kind, scale: float) -> str | None:
    found = form_difference(got, expected.shape, expected.dtype, kind)
    return found or _value_difference(np.asarray(got), expected, scale)


def _dtype_fits(got: np.dtype[Any], expected: np.dtype[Any], kind: Kind) -> bool:
    if kind is Kind.FLOATING:
        return np.issubdtype(got, np.floating)
    if kind is Kind.INTEGER:
        return np.issubdtype(got, np.integer)
    if kind is Kind.NUMBER:
        return np.issubdtype(got, np.number)
    return got == expected


def _dtype_in_words(expected: np.dtype[Any], kind: Kind) -> str:
    words = {Kind.FLOATING: "a floating dtype", Kind.INTEGER: "an integer dtype"}
    return words.get(kind, "a number" if kind is Kind.NUMBER else str(expected))


def _value_difference(
    got: npt.NDArray[Any], expected: npt.NDArray[Any], scale: float
) -> str | None:
    found = nonfinite(got) if np.isfinite(expected).all() else None
    if found:
        return found
    floating = [dtype for dtype in (got.dtype, expected.dtype) if dtype.kind == "f"]
    allowed = max((tolerance(dtype, scale) for dtype in floating), default=0.0)
    wrong = ~_near(got.astype(np.float64), expected.astype(np.float64), allowed, expected.dtype)
    if not wrong.any():
        return None
    place = tuple(int(index) for index in np.argwhere(wrong)[0])
    count = f"{wrong.sum()} of {wrong.size} entries differ; " if wrong.size > 1 else ""
    first = "the first, " if count else ""
    return f"{count}{first}{_at(place)}{told_apart(got[place], expected[place])}"


def told_apart(got: Any, expected: Any) -> str:
    """Write two numbers with as many digits as it takes to tell them apart."""
    # Adding 0.0 takes the sign from -0.0, which equals 0.0.
    one, other = float(got) + 0.0, float(expected) + 0.0
    pairs = [(f"{one:.{n}g}", f"{other:.{n}g}") for n in (6, 9, 12, 17)]
    mine, right = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
    return f"got {mine}, expected {right}"


def _at(place: tuple[int, ...]) -> str:
    return f"at [{', '.join(map(str, place))}]: " if place else ""
