"""A failed gradient check in words: which tensor, which entries, and what stands there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nngrade import gradcheck
from nngrade.results import GradientCheck

Tensors = Mapping[str, npt.NDArray[Any]]
_SHOWN = 4
_OFF = 1e-5  # of the largest entry: what a wrong entry is off by, at least


def wrong_in_words(
    checks: Sequence[GradientCheck], analytic: Tensors, numeric: Tensors, reference: Tensors | None
) -> str:
    """Tell of each wrong tensor, and name the right ones; "" where all are right."""
    wrong = [check for check in checks if not check.relative_error < gradcheck.LIMIT]
    right = [check.tensor for check in checks if check not in wrong]
    lines = [line for check in wrong for line in _tensor(check, analytic, numeric, reference)]
    if right and wrong:
        lines.append(f"right: {', '.join(right)}")
    return "\n".join(lines)


def _tensor(
    check: GradientCheck, analytic: Tensors, numeric: Tensors, reference: Tensors | None
) -> Iterator[str]:
    name = check.tensor
    yield f"{name}: relative error {check.relative_error:.1e}, must be below 1e-6"
    off = _off(analytic[name], numeric[name])
    columns = {"analytic": analytic[name], "numeric": numeric[name]}
    columns |= {"reference": reference[name]} if reference else {}
    yield "".join(["  entry     ", *(f"{title:>12}" for title in columns)])
    for place in [tuple(map(int, one)) for one in np.argwhere(off)[:_SHOWN]]:
        numbers = [f"{float(column[place]) + 0.0:12.5g}" for column in columns.values()]
        yield "".join([f"  {list(place)!s:10}", *numbers])
    yield f"  {int(off.sum())} of {off.size} entries differ"
    factor = gradcheck.common_factor(check)
    if factor is not None:
        yield f"  each entry is {factor:.4g} times the numeric one"


def _off(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Tell which entries differ; the worst one at least."""
    apart = np.abs(np.subtract(one, other))
    off: npt.NDArray[np.bool_] = ~(apart <= _OFF * np.abs(other).max(initial=0.0))
    return off if off.any() else apart == apart.max(initial=0.0)
