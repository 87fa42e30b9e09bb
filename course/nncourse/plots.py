"""Pictures of what a network has made of the images.

Each function returns a Matplotlib figure, which a notebook shows and `figure.savefig` writes; no
display is needed, and nothing that pyplot keeps is touched.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

MNIST_SHAPE = (28, 28)
IMAGES_NDIM = 3
COLUMNS = 5


def plot_predictions(
    images: ArrayLike,
    predictions: ArrayLike,
    labels: ArrayLike,
    *,
    colors: Sequence[str] | None = None,
    class_names: Sequence[str] | None = None,
    image_shape: tuple[int, int] = MNIST_SHAPE,
    limit: int = 25,
) -> Figure:
    """Draw the first `limit` images, each under its prediction: ✓ in green, or ✗ in red.

    images: (N, H, W), or flat (N, H*W) with the `image_shape`; predictions, labels: (N,).
    colors: one a title in place of green and red, such as `prediction_colors` gives.
    ValueError if the lengths differ.
    """
    pictures = _pictures(images, image_shape)
    predicted, true = np.asarray(predictions), np.asarray(labels)
    _check_lengths(images=pictures, predictions=predicted, labels=true)
    right = predicted == true
    colors = np.where(right, "green", "red").tolist() if colors is None else colors
    _check_lengths(images=pictures, colors=colors)
    figure, panels = _grid(len(pictures[:limit]))
    for i, axes in enumerate(panels):
        axes.imshow(pictures[i], cmap="gray")
        answer, truth = (_name(values[i], class_names) for values in (predicted, true))
        _write_title(axes, f"✓ {answer}" if right[i] else f"✗ {answer} (is {truth})", colors[i])
    return figure


def plot_weights(
    W: ArrayLike,  # noqa: N803 - its name in the whole course
    image_shape: tuple[int, int] = MNIST_SHAPE,
    *,
    limit: int = 25,
) -> Figure:
    """Draw the first `limit` columns of a first layer's W as images: what each unit looks for.

    W: (H*W, M). Red adds to the unit, blue takes from it, white does nothing; the scale is the
    same for all of them. ValueError if the columns don't have the image's size.
    """
    weights = _pictures(np.asarray(W).T, image_shape)[:limit]
    figure, panels = _grid(len(weights))
    largest = np.max(np.abs(weights), where=np.isfinite(weights), initial=0.0)
    for unit, axes in enumerate(panels):
        picture = axes.imshow(weights[unit], cmap="RdBu_r", vmin=-largest, vmax=largest)
        _write_title(axes, f"unit {unit}")
    figure.colorbar(picture, ax=panels, label="weight")
    return figure


def plot_curves(losses: Sequence[float], accuracies: Sequence[float] = ()) -> Figure:
    """Draw the mean loss of each epoch, and beside it each epoch's accuracy in [0, 1], if given.

    ValueError if there is no loss, since there is nothing to draw then.
    """
    if not len(losses):
        raise ValueError("losses is empty: train for one epoch or more first.")
    curves = {"mean training loss": losses, "accuracy": accuracies}
    drawn = {name: values for name, values in curves.items() if len(values)}
    figure = Figure(figsize=(5 * len(drawn), 3.5), layout="constrained")
    panels = figure.subplots(1, len(drawn), squeeze=False).flat
    for axes, (name, values) in zip(panels, drawn.items(), strict=True):
        _draw_curve(axes, name, values)
    return figure


def _grid(count: int) -> tuple[Figure, list[Axes]]:
    """Make a figure with `count` panels for images, five a row."""
    if not count:
        raise ValueError("There is nothing to draw: give at least one image.")
    rows, columns = math.ceil(count / COLUMNS), min(count, COLUMNS)
    figure = Figure(figsize=(1.6 * columns + 1, 1.9 * rows), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in panels:
        axes.set_axis_off()
    return figure, panels[:count]


def _write_title(axes: Axes, text: str, color: str = "black") -> None:
    """Write `text` as it stands: no formula in it, and with a font that has ✓ and ✗."""
    fonts = [*rcParams["font.family"], "DejaVu Sans"]
    axes.set_title(text, color=color, fontfamily=fonts, parse_math=False, usetex=False)


def _name(label: Any, class_names: Sequence[str] | None) -> str:
    return str(label) if class_names is None else class_names[label]


def _draw_curve(axes: Axes, name: str, values: Sequence[float]) -> None:
    axes.plot(range(1, len(values) + 1), values, marker="o")
    axes.set_xlabel("epoch")
    axes.set_ylabel(name)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=True, alpha=0.3)


def _pictures(images: ArrayLike, shape: tuple[int, int]) -> NDArray[Any]:
    array = np.asarray(images)
    if array.ndim == IMAGES_NDIM:
        return array
    if array.shape != (len(array), math.prod(shape)):
        raise ValueError(
            f"Expected images as (N, H, W), or flat as (N, {math.prod(shape)}) for an image_shape "
            f"of {shape}; the array has the shape {array.shape}."
        )
    return array.reshape(-1, *shape)


def _check_lengths(**arrays: Sequence[Any] | NDArray[Any]) -> None:
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        counts = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise ValueError(f"There must be as many of each, but there are {counts}.")
