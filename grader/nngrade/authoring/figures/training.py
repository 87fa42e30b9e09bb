"""The curves of lessons 10 and 11: how the networks learn."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from nngrade.authoring.figures.canvas import (
    BLUE,
    MUTED,
    ORANGE,
    Material,
    Picture,
    canvas,
    heading,
    label,
    panel,
)

SMALLER_RATE = 15  # epochs at 0.1, before those at 0.01


def loss(material: Material) -> Picture:
    """Draw loss and test accuracy of the simple net, epoch by epoch."""
    run = material.numbers("curves")["runs"]["simple"]
    figure = canvas(230)
    losses, shares = (panel(figure, left, 44, 168, 156) for left in (36, 262))
    _curve(losses, run["losses"], BLUE)
    losses.set_ylim(0, 0.55)
    heading(losses, "mean training loss")
    _curve(shares, run["accuracies"][1:], BLUE)
    shares.set_ylim(88, 95)
    heading(shares, "test accuracy in %")
    label(losses, (SMALLER_RATE + 0.5, 0.5), "rate\n0.01", MUTED, xytext=(4, -12))
    return Picture(
        figure,
        "The simple network learns",
        f"Over {len(run['losses'])} epochs the mean training loss falls from"
        f" {run['losses'][0]:.2f} to {run['losses'][-1]:.2f}, and the test accuracy rises from"
        f" {run['accuracies'][1]:.1f} to {run['accuracies'][-1]:.1f} %, less jagged once the rate"
        " is 0.01.",
    )


def depth(material: Material) -> Picture:
    """Draw the simple net against the general one."""
    runs = material.numbers("curves")["runs"]
    figure = canvas(236)
    losses, shares = (panel(figure, left, 44, 164, 156) for left in (42, 266))
    for color, name in ((BLUE, "simple"), (ORANGE, "general")):
        _curve(losses, runs[name]["losses"], color)
        _curve(shares, runs[name]["accuracies"][1:], color)
    losses.set_yscale("log")
    losses.set_ylim(0.002, 0.8)
    losses.yaxis.set_major_locator(FixedLocator([0.003, 0.01, 0.03, 0.1, 0.3]))
    losses.yaxis.set_minor_locator(NullLocator())
    losses.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    shares.set_ylim(88, 100)
    heading(losses, "mean training loss")
    heading(shares, "test accuracy in %")
    label(shares, (15, runs["general"]["accuracies"][15]), "784-100-100-10", ORANGE, **_OVER)
    label(shares, (15, runs["simple"]["accuracies"][15]), "784-10-10", BLUE, **_OVER)
    return Picture(figure, "Two layers against three", _told(runs))


_OVER = {"xytext": (0, 8), "ha": "right"}


def _told(runs: dict[str, Any]) -> str:
    told = (
        f"{sizes} ends at a loss of {runs[name]['losses'][-1]:.2g} and"
        f" {runs[name]['accuracies'][-1]:.1f} % of the test images"
        for name, sizes in (("simple", "784-10-10"), ("general", "784-100-100-10"))
    )
    return "Training loss, on a logarithmic scale, and test accuracy over 20 epochs: " + (
        "; ".join(told) + "."
    )


def _curve(axes: Axes, values: list[float], color: str) -> None:
    epochs = range(1, len(values) + 1)
    axes.axvline(SMALLER_RATE + 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
    axes.plot(epochs, values, color=color, marker="o", markersize=3)
    axes.set(xlim=(0.4, len(values) + 0.6), xticks=(1, 5, 10, 15, 20))
    axes.set_xlabel("epoch")
