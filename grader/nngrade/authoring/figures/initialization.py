"""The figures of lesson 2: what nine schemes of first weights do, untrained and trained."""

from statistics import mean

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from nngrade.authoring.figures.canvas import (
    BLUE,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    RED,
    Material,
    Picture,
    canvas,
    heading,
    panel,
    spaced,
)
from nngrade.authoring.schemes import schemes, spreads

LAYERS, WIDTH = 10, 100
HALF_UP = 1e-6  # 11.35 is told as 11.4, though the nearest float lies below it
UNTOLD = ("zeros", "√(2/fan_out)")  # 0 has no logarithm; on square layers fan_out is fan_in
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def activations(material: Material) -> Picture:
    """Draw how widely the activations spread behind each of ten ReLU layers."""
    figure = canvas(330)
    axes = panel(figure, 46, 44, 255, 256)
    drawn = {
        name: spreads(draw, material.solutions.relu, layers=LAYERS, width=WIDTH)
        for name, draw in schemes(material.solutions.he_normal).items()
        if name not in UNTOLD
    }
    for name, values in drawn.items():
        color = GREEN if name == "He" else ORANGE if name == "Xavier" else RED
        axes.plot(range(1, LAYERS + 1), values, color=color, marker="o", markersize=3)
    axes.set_yscale("log")
    axes.set(xlim=(0.6, 10.2), ylim=(1e-23, 1e18), xticks=range(1, 11))
    axes.yaxis.set_major_locator(FixedLocator([10.0**power for power in range(-20, 16, 5)]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _power(value)))
    axes.set_xlabel("layer")
    heading(axes, "standard deviation of the activations")
    _name_ends(axes, drawn)
    last = {name: values[-1] for name, values in drawn.items()}
    return Picture(
        figure,
        "The spread of the activations through ten layers",
        "On a logarithmic scale, over ten ReLU layers of 100 units: with He's weights the spread"
        f" stays near 1, with Xavier's it falls to {last['Xavier']:.1g}; weights of standard"
        f" deviation 1 take it above 100 million, 0.01 and 0.001 below a billionth.",
    )


def _name_ends(axes: Axes, drawn: dict[str, list[float]]) -> None:
    """Write each scheme's name beside the end of its line, no two on top of one another."""
    ends = axes.transData.transform([(LAYERS, values[-1]) for values in drawn.values()])
    places = spaced([float(y) for _, y in ends], 15)
    for name, place in zip(drawn, places, strict=True):
        _, y = axes.transAxes.inverted().transform((0, place))
        axes.text(1.03, y, name, transform=axes.transAxes, va="center_baseline", color=INK)


def _power(value: float) -> str:
    return (
        "10" + f"{value:.0e}".split("e")[1].lstrip("+0").replace("-0", "-").translate(_SUPERSCRIPTS)
        if value != 1
        else "1"
    )


def sweep(material: Material) -> Picture:
    """Draw the test accuracy of the nine schemes on both networks."""
    kept = material.numbers("initialization")
    figure = canvas(392)
    axes = panel(figure, 126, 40, 264, 320)
    for offset, color, (network, of_scheme) in zip(
        (-0.2, 0.2), (BLUE, ORANGE), kept["accuracy"].items(), strict=True
    ):
        means = [mean(values) for values in of_scheme.values()]
        places = [place + offset for place in range(len(means))]
        axes.barh(places, means, height=0.36, color=color, label=network)
        for place, value in zip(places, means, strict=True):
            axes.text(value + 1.5, place, f"{value + HALF_UP:.1f}", va="center_baseline", color=INK)
    names = list(schemes(material.solutions.he_normal))
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.axvline(10, color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
    axes.set(xlim=(0, 100), ylim=(len(names) - 0.5, -0.5), xticks=range(0, 101, 20))
    axes.grid(visible=False)
    axes.set_xlabel(f"test accuracy in % after {kept['epochs']} epochs; dashed: guessing")
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=2, borderaxespad=0)
    return Picture(figure, "Nine ways to begin, two networks", _told(kept["accuracy"]))


def _told(accuracy: dict[str, dict[str, list[float]]]) -> str:
    told = (
        f"{network}: "
        + ", ".join(f"{name} {mean(values) + HALF_UP:.1f} %" for name, values in of_scheme.items())
        for network, of_scheme in accuracy.items()
    )
    return "Test accuracy. " + ". ".join(told) + "."
