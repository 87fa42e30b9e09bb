"""Facts about a wrong value where no known mistake explains it: a factor, a transpose, a column.

A pattern is said only where it holds for every entry, so that it is a fact and not a guess.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nngrade.compare import tolerance
from nngrade.diagnosis.evidence import Evidence, arrays

Floats = npt.NDArray[np.float64]
EXTREME = 1e3
_LEAST = 4  # entries from which a rule can be told from a coincidence
_ROUNDING = 1e-3
_BEYOND = 1e100


def pattern(got: Any, right: Any, args: Sequence[Any] = ()) -> str:
    """Say what a wrong value has in common with the right one; "" where nothing is seen.

    args: what the function was given, for patterns such as "only where z is 0"
    """
    if isinstance(right, tuple | list):
        return _pattern_of_items(got, right, args)
    pair = _numbers(got, right)
    return _pattern_of_arrays(*pair, args) if pair else ""


def pattern_across(failing: Sequence[Evidence], *, others_pass: bool) -> str:
    """Say what the inputs of all failing calls have in common that the passing ones lack."""
    given = [list(arrays(list(one.args))) for one in failing]
    if not others_pass or not given or not all(given):
        return ""
    if all(any(one.dtype == np.float32 for one in call) for call in given):
        return "Only float32 inputs go wrong."
    if all(any(_extreme(one) for one in call) for call in given):
        return "Only inputs of extreme size go wrong."
    if all(any(one.ndim > 1 and len(one) == 1 for one in call) for call in given):
        return "Only a batch of a single row goes wrong."
    return ""


def _extreme(array: npt.NDArray[Any]) -> bool:
    return bool(array.dtype.kind == "f" and array.size and np.abs(array).max() >= EXTREME)


def _pattern_of_items(got: Any, right: Sequence[Any], args: Sequence[Any]) -> str:
    if not isinstance(got, tuple | list) or len(got) != len(right):
        return ""
    if _in_another_order(got, right):
        return "The items are right, their order isn't."
    pairs = zip(got, right, strict=True)
    # The message before it names the first wrong item, so that only this one is spoken of.
    wrong = next((pair for pair in pairs if not _right_throughout(*pair)), None)
    return pattern(*wrong, args) if wrong else ""


def _right_throughout(one: Any, other: Any) -> bool:
    if isinstance(other, tuple | list):
        fits = isinstance(one, tuple | list) and len(one) == len(other)
        return fits and all(map(_right_throughout, one, other))
    return _equal_values(one, other)


def _in_another_order(got: Sequence[Any], right: Sequence[Any]) -> bool:
    return len(right) > 1 and not _right_throughout(got, right) and _same_items(got, right)


def _same_items(got: Sequence[Any], right: Sequence[Any]) -> bool:
    left = list(right)
    for one in got:
        match = next((k for k, other in enumerate(left) if _right_throughout(one, other)), None)
        if match is None:
            return False
        left.pop(match)
    return True


def _equal_values(one: Any, other: Any) -> bool:
    pair = _numbers(one, other)
    return pair is not None and pair[0].shape == pair[1].shape and _near(*pair)


def _numbers(got: Any, right: Any) -> tuple[Floats, Floats] | None:
    """Return both as float64 arrays, where they are numbers whose squares are finite."""
    found = []
    for value in (got, right):
        if not isinstance(value, np.ndarray | np.number | float | int) or isinstance(value, bool):
            return None
        array = np.asarray(value)
        if array.dtype.kind not in "fiu" or not array.size:
            return None
        numbers = array.astype(np.float64)
        if not (np.abs(numbers) < _BEYOND).all():
            return None
        found.append(numbers)
    return found[0], found[1]


def _pattern_of_arrays(got: Floats, right: Floats, args: Sequence[Any]) -> str:
    if got.shape != right.shape:
        return _of_other_shape(got, right)
    if _near(got, right):
        return ""
    found = (rule(got, right) for rule in _OF_VALUES)
    place = (rule(got, right) for rule in _OF_PLACES)
    return (
        next(filter(None, found), "")
        or _where_args(got, right, args)
        or next(filter(None, place), "")
    )


def _of_other_shape(got: Floats, right: Floats) -> str:
    if got.shape == right.T.shape and _near(got, right.T):
        return "It is the transpose of what it must be."
    if got.size == right.size and _near(got.ravel(), right.ravel()):
        return "The numbers are right, the shape isn't."
    squeezed = (
        right.size > 1
        and got.ndim
        and any(
            _near(got, part) for axis in range(right.ndim) for part in _sums(right, axis, got.shape)
        )
    )
    return "It is a sum or a mean of what it must be, over one axis." if squeezed else ""


def _sums(right: Floats, axis: int, shape: tuple[int, ...]) -> Iterator[Floats]:
    for keep in (False, True):
        for reduced in (right.sum(axis, keepdims=keep), right.mean(axis, keepdims=keep)):
            if reduced.shape == shape:
                yield reduced


def _transposed(got: Floats, right: Floats) -> str:
    same = right.ndim > 1 and got.shape == right.T.shape and _near(got, right.T)
    return "It is the transpose of what it must be." if same else ""


def _multiple(got: Floats, right: Floats) -> str:
    """Find one factor for all entries."""
    square = float((right * right).sum())
    factor = float((got * right).sum()) / square if square else 0.0
    if not _wrong(0 * right, got).any() and right.any():
        return "It is 0." if right.size == 1 else "Every entry is 0."
    if not _near(got, factor * right) or abs(factor - 1) < _ROUNDING:
        return ""
    if _close(factor, -1.0):
        return "The sign is wrong." if right.size == 1 else "Every entry has the wrong sign."
    if right.size == 1 and not _simple(factor):
        return ""
    what = "It" if right.size == 1 else "Every entry"
    return f"{what} is {_in_words(factor)} times what it must be."


def _simple(factor: float) -> bool:
    """Whether a single number's factor is telling: a whole number, or one over it."""
    return any(_close(one, round(one)) and 1 < abs(one) < 1e4 for one in (factor, 1 / factor))  # noqa: PLR2004 - beyond it, anything is whole


def _offset(got: Floats, right: Floats) -> str:
    off = float((got - right).mean())
    constant = right.size >= _LEAST and _near(got, right + off)
    return f"Every entry is off by the same amount, {_in_words(off)}." if constant else ""


def _factor_by_line(got: Floats, right: Floats) -> str:
    """Find one factor for each row, or each column."""
    for axis, name in ((1, "row"), (0, "column")):
        if right.ndim == 2 and min(right.shape) > 1:  # noqa: PLR2004 - a matrix
            square = (right * right).sum(axis=axis, keepdims=True)
            if square.all() and _telling(right, axis):
                factors = (got * right).sum(axis=axis, keepdims=True) / square
                if factors.all() and _near(got, factors * right):
                    some = ", ".join(_in_words(one) for one in factors.ravel()[:4])
                    return f"Each {name} is a multiple of what it must be: {some}, …"
    return ""


def _telling(right: Floats, axis: int) -> bool:
    """Whether lines along an axis differ in more than a factor, and hold more than a number each.

    The gradients of two classes are (a, -a) in each row: any two of these are multiples.
    """
    lines = np.moveaxis(right, axis, 1)
    several = ((lines != 0).sum(axis=1) > 1).all()
    return bool(several) and int(np.linalg.matrix_rank(lines)) > 1


def _moved(got: Floats, right: Floats) -> str:
    """Find the rows, or columns, in another order."""
    for axis, name in ((0, "rows"), (1, "columns")):
        if right.ndim > axis and right.shape[axis] > 1 and right.size >= _LEAST:
            if _near(got, np.flip(right, axis)):
                return f"The {name} are right, but in reverse order."
            shift = _shift(got, right, axis)
            if shift:
                back = right.shape[axis] - shift
                on = f"on by {shift}" if shift <= back else f"back by {back}"
                return f"The {name} are right, but moved {on}."
            if _near(_in_order(got, axis), _in_order(right, axis)):
                return f"The {name} are right, but in another order."
    return ""


def _shift(got: Floats, right: Floats, axis: int) -> int:
    shifts = range(1, right.shape[axis])
    return next((k for k in shifts if _near(got, np.roll(right, k, axis))), 0)


def _in_order(array: Floats, axis: int) -> Floats:
    """Sort rows or columns as wholes."""
    lines = np.moveaxis(array, axis, 0).reshape(array.shape[axis], -1)
    return lines[np.lexsort(np.round(lines.T[::-1], 6))]


def _capped(got: Floats, right: Floats) -> str:
    """Find a bound above or below which entries don't go."""
    for bound, limit, word in ((got.max(), np.minimum, "above"), (got.min(), np.maximum, "below")):
        wrong = _wrong(got, right)
        if wrong.sum() > 1 and not wrong.all() and _near(got, limit(right, bound)):
            return f"What must be {word} {_in_words(float(bound))} comes out as that."
    return ""


def _zeroed(got: Floats, right: Floats) -> str:
    wrong = _wrong(got, right)
    if right.size >= _LEAST and not wrong.all() and not got[wrong].any():
        return "The wrong entries are all 0." if wrong.sum() > 1 else ""
    return ""


def _signs_lost(got: Floats, right: Floats) -> str:
    lost = right.size >= _LEAST and (right < 0).any() and _near(got, np.abs(right))
    return "The sizes are right, the minus signs are gone." if lost else ""


def _rounded(got: Floats, right: Floats) -> str:
    largest = np.abs(right).max()
    off = np.abs(got - right).max() / largest if largest else np.inf
    if off < _ROUNDING:
        size = "its value" if right.size == 1 else "the largest entry"
        return f"It is nearly right: off by {off:.1g} of {size}, more than rounding."
    return ""


def _one_line(got: Floats, right: Floats) -> str:
    """Find all wrong entries in one row or column."""
    wrong = _wrong(got, right)
    if right.ndim != 2 or min(right.shape) < 3:  # noqa: PLR2004 - of two lines, one says little
        return ""
    for axis, name in ((1, "row"), (0, "column")):
        lines = np.flatnonzero(wrong.any(axis=axis)).tolist()
        if len(lines) == 1:
            ends = {0: ", the first,", wrong.shape[1 - axis] - 1: ", the last,"}
            return f"Only {name} {lines[0]}{ends.get(lines[0], '')} is wrong."
    return ""


def _where_args(got: Floats, right: Floats, args: Sequence[Any]) -> str:
    """Find wrong entries where an argument of the same shape is 0, negative or positive."""
    wrong = _wrong(got, right)
    for arg in args:
        if isinstance(arg, np.ndarray) and arg.shape == right.shape and arg.dtype.kind in "fiu":
            for words, mask in (
                ("0", arg == 0),
                ("negative", arg < 0),
                ("positive", arg > 0),
            ):
                if mask.any() and not mask.all() and np.array_equal(wrong, mask):
                    return f"It goes wrong just where the argument is {words}."
    return ""


_OF_VALUES: tuple[Callable[[Floats, Floats], str], ...] = (
    _transposed,
    _rounded,
    _multiple,
    _offset,
    _signs_lost,
    _moved,
    _factor_by_line,
    _capped,
)
_OF_PLACES: tuple[Callable[[Floats, Floats], str], ...] = (_one_line, _zeroed)


def _wrong(got: Floats, right: Floats) -> npt.NDArray[np.bool_]:
    return np.abs(got - right) > _allowed(right)


def _near(got: Floats, right: Floats) -> bool:
    return got.shape == right.shape and not _wrong(got, right).any()


def _allowed(right: Floats) -> float:
    return tolerance(np.float32) * 0.1 * max(1e-6, float(np.abs(right).max(initial=0.0)))


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDING * 1e-2 * max(1.0, abs(other))


def _in_words(number: float) -> str:
    return f"{number:.4g}"
