"""One trained network: the facts of its training, its answers, its mistakes, its weights."""

import math
from dataclasses import dataclass
from itertools import groupby

from nngrade.report import words
from nngrade.report.charts import Tile, TileChart, WeightChart
from nngrade.report.confusion import Confusion, confusion
from nngrade.report.palette import Tone
from nngrade.results import Evaluation, Example, TrainingRun

TILES = 25
DRAWABLE = 1e12  # a larger loss has diverged; drawn, it would flatten all others
MNIST_SOURCES = {"bundled", "keras"}


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


def drawable(loss: float) -> float:
    """Return a loss, or nan for one that no axis can show."""
    return loss if abs(loss) <= DRAWABLE else math.nan


def network_view(kind: Kind, run: TrainingRun) -> NetworkView:
    """Put one network's run into words and pictures."""
    found = run.evaluation
    return NetworkView(
        name=kind.name,
        tone=kind.tone,
        accuracy=words.percent(run.accuracy),
        facts=_facts(run),
        notes=_notes(run),
        examples=_tile_chart("Test images and answers", found, found.examples),
        mistakes=_tile_chart("The mistakes it is surest of", found, found.confident_mistakes),
        weights=_weight_chart(found),
        confusion=confusion(found.confusion),
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
    wild = next((e for e, v in enumerate(run.losses, start=1) if math.isnan(drawable(v))), None)
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
        description=f"{len(shown) - len(wrong)} of {len(shown)} answered right."
        + (f" Wrong: {mistakes}." if wrong else ""),
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
        description=f"The weights into hidden units, an image each, {len(shown)} in all."
        " Orange adds to the unit, blue takes away from it; each image has its own scale.",
        shape=found.image_shape,
        images=shown,
    )
