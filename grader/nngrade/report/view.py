"""All that the report says, computed; the templates only lay it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nngrade.catalog import Catalog
from nngrade.report import words
from nngrade.report.charts import LineChart, Series
from nngrade.report.gradients import GradientView, gradient_views
from nngrade.report.palette import Tone
from nngrade.report.progress import ExerciseView, exercise_view
from nngrade.report.training import TrainingView, training_view
from nngrade.results import ExerciseResult, Outcome, TrainingRun
from nngrade.store import HistoryPoint

FEWEST = 2  # checks from which on a line can be drawn


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, and the command for it, empty where nothing is left."""

    text: str
    command: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """The page, section by section."""

    score: str
    points: str
    percent: float
    summary: str
    checked: str
    next_step: Step
    history: LineChart | None
    exercises: tuple[ExerciseView, ...]
    gradients: tuple[GradientView, ...]
    training: TrainingView


def build_view(
    catalog: Catalog,
    exercises: Mapping[str, ExerciseResult],
    runs: Mapping[str, TrainingRun],
    history: Sequence[HistoryPoint],
) -> ReportView:
    """Compute the page from the newest result of each exercise and a run of each network."""
    graded = [(one, exercises[one.slug]) for one in catalog.exercises if one.slug in exercises]
    score = sum(result.score for _, result in graded)
    passing = sum(result.outcome is Outcome.PASSED for _, result in graded)
    total = sum(one.points for one in catalog.exercises)
    views = tuple(exercise_view(one, exercises.get(one.slug)) for one in catalog.exercises)
    training = training_view(runs)
    return ReportView(
        score=words.number(score),
        points=words.number(total),
        percent=100 * score / total,
        summary=f"{passing} of {len(views)} exercises pass",
        checked=f"last checked on {_date(history[-1].when)}" if history else "not checked yet",
        next_step=_next_step(views, training),
        history=_history_chart(history, total),
        exercises=views,
        gradients=tuple(view for graded_one in graded for view in gradient_views(*graded_one)),
        training=training,
    )


def _date(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def _next_step(exercises: tuple[ExerciseView, ...], training: TrainingView) -> Step:
    for exercise in exercises:
        if exercise.command:
            return Step(f"{exercise.number} {exercise.name}. {exercise.todo}", exercise.command)
        if exercise.needs_work:
            text = (
                f"{exercise.number} {exercise.name}: see below what fails. After each change, run"
            )
            return Step(text, f"nngrade check {exercise.slug}")
    if training.missing:
        return Step("every exercise passes. Now train your network:", training.missing[0].command)
    return Step("every exercise passes, and both networks are trained. Well done.", "")


def _history_chart(history: Sequence[HistoryPoint], total: float) -> LineChart | None:
    if len(history) < FEWEST:
        return None
    scores = tuple(point.score for point in history)
    return LineChart(
        title="Points after each check",
        description=f"{len(scores)} checks: {words.number(scores[0])} points after the first,"
        f" {words.number(max(scores))} at the most, {words.number(scores[-1])} after the last.",
        series=(Series("points", Tone.ACCENT, scores),),
        x_label="check",
        y_label="points",
        limits=(0.0, total),
    )
