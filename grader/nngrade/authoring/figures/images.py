"""The pictures of lessons 1 and 12: digits, and what is taken for what."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nncourse import load_mnist
from nngrade.authoring.figures.canvas import (
    GREEN,
    INK,
    MUTED,
    RED,
    WIDTH,
    Array,
    Material,
    Picture,
    canvas,
    panel,
)
from nngrade.report.figures import GREYS

DIGITS = 10


def digits(_: Material) -> Picture:
    """Draw the first training image of each digit, its label below."""
    data = load_mnist()
    side, gap = 76, 12
    figure = canvas(2 * (side + 28))
    for digit in range(DIGITS):
        row, column = divmod(digit, 5)
        axes = panel(figure, column * (side + gap), (1 - row) * (side + 28) + 24, side, side)
        first = np.flatnonzero(data.train_labels == digit)[0]
        axes.imshow(
            data.train_images[first],
            cmap=GREYS.cmap,
            vmin=GREYS.lowest,
            vmax=GREYS.highest,
            interpolation="none",
        )
        axes.set(xticks=(), yticks=())
        axes.grid(visible=False)
        axes.spines[:].set_visible(True)
        axes.text(0.5, -0.06, str(digit), transform=axes.transAxes, ha="center", va="top")
    return Picture(
        figure,
        "Ten images of MNIST",
        "The first training image of each digit, 0 to 9: white strokes on black, 28 pixels by 28,"
        " with its label below.",
    )


def confusion(material: Material) -> Picture:
    """Draw the confusion matrix of the trained simple net, mistakes shaded by their number."""
    counts = np.array(material.numbers("curves")["runs"]["simple"]["confusion"])
    figure = canvas(WIDTH)
    axes = panel(figure, 42, 6, WIDTH - 48, WIDTH - 54)
    mistakes = np.where(np.eye(DIGITS, dtype=bool), 0, counts)
    for (true, predicted), count in np.ndenumerate(counts):
        share = 0.22 if true == predicted else 0.42 * count / mistakes.max()
        _cell(axes, (predicted, true), int(count), share, right=true == predicted)
    _name_classes(axes)
    return Picture(
        figure, "Which digit the simple network mistakes for which", _told(counts, mistakes)
    )


def _cell(axes: Axes, place: tuple[int, int], count: int, share: float, *, right: bool) -> None:
    x, y = place
    color = GREEN if right else RED
    axes.add_patch(Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, color=color, alpha=share, lw=0))
    shade = INK if count else MUTED
    axes.text(x, y, str(count), ha="center", va="center_baseline", color=shade)


def _name_classes(axes: Axes) -> None:
    axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xticks=range(DIGITS), yticks=range(DIGITS))
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("predicted")
    axes.set_ylabel("true")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)


def _told(counts: Array, mistakes: Array) -> str:
    true, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    return (
        f"Ten rows, one a true digit, and ten columns, one a predicted digit. On the diagonal"
        f" stand {np.trace(counts):,} right answers of {counts.sum():,}. The most frequent"
        f" mistake: {mistakes.max()} times a {true} was taken for a {predicted}."
    )
