"""The part of the report about gradients: the learner's own beside central differences."""

import math
from dataclasses import dataclass

from nngrade.catalog import Exercise
from nngrade.gradcheck import LIMIT
from nngrade.report import words
from nngrade.report.charts import ErrorChart, ErrorMark, Panel, PanelChart
from nngrade.report.progress import MARKS, Mark
from nngrade.results import CheckResult, ExerciseResult, GradientCheck, Outcome

DRAWN = 60  # pairs a tensor: enough to see a line, few enough for a small page
SMALLEST = -12.0  # powers of ten between which a relative error is drawn
LARGEST = 0.0


@dataclass(frozen=True, slots=True)
class GradientView:
    """One gradient check: where it stands, its verdict, and two figures."""

    exercise: str
    function: str
    title: str
    mark: Mark
    panels: PanelChart
    errors: ErrorChart


def gradient_views(exercise: Exercise, result: ExerciseResult) -> tuple[GradientView, ...]:
    """Return a view of each check of an exercise that compared gradients."""
    return tuple(_gradient_view(exercise, check) for check in result.checks if check.gradients)


def _gradient_view(exercise: Exercise, check: CheckResult) -> GradientView:
    agree = [one for one in check.gradients if _passes(one)]
    title = words.line(check.title)
    return GradientView(
        exercise=f"{exercise.number} {exercise.name.replace('_', ' ')}",
        function=words.line(check.function),
        title=title,
        mark=MARKS[Outcome.PASSED if len(agree) == len(check.gradients) else Outcome.FAILED],
        panels=PanelChart(
            f"{title}: your gradient against central differences",
            "A scatter for each tensor; where both agree, the points lie on the diagonal. "
            + " ".join(_in_words(one) for one in check.gradients),
            tuple(_panel(one) for one in check.gradients),
        ),
        errors=ErrorChart(
            f"{title}: relative error of each tensor",
            f"Relative errors on a logarithmic axis; each must be below {LIMIT:g}. "
            + " ".join(f"{_name(one)}: {_error(one)}." for one in check.gradients),
            tuple(_mark(one) for one in check.gradients),
            math.log10(LIMIT),
        ),
    )


def _passes(gradient: GradientCheck) -> bool:
    return gradient.relative_error < LIMIT


def _name(gradient: GradientCheck) -> str:
    return words.line(gradient.tensor)


def _error(gradient: GradientCheck) -> str:
    error = gradient.relative_error
    return f"{error:.1e}" if math.isfinite(error) else words.figure(error)


def _in_words(gradient: GradientCheck) -> str:
    verdict = "agrees" if _passes(gradient) else "differs"
    return f"{_name(gradient)} {verdict}, relative error {_error(gradient)}."


def _panel(gradient: GradientCheck) -> Panel:
    pairs = list(zip(gradient.numeric, gradient.analytic, strict=False))
    finite = [pair for pair in pairs if all(math.isfinite(value) for value in pair)]
    lost = len(pairs) - len(finite)
    return Panel(
        name=_name(gradient),
        caption=f"{lost} of {len(pairs)} not finite" if lost else "",
        passed=_passes(gradient),
        pairs=_scaled(_sample(finite)),
    )


def _sample(pairs: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return few of many pairs, spread over all sizes of difference, the largest among them."""
    by_difference = sorted(pairs, key=lambda pair: -abs(pair[1] - pair[0]))
    return by_difference[:: -(-len(pairs) // DRAWN) or 1]


def _scaled(pairs: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    largest = max((abs(value) for pair in pairs for value in pair), default=0.0) or 1.0
    return tuple((numeric / largest, analytic / largest) for numeric, analytic in pairs)


def _mark(gradient: GradientCheck) -> ErrorMark:
    return ErrorMark(
        _name(gradient), _exponent(gradient.relative_error), _error(gradient), _passes(gradient)
    )


def _exponent(error: float) -> float:
    if not math.isfinite(error):
        return LARGEST
    return min(max(math.log10(max(error, 10**SMALLEST)), SMALLEST), LARGEST)
