"""The curves of lessons 4 to 6: ReLU, softmax and the loss."""

import numpy as np
from matplotlib.axes import Axes

from nngrade.authoring.figures.canvas import (
    BLUE,
    GREEN,
    MUTED,
    ORANGE,
    Array,
    Material,
    Picture,
    canvas,
    heading,
    label,
    number,
    panel,
)


def relu(material: Material) -> Picture:
    """Draw ReLU, and beside it its slope as the backward function gives it."""
    figure = canvas(200)
    below, above = np.array([-2.0, 0.0]), np.array([1e-9, 2.0])
    values, slopes = (panel(figure, left, 40, 175, 125) for left in (30, 245))
    for z in (below, above):
        values.plot(z, material.solutions.relu(z), color=BLUE)
        slopes.plot(z, material.solutions.relu_backward(np.ones(2), z), color=ORANGE)
    slopes.plot([0], [0], "o", color=ORANGE, markersize=5)
    heading(values, "relu(z)")
    heading(slopes, "its slope")
    for axes in (values, slopes):
        axes.axvline(0, color=MUTED, linewidth=0.8)
        axes.set(xlim=(-2, 2), ylim=(-0.15, 2.1), xticks=range(-2, 3), yticks=range(3))
        axes.set_xlabel("z")
    return Picture(
        figure,
        "ReLU and its slope",
        "On the left relu over z: 0 up to z = 0, then a straight line that rises by 1 for each 1."
        " On the right its slope: 0 up to and at z = 0, then 1.",
    )


SCORES = np.array([1.0, 2.0, 3.5])
SHIFT = 3.0


def shift(material: Material) -> Picture:
    """Draw scores and probabilities, and the same once more with all scores shifted."""
    figure = canvas(290)
    for bottom, scores in ((160, SCORES), (20, SCORES - SHIFT)):
        left, right = (panel(figure, place, bottom, 180, 96) for place in (30, 245))
        _bars(left, scores, BLUE, "g")
        _bars(right, material.solutions.softmax(scores[np.newaxis])[0], GREEN, ".2f")
        left.set_ylim(-3.4, 4.2)
        left.spines[:].set_visible(False)
        right.set_ylim(0, 1.1)
        heading(right, "their probabilities")
        heading(left, "scores" if bottom > 20 else f"the same scores less {SHIFT:g}")  # noqa: PLR2004
    shares = ", ".join(f"{p:.2f}" for p in material.solutions.softmax(SCORES[np.newaxis])[0])
    return Picture(
        figure,
        "A shift of all scores changes no probability",
        f"Bars for the scores 1, 2 and 3.5, and for the same less {SHIFT:g}. Beside both stand"
        f" the same three probabilities: {shares}.",
    )


def _bars(axes: Axes, values: Array, color: str, form: str) -> None:
    axes.bar(range(len(values)), values, width=0.6, color=color)
    axes.axhline(0, color=MUTED, linewidth=0.8)
    for place, value in enumerate(values):
        up = 3 if value >= 0 else -3
        side = "bottom" if value >= 0 else "top"
        label(axes, (place, value), number(value, form), xytext=(0, up), ha="center", va=side)
    axes.set(xlim=(-0.6, 2.6), xticks=(), yticks=())


def loss(material: Material) -> Picture:
    """Draw the loss over the probability of the right class."""
    figure = canvas(240)
    axes = panel(figure, 40, 44, 385, 166)
    p = np.linspace(0.005, 0.995, 199)
    axes.plot(p, _losses(material, p), color=BLUE)
    for marked in (0.01, 0.1, 0.5):
        value = _losses(material, np.array([marked]))[0]
        axes.plot([marked], [value], "o", color=BLUE, markersize=6)
        text = f"p = {marked:g}: {value:.2f}"
        label(axes, (marked, value), text, xytext=(9, 7), va="center")
    axes.set(xlim=(0, 1), ylim=(0, 5.4), yticks=range(6))
    axes.grid(visible=False)
    axes.set_xlabel("p, the probability of the right class")
    heading(axes, "loss of one sample, \N{MINUS SIGN}log p")
    return Picture(
        figure,
        "The loss over the probability of the right class",
        "A curve that falls from the upper left to 0 at p = 1, ever less steeply: 4.61 at"
        " p = 0.01, 2.30 at p = 0.1, 0.69 at p = 0.5.",
    )


def _losses(material: Material, p: Array) -> list[float]:
    """Return the loss of a sample whose right class, of two, has the probability p."""
    pairs = np.log(np.stack([p, 1 - p], axis=1))
    right = np.array([0])
    return [material.solutions.cross_entropy(row[np.newaxis], right) for row in pairs]
