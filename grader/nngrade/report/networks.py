"""The part of the report about training: curves, accuracies, and what each network sees."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, zip_longest

from nngrade.report import words
from nngrade.report.charts import Bar, BarChart, LineChart, Series, Tile, TileChart, WeightChart
from nngrade.report.palette import Tone
from nngrade.results import Evaluation, Example, TrainingRun

TILES = 25
DRAWABLE = 1e12  # a larger loss has diverged; drawn, it would flatten all others
STEEP = 1000.0  # losses further apart than this need a logarithmic axis
LEVELS = 5  # shades of the confusion matrix
NAMED = 3  # confusions told in words


@dataclass(frozen=True, slots=True)
class Kind:
    """A network of the course, and what the original project reached with it."""

    network: str
    name: str
    tone: Tone
    original: float


KINDS = (
    Kind("simple", "Simple network", Tone.SIMPLE, 0.89),
    Kind("general", "General network", Tone.GENERAL, 0.87),
)
MNIST_SOURCES = {"bundled", "keras"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A network that isn't trained yet, and the command that trains it."""

    name: str
    command: str


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """How many images of a row's class got a column's answer, and how dark that is, 0 to 5."""

    count: int
    level: int
    right: bool


@dataclass(frozen=True, slots=True)
class Confusion:
    """The confusion matrix, rows true and columns answered, with its largest in words."""

    rows: tuple[tuple[ConfusionCell, ...], ...]
    summary: str


@dataclass(frozen=True, slots=True)
class NetworkView:
    """One trained network: the facts of its training, and what its answers look like."""

    name: str
    tone: Tone
    accuracy: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    examples: TileChart | None
    mistakes: TileChart | None
    weights: WeightChart | None
    confusion: Confusion


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
        networks=tuple(_network_view(kind, run) for kind, run in trained),
        missing=tuple(
            Missing(kind.name, f"nngrade train {kind.network}")
            for kind in KINDS
            if kind.network not in runs
        ),
    )


def _loss_chart(trained: Trained) -> LineChart | None:
    series = tuple(
        Series(kind.name, kind.tone, tuple(_drawable(loss) for loss in run.losses))
        for kind, run in trained
    )
    values = [value for one in series for value in one.values if math.isfinite(value)]
    if not values:
        return None
    return LineChart(
        title="Training loss, your own figures",
        description=_course_of(trained, "loss"),
        series=series,
        x_label="epoch",
        y_label="mean training loss",
        logarithmic=min(values) > 0 and max(values) / min(values) > STEEP,
    )


def _drawable(loss: float) -> float:
    return loss if abs(loss) <= DRAWABLE else math.nan


def _accuracy_chart(trained: Trained) -> LineChart | None:
    series = tuple(
        Series(kind.name, kind.tone, tuple(100 * share for share in run.accuracies))
        for kind, run in trained
    )
    values = [value for one in series for value in one.values if math.isfinite(value)]
    if not values:
        return None
    return LineChart(
        title="Test accuracy, measured by the grader",
        description=_course_of(trained, "accuracy"),
        series=series,
        x_label="epoch",
        y_label="test accuracy in %",
        limits=(min(10.0 * math.floor(min(values) / 10), 90.0), 100.0),
    )


def _course_of(trained: Trained, what: str) -> str:
    return " ".join(_from_first_to_last(kind, run, what) for kind, run in trained)


def _from_first_to_last(kind: Kind, run: TrainingRun, what: str) -> str:
    values = run.losses if what == "loss" else run.accuracies
    if not values:
        return f"{kind.name}: no epoch was finished."
    show = words.figure if what == "loss" else words.percent
    return (
        f"{kind.name}: {what} {show(values[0])} after epoch 1,"
        f" {show(values[-1])} after epoch {len(values)}."
    )


def _bar_chart(trained: Trained) -> BarChart | None:
    if not trained:
        return None
    bars = [bar for kind, run in trained for bar in _bars(kind, run.accuracy)]
    return BarChart(
        title="Final test accuracy beside the original project",
        description=" ".join(f"{bar.label}: {bar.text}." for bar in bars),
        bars=tuple(bars),
    )


def _bars(kind: Kind, accuracy: float) -> tuple[Bar, Bar]:
    own = 100 * accuracy if math.isfinite(accuracy) else 0.0
    return (
        Bar(f"{kind.name}, yours", own, words.percent(accuracy), kind.tone),
        Bar(
            "original project", 100 * kind.original, f"{kind.original:.0%}"[:-1] + " %", Tone.MUTED
        ),
    )


def _table(trained: Trained) -> Table:
    columns = [column for _, run in trained for column in _columns(run)]
    rows = zip_longest(*columns, fillvalue="")
    return Table(
        header=(
            "Epoch",
            *(f"{kind.name}: {what}" for kind, _ in trained for what in ("loss", "accuracy")),
        ),
        rows=tuple((str(epoch), *row) for epoch, row in enumerate(rows, start=1)),
    )


def _columns(run: TrainingRun) -> tuple[list[str], list[str]]:
    return [words.figure(v) for v in run.losses], [words.percent(v) for v in run.accuracies]


def _network_view(kind: Kind, run: TrainingRun) -> NetworkView:
    found = run.evaluation
    return NetworkView(
        name=kind.name,
        tone=kind.tone,
        accuracy=words.percent(run.accuracy),
        facts=_facts(run),
        notes=_notes(run),
        examples=_tile_chart("Test images and the network’s answers", found, found.examples),
        mistakes=_tile_chart("The mistakes it is surest of", found, found.confident_mistakes),
        weights=_weight_chart(found),
        confusion=_confusion(found.confusion),
    )


def _facts(run: TrainingRun) -> tuple[tuple[str, str], ...]:
    return (
        ("Layers", " → ".join(str(size) for size in run.layer_sizes)),
        ("Images", words.line(run.source)),
        ("Epochs", f"{len(run.losses)} of {run.epochs}"),
        ("Batch size", str(run.batch_size)),
        ("Learning rate", _rates(run.learning_rates)),
        ("Seed", str(run.seed)),
        ("Time", words.duration(run.seconds)),
        ("Sandbox", words.line(run.isolation)),
    )


def _rates(rates: tuple[float, ...]) -> str:
    """Tell a rate for each epoch in stretches: 0.1 for 15 epochs, then 0.01 for 5."""
    stretches = [(rate, len(list(epochs))) for rate, epochs in groupby(rates)]
    if len(stretches) == 1:
        return f"{stretches[0][0]:g}"
    return ", then ".join(f"{rate:g} for {epochs}" for rate, epochs in stretches)


def _notes(run: TrainingRun) -> tuple[str, ...]:
    notes = [words.message(note) for note in run.notes]
    if run.interrupted:
        notes.append(
            f"Training was interrupted after {len(run.losses)} of {run.epochs} epochs."
            " All figures are of that moment."
        )
    wild = next((e for e, v in enumerate(run.losses, start=1) if math.isnan(_drawable(v))), None)
    if wild is not None:
        notes.append(
            f"From epoch {wild} on the loss is too large to draw, or no number at all"
            f" ({words.figure(run.losses[wild - 1])}). Look at the last loss before it, and at the"
            " size of the weights after each step."
        )
    if run.source not in MNIST_SOURCES:
        notes.append("The original project's accuracies are for MNIST, not for these images.")
    return tuple(notes)


def _tile_chart(title: str, found: Evaluation, examples: tuple[Example, ...]) -> TileChart | None:
    if not examples:
        return None
    shown = examples[:TILES]
    wrong = [one for one in shown if one.prediction != one.label]
    mistakes = "; ".join(f"a {one.label} taken for {one.prediction}" for one in wrong)
    return TileChart(
        title=title,
        description=f"{len(shown)} images, {len(shown) - len(wrong)} answered right"
        + (f", {len(wrong)} wrong: {mistakes}." if wrong else "."),
        shape=found.image_shape,
        tiles=tuple(_tile(one) for one in shown),
    )


def _tile(example: Example) -> Tile:
    right = example.prediction == example.label
    return Tile(
        pixels=example.pixels,
        answer=str(example.prediction) + ("" if right else f", is {example.label}"),
        note=words.percent(example.probability),
        right=right,
    )


def _weight_chart(found: Evaluation) -> WeightChart | None:
    if not found.first_layer:
        return None
    shown = found.first_layer[:TILES]
    return WeightChart(
        title="Weights of its first layer",
        description=f"The weights into {len(shown)} hidden units, an image each. Orange adds to the"
        " unit, blue takes away from it; each image has its own scale.",
        shape=found.image_shape,
        images=shown,
    )


def _confusion(counts: tuple[tuple[int, ...], ...]) -> Confusion:
    wrong = Counter(
        {
            (true, answer): count
            for true, row in enumerate(counts)
            for answer, count in enumerate(row)
            if answer != true and count
        }
    )
    most = max(wrong.values(), default=1)
    told = [f"{true} taken for {answer} ({n})" for (true, answer), n in wrong.most_common(NAMED)]
    return Confusion(
        rows=tuple(
            tuple(_cell(count, most, right=true == answer) for answer, count in enumerate(row))
            for true, row in enumerate(counts)
        ),
        summary=f"Most often confused, with counts: {', '.join(told)}."
        if told
        else "Nothing was confused.",
    )


def _cell(count: int, most: int, *, right: bool) -> ConfusionCell:
    level = LEVELS if right else math.ceil(LEVELS * count / most)
    return ConfusionCell(count, level if count else 0, right)
