"""Trains a submission's networks in the worker, and scores them outside.

The learner's `fit` runs one epoch at a time; between epochs the parameters come out, and
the accuracy is the grader's own forward pass on them. Test labels never enter the worker.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from nncourse.mnist import load_mnist
from nngrade.catalog import Catalog, Exercise
from nngrade.compare import describe
from nngrade.errors import TrainingError, UsageFault
from nngrade.judging.calls import Kept
from nngrade.judging.failures import CheckFailure
from nngrade.judging.functions import Function, Instance
from nngrade.judging.student import Student
from nngrade.judging.wording import loading_in_words
from nngrade.results import Evaluation, Example, Outcome, TrainingRun
from nngrade.sandbox.confine import Limits
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.protocol import Load, Raised
from nngrade.sandbox.runner import Settings, Worker, WorkerFailure
from nngrade.submission import Submission

NETWORKS = {"simple": "SimpleNetwork", "general": "NeuralNetwork"}
LAYER_SIZES = {"simple": (784, 10, 10), "general": (784, 100, 100, 10)}
EPOCHS = 20
BATCH_SIZE = 64
RATE, LATE_RATE = 0.1, 0.01
LATE = 0.75  # of the epochs; a small rate at the end takes the noise out of the last steps
COMPARED = 256
EXAMPLES, MISTAKES, UNITS = 25, 12, 25
SIMPLE_LAYERS = 3
LISTED = 4  # layers whose shapes a message shows
TOO_LARGE_A_DIFFERENCE = 1e-3

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.floating[Any]]
Params = list[tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Data:
    """Images (N, H, W) of bytes with their labels (N,), and where they come from."""

    source: str
    train_images: Images
    train_labels: Labels
    test_images: Images
    test_labels: Labels


@dataclass(frozen=True, slots=True)
class Plan:
    """What is trained, and how."""

    network: str
    layer_sizes: tuple[int, ...]
    epochs: int = EPOCHS
    seed: int = 0
    batch_size: int = BATCH_SIZE

    @property
    def rates(self) -> tuple[float, ...]:
        """The learning rate of each epoch."""
        return tuple(
            RATE if epoch < LATE * self.epochs else LATE_RATE for epoch in range(self.epochs)
        )


@dataclass(frozen=True, slots=True)
class Epoch:
    """What a finished epoch left behind."""

    loss: float
    accuracy: float
    params: Params


@dataclass(slots=True)
class Trajectory:
    """How a training goes; an epoch is in it wholly or not at all, whenever Ctrl-C comes."""

    epochs: list[Epoch] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    interrupted: bool = False


Progress = Callable[[int, float, float], None]


def load_data(source: str = "bundled") -> Data:
    """Load the images from a source, named in what is saved."""
    mnist = load_mnist(source)
    return Data(
        source, mnist.train_images, mnist.train_labels, mnist.test_images, mnist.test_labels
    )


def exercise_of(network: str, catalog: Catalog) -> Exercise | None:
    """Return the exercise whose file holds a network's class, None in a course without it."""
    kind = NETWORKS[network]
    return next((one for one in catalog.exercises if kind in one.exports), None)


def train(
    plan: Plan,
    data: Data,
    submission: Submission,
    exercise: Exercise,
    launcher: Launcher,
    settings: Settings,
    progress: Progress,
) -> TrainingRun | None:
    """Train one network; None where it was interrupted before the first epoch's end.

    progress hears of each finished epoch: its number from 1, the learner's mean loss, the accuracy
    """
    _must_fit(plan, data)
    started = time.perf_counter()
    trajectory = Trajectory()
    limits = Limits(
        memory=settings.training_memory, cpu_seconds=int(settings.epoch_seconds * plan.epochs) + 60
    )
    patient = _patient(settings, plan)
    with Worker(launcher, patient, limits) as worker:
        student = Student(worker, exercise, submission, patient)
        with suppress(_InterruptedError):
            _fit(plan, data, _loaded(student), trajectory, progress)
    if not trajectory.epochs:
        return None
    epochs = trajectory.epochs
    return TrainingRun(
        plan.network,
        plan.layer_sizes,
        plan.seed,
        data.source,
        len(epochs),
        plan.batch_size,
        plan.rates[: len(epochs)],
        tuple(epoch.loss for epoch in epochs),
        tuple(epoch.accuracy for epoch in epochs),
        epochs[-1].accuracy,
        time.perf_counter() - started,
        launcher.isolation,
        evaluate(epochs[-1].params, data),
        trajectory.interrupted,
        tuple(trajectory.notes),
    )


class _InterruptedError(Exception):
    """Ctrl-C: what the finished epochs left is kept."""


def _must_fit(plan: Plan, data: Data) -> None:
    """Refuse layer sizes that the data doesn't fit, before anything is started."""
    pixels = int(np.prod(data.train_images.shape[1:]))
    classes = int(max(data.train_labels.max(), data.test_labels.max())) + 1
    sizes = ",".join(map(str, plan.layer_sizes))
    if plan.network == "simple" and len(plan.layer_sizes) != SIMPLE_LAYERS:
        raise UsageFault(
            f"The simple network has three layer sizes, not {sizes}.", "Train general."
        )
    if plan.layer_sizes[0] != pixels:
        raise UsageFault(
            f"The images of {data.source} have {pixels} pixels, the first of the layer sizes "
            f"{sizes} is {plan.layer_sizes[0]}.",
            f"Let --layer-sizes begin with {pixels}.",
        )
    if plan.layer_sizes[-1] < classes:
        raise UsageFault(
            f"The labels of {data.source} go up to {classes - 1}, the last of the layer sizes "
            f"{sizes} is {plan.layer_sizes[-1]}.",
            f"Let --layer-sizes end with {classes} or more.",
        )


def _patient(settings: Settings, plan: Plan) -> Settings:
    return msgspec.structs.replace(
        settings,
        call_seconds=settings.epoch_seconds,
        exercise_seconds=settings.epoch_seconds * (plan.epochs + 2),
        memory=settings.training_memory,
    )


def _loaded(student: Student) -> Student:
    request = Load(
        student.submission.sources, student.exercise.module, [], dict(student.submission.problems)
    )
    file = student.exercise.file
    if student.exercise.module in student.submission.problems:
        raise TrainingError(student.submission.problems[student.exercise.module])
    try:
        reply = student.worker.request(request)
    except WorkerFailure as failure:
        raise TrainingError(f"{file} could not be loaded: {failure.message}") from failure
    if isinstance(reply, Raised):
        text = loading_in_words(reply, file, student.submission, student.settings.memory)
        raise TrainingError(text)
    return student


def _fit(
    plan: Plan, data: Data, student: Student, trajectory: Trajectory, progress: Progress
) -> None:
    try:
        rng = student.keep(student.seeded(plan.seed))
        network = _network(plan, student, rng)
        x, test_x = scaled(data.train_images), scaled(data.test_images)
        kept_x, kept_labels = student.keep(x), student.keep(data.train_labels.astype(np.int64))
        for rate in plan.rates:
            loss = _epoch(network, kept_x, kept_labels, rate, plan, rng)
            params = _checked_params(network, plan)
            predictions = logits_of(params, test_x).argmax(axis=1)
            accuracy = float((predictions == data.test_labels).mean())
            trajectory.epochs.append(Epoch(loss, accuracy, params))
            progress(len(trajectory.epochs), loss, accuracy)
        trajectory.notes += _compare_forward(network, params, x[:COMPARED])
    except KeyboardInterrupt as stop:
        trajectory.interrupted = True
        raise _InterruptedError from stop
    except CheckFailure as failure:
        raise _told(failure, student) from failure


def _network(plan: Plan, student: Student, rng: Kept) -> Instance:
    kind: Function = getattr(student, NETWORKS[plan.network])
    if plan.network == "simple":
        return kind.build(rng, *plan.layer_sizes, dtype=np.float32)
    return kind.build(list(plan.layer_sizes), rng, dtype=np.float32)


def _epoch(network: Instance, x: Kept, labels: Kept, rate: float, plan: Plan, rng: Kept) -> float:
    returned = network.fit.in_place(
        x, labels, epochs=1, batch_size=plan.batch_size, learning_rate=rate, rng=rng
    )
    history = returned.value
    number = history[0] if isinstance(history, list | tuple) and len(history) == 1 else None
    if not isinstance(number, float | int | np.floating):
        raise TrainingError(
            f"fit(epochs=1) returned {describe(history)}, expected a list with one mean loss.",
            "`nngrade check` says more.",
        )
    return float(number)


def _checked_params(network: Instance, plan: Plan) -> Params:
    params = network.params
    shapes = [(W.shape, b.shape) for W, b in params]
    expected = [((fan_in, fan_out), (fan_out,)) for fan_in, fan_out in pairwise(plan.layer_sizes)]
    if shapes != expected:
        raise TrainingError(
            f"params of {network.kind} has the shapes {_listed(shapes)}, "
            f"expected {_listed(expected)}.",
            "`nngrade check` says more.",
        )
    with np.errstate(over="ignore"):
        return [(np.array(W, np.float32), np.array(b, np.float32)) for W, b in params]


def _listed(shapes: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> str:
    """Write the shapes of the first layers, W and b in turn."""
    shown = "; ".join(f"{W}, {b}" for W, b in shapes[:LISTED])
    return shown + ("; …" if len(shapes) > LISTED else "") or "of no layer"


def _compare_forward(network: Instance, params: Params, x: Floats) -> list[str]:
    try:
        theirs = network.forward(x).value
    except CheckFailure as failure:
        return [failure.message]
    ours = logits_of(params, x)
    if not isinstance(theirs, np.ndarray) or theirs.shape != ours.shape:
        return [f"forward(x) returned {describe(theirs)}, expected shape {ours.shape}."]
    if not np.isfinite(ours).all():
        return ["The parameters are no longer finite: the training diverged."]
    furthest = float(np.abs(theirs - ours).max())
    if furthest <= TOO_LARGE_A_DIFFERENCE * (1.0 + float(np.abs(ours).max())):
        return []
    note = (
        f"On {len(x)} training images your forward gives other scores than the grader's on the "
        f"same parameters (by up to {furthest:.3g}); the accuracy is the grader's."
    )
    return [note]


def _told(failure: CheckFailure, student: Student) -> TrainingError:
    """Say what stopped the training; a stub is no mistake, but the next thing to do."""
    if failure.outcome is not Outcome.NOT_STARTED:
        return TrainingError(failure.message)
    return TrainingError(
        f"{student.exercise.file} is not finished yet: part of it is still a stub.",
        f"`nngrade lesson {student.exercise.name}` helps; `nngrade train --submission solutions` "
        "trains the reference.",
    )


# --- the grader's own view of the network --------------------------------------------------------


def scaled(images: Images) -> npt.NDArray[np.float32]:
    """Return images (N, H, W) of bytes as rows (N, H*W) in [0, 1]."""
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255.0)


def logits_of(params: Params, x: Floats) -> Floats:
    """Compute the scores (N, C) of a network with ReLU after every layer but the last."""
    a = x
    # Training that diverges is shown as it is, without warnings about inf and nan.
    with np.errstate(over="ignore", invalid="ignore"):
        for W, b in params[:-1]:  # noqa: N806 - maths names
            a = np.maximum(a @ W + b, 0.0)
        W, b = params[-1]  # noqa: N806 - maths names
        return a @ W + b


def evaluate(params: Params, data: Data) -> Evaluation:
    """Look at the test images through the trained network."""
    logits = logits_of(params, scaled(data.test_images)).astype(np.float64)
    # What diverged in training shows as chance, not as a crash.
    logits = np.nan_to_num(logits, nan=0.0, posinf=1e30, neginf=-1e30)
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    predictions = logits.argmax(axis=1)
    wrong = np.flatnonzero(predictions != data.test_labels)
    confident = wrong[np.argsort(-p[wrong, predictions[wrong]], kind="stable")][:MISTAKES]
    height, width = data.test_images.shape[1:]
    return Evaluation(
        float((predictions == data.test_labels).mean()),
        _confusion(predictions, data.test_labels, logits.shape[1]),
        (int(height), int(width)),
        _examples(_chosen(wrong, len(predictions)), data, predictions, p),
        _examples(confident, data, predictions, p),
        tuple(np.float32(column).tobytes() for column in params[0][0].T[:UNITS]),
    )


def _chosen(wrong: npt.NDArray[np.intp], total: int) -> npt.NDArray[np.intp]:
    """Choose images to show: the first ones, with at least a few mistakes among them."""
    first = np.arange(min(EXAMPLES, total))
    mistakes = wrong[~np.isin(wrong, first)][: EXAMPLES // 5]
    kept = first[: EXAMPLES - len(mistakes)]
    return np.concatenate([kept, mistakes])


def _examples(
    places: npt.NDArray[np.intp], data: Data, predictions: npt.NDArray[np.intp], p: Floats
) -> tuple[Example, ...]:
    return tuple(
        Example(
            int(place),
            int(data.test_labels[place]),
            int(predictions[place]),
            float(p[place, predictions[place]]),
            data.test_images[place].tobytes(),
        )
        for place in places
    )


def _confusion(
    predictions: npt.NDArray[np.intp], labels: Labels, classes: int
) -> tuple[tuple[int, ...], ...]:
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return tuple(tuple(row) for row in counts.tolist())
