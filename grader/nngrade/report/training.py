"""The part of the report about training: both networks' curves and accuracies side by side."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from nngrade.report import words
from nngrade.report.charts import Bar, BarChart, LineChart, Series
from nngrade.report.networks import KINDS, Kind, NetworkView, drawable, network_view
from nngrade.report.palette import Tone
from nngrade.results import TrainingRun

FLOOR = 90.0  # the accuracy axis begins here, or lower where a value does
STEEP = 1000.0  # losses further apart than this need a logarithmic axis


@dataclass(frozen=True, slots=True)
class Missing:
    """A network that isn't trained yet, and the command that trains it."""

    name: str
    command: str


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind the curves."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TrainingView:
    """Both networks side by side; a chart is None where there is nothing to draw."""

    loss: LineChart | None
    accuracy: LineChart | None
    bars: BarChart | None
    epochs: Table
    networks: tuple[NetworkView, ...]
    missing: tuple[Missing, ...]


Trained = list[tuple[Kind, TrainingRun]]


def training_view(runs: Mapping[str, TrainingRun]) -> TrainingView:
    """Put the runs of the course's networks, by name, side by side."""
    trained = [(kind, runs[kind.network]) for kind in KINDS if kind.network in runs]
    return TrainingView(
        loss=_loss_chart(trained),
        accuracy=_accuracy_chart(trained),
        bars=_bar_chart(trained),
        epochs=_table(trained),
        networks=tuple(network_view(kind, run) for kind, run in trained),
        missing=tuple(
            Missing(kind.name, f"nngrade train {kind.network}")
            for kind in KINDS
            if kind.network not in runs
        ),
    )


def _loss_chart(trained: Trained) -> LineChart | None:
    series = tuple(
        Series(kind.name, kind.tone, tuple(drawable(loss) for loss in run.losses))
        for kind, run in trained
    )
    values = _finite(series)
    if not values:
        return None
    return LineChart(
        title="Training loss, your own figures",
        description=" ".join(
            _first_to_last(f"{kind.name}: loss", [words.figure(loss) for loss in run.losses])
            for kind, run in trained
        ),
        series=series,
        x_label="epoch",
        y_label="mean training loss",
        logarithmic=min(values) > 0 and max(values) / min(values) > STEEP,
    )


def _accuracy_chart(trained: Trained) -> LineChart | None:
    series = tuple(
        Series(kind.name, kind.tone, tuple(100 * share for share in run.accuracies))
        for kind, run in trained
    )
    values = _finite(series)
    if not values:
        return None
    return LineChart(
        title="Test accuracy, measured by the grader",
        description=" ".join(
            _first_to_last(f"{kind.name}: accuracy", [words.percent(one) for one in run.accuracies])
            for kind, run in trained
        ),
        series=series,
        x_label="epoch",
        y_label="test accuracy in %",
        limits=(min(FLOOR, 10.0 * math.floor(min(values) / 10)), 100.0),
    )


def _finite(series: tuple[Series, ...]) -> list[float]:
    return [value for one in series for value in one.values if math.isfinite(value)]


def _first_to_last(what: str, told: list[str]) -> str:
    if not told:
        return f"{what} unknown, no epoch was finished."
    return f"{what} {told[0]} after epoch 1, {told[-1]} after epoch {len(told)}."


def _bar_chart(trained: Trained) -> BarChart | None:
    if not trained:
        return None
    bars = tuple(bar for kind, run in trained for bar in _bars(kind, run.accuracy))
    return BarChart(
        title="Final test accuracy beside the original project",
        description=" ".join(f"{bar.label}: {bar.text}." for bar in bars),
        bars=bars,
    )


def _bars(kind: Kind, accuracy: float) -> tuple[Bar, Bar]:
    own = 100 * accuracy if math.isfinite(accuracy) else 0.0
    return (
        Bar(f"{kind.name}, yours", own, words.percent(accuracy), kind.tone),
        Bar("original project", 100 * kind.original, words.percent(kind.original), Tone.MUTED),
    )


def _table(trained: Trained) -> Table:
    columns = [column for _, run in trained for column in _columns(run)]
    names = [f"{kind.name}: {what}" for kind, _ in trained for what in ("loss", "accuracy")]
    return Table(
        header=("Epoch", *names),
        rows=tuple(
            (str(epoch), *row)
            for epoch, row in enumerate(zip_longest(*columns, fillvalue=""), start=1)
        ),
    )


def _columns(run: TrainingRun) -> tuple[list[str], list[str]]:
    return (
        [words.figure(loss) for loss in run.losses],
        [words.percent(accuracy) for accuracy in run.accuracies],
    )
