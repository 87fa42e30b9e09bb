"""Draws each kind of chart with Matplotlib's objects, never through pyplot's global state."""

import math
from functools import singledispatch
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from nngrade.report.charts import (
    BarChart,
    Chart,
    ErrorChart,
    ErrorMark,
    LineChart,
    Panel,
    PanelChart,
    Tile,
    TileChart,
    WeightChart,
)
from nngrade.report.palette import LIGHT, Tone
from nngrade.report.svg import PIXELS, house_style, inline

Image = npt.NDArray[Any]
Place = tuple[float, float, float]  # left, top and side of a square, in pixels


class Colours(NamedTuple):
    """How the numbers of an image become colours."""

    cmap: Colormap
    lowest: float
    highest: float


WIDTH = 360
COLUMNS = 5
MARKERS = ("o", "s")
DASHES = ("-", (0, (5, 2)))
GREYS = Colours(LinearSegmentedColormap.from_list("greys", ["black", "white"]), 0, 255)
WEIGHTS = Colours(
    LinearSegmentedColormap.from_list("weights", ["#1f5fa8", "#f4f4f2", "#c4661f"]), -1, 1
)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def draw(chart: Chart, prefix: str) -> str:
    """Return a chart as inline SVG whose ids begin with `prefix`, the same each time."""
    with house_style():
        return inline(_figure(chart), chart, prefix)


@singledispatch
def _figure(chart: Chart) -> Figure:
    raise TypeError(f"no drawing for {type(chart).__name__}")


def _canvas(width: float, height: float) -> Figure:
    return Figure(figsize=(width / PIXELS, height / PIXELS))


def _axes(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Return axes with these margins, in pixels."""
    width, height = figure.get_size_inches() * PIXELS
    inner = (width - left - right) / width, (height - bottom - top) / height
    return figure.add_axes((left / width, bottom / height, *inner))


@_figure.register
def _(chart: LineChart) -> Figure:
    figure = _canvas(WIDTH, 230)
    axes = _axes(figure, left=46, bottom=42, right=12, top=30)
    longest = max(len(one.values) for one in chart.series)
    for one, marker, dashes in zip(chart.series, MARKERS, DASHES, strict=False):
        axes.plot(
            range(1, len(one.values) + 1),
            one.values,
            color=LIGHT[one.tone],
            linestyle=dashes,
            marker=marker,
            markersize=4,
            markevery=max(1, longest // 40),
            label=one.label,
        )
    axes.set_xlim(0.5, longest + 0.5)
    axes.set_xlabel(chart.x_label)
    axes.set_title(chart.y_label, loc="left", color=LIGHT[Tone.MUTED])
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
    _scale(axes, chart)
    if len(chart.series) > 1:
        axes.legend(loc="best")
    return figure


def _scale(axes: Axes, chart: LineChart) -> None:
    if chart.logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(numticks=7))
        axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    if chart.limits:
        axes.set_ylim(chart.limits)


@_figure.register
def _(chart: BarChart) -> Figure:
    height = 30 * len(chart.bars) + 30
    figure = _canvas(WIDTH, height)
    axes = _axes(figure, left=148, bottom=26, right=56, top=4)
    for place, bar in enumerate(chart.bars):
        axes.barh(place, bar.percent, height=0.62, color=LIGHT[bar.tone])
        axes.text(bar.percent + 2, place, bar.text, va="center", color=LIGHT[Tone.INK])
    axes.set_yticks(range(len(chart.bars)), [bar.label for bar in chart.bars])
    axes.tick_params(axis="y", labelcolor=LIGHT[Tone.INK])
    axes.set_xlim(0, 100)
    axes.set_xticks(range(0, 101, 25), ["0", "25", "50", "75", "100 %"])
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    axes.grid(visible=False)
    return figure


@_figure.register
def _(chart: PanelChart) -> Figure:
    columns, rows = _grid(len(chart.panels))
    edge, gap, head, foot = 18.0, 12.0, 24.0, 22.0
    side = (WIDTH - edge) / columns - gap
    height = rows * (side + head) + foot
    figure = _canvas(WIDTH, height)
    for place, panel in enumerate(chart.panels):
        row, column = divmod(place, columns)
        left, bottom = edge + column * (side + gap), height - (row + 1) * (side + head)
        axes = figure.add_axes((left / WIDTH, bottom / height, side / WIDTH, side / height))
        _draw_panel(axes, panel)
    muted = LIGHT[Tone.MUTED]
    middle = foot + (rows - 1) * (side + head) + side / 2
    figure.text(0.01, middle / height, "yours", rotation=90, va="center", color=muted)
    figure.text(edge / WIDTH, 5 / height, "central differences", color=muted)
    return figure


def _grid(panels: int) -> tuple[int, int]:
    """Return columns and rows: three or four columns, the last row as full as can be."""
    rows = math.ceil(panels / 4)
    return min(max(3, math.ceil(panels / rows)), 4), rows


def _draw_panel(axes: Axes, panel: Panel) -> None:
    tone = Tone.RIGHT if panel.passed else Tone.WRONG
    axes.axline((0, 0), slope=1, color=LIGHT[Tone.LINE], linewidth=1.2)
    if panel.pairs:
        numeric, analytic = zip(*panel.pairs, strict=True)
        axes.plot(numeric, analytic, "o", color=LIGHT[tone], markersize=3.2)
    axes.set_title(f"{_sign(panel.passed)} {panel.name}", loc="left", color=LIGHT[tone], pad=4)
    axes.text(0, -0.94, panel.caption, ha="center", va="bottom", color=LIGHT[Tone.MUTED])
    axes.set(xlim=(-1.12, 1.12), ylim=(-1.12, 1.12), xticks=(), yticks=())
    axes.spines[:].set_visible(True)


@_figure.register
def _(chart: ErrorChart) -> Figure:
    figure = _canvas(WIDTH, 24 * len(chart.marks) + 62)
    axes = _axes(figure, left=66, bottom=42, right=64, top=20)
    left, right = -12.5, 0.3
    for place, mark in enumerate(chart.marks):
        _draw_error(axes, place, mark, left)
    axes.axvline(chart.limit, color=LIGHT[Tone.INK], linewidth=1.2, linestyle=(0, (4, 3)))
    axes.text(chart.limit, -0.6, f"limit {_power(chart.limit)}", ha="center", va="bottom")
    axes.set(xlim=(left, right), ylim=(len(chart.marks) - 0.5, -0.5))
    axes.set_xticks(range(-12, 1, 3), [_power(one) for one in range(-12, 1, 3)])
    axes.set_yticks(range(len(chart.marks)), [mark.name for mark in chart.marks])
    axes.tick_params(axis="y", labelcolor=LIGHT[Tone.INK])
    axes.set_xlabel("relative error")
    return figure


def _draw_error(axes: Axes, place: int, mark: ErrorMark, left: float) -> None:
    colour = LIGHT[Tone.RIGHT if mark.passed else Tone.WRONG]
    axes.plot([left, mark.exponent], [place, place], color=colour, linewidth=2)
    axes.plot([mark.exponent], [place], "o" if mark.passed else "X", color=colour, markersize=7)
    axes.annotate(
        f"{_sign(mark.passed)} {mark.text}",
        (1, place),
        xytext=(6, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        color=colour,
    )


def _sign(passed: bool) -> str:  # noqa: FBT001 - reads as one word at each call
    return "✓" if passed else "✗"


def _power(exponent: float) -> str:
    return "10" + str(round(exponent)).translate(_SUPERSCRIPTS)


@_figure.register
def _(chart: TileChart) -> Figure:
    side, gap, foot = 60.0, 15.0, 38.0
    figure, axes = _board(math.ceil(len(chart.tiles) / COLUMNS) * (side + foot))
    for place, tile in enumerate(chart.tiles):
        row, column = divmod(place, COLUMNS)
        left, top = column * (side + gap), row * (side + foot) + 2
        image = np.frombuffer(tile.pixels, np.uint8).reshape(chart.shape)
        _place_image(axes, image, (left, top, side), GREYS)
        _draw_answer(axes, tile, (left, top, side))
    return figure


def _draw_answer(axes: Axes, tile: Tile, place: Place) -> None:
    left, top, side = place
    colour = LIGHT[Tone.RIGHT if tile.right else Tone.WRONG]
    frame = Rectangle((left, top), side, side, fill=False, edgecolor=colour, linewidth=2.5)
    axes.add_patch(frame)
    middle, below = left + side / 2, top + side
    axes.text(middle, below + 14, f"{_sign(tile.right)} {tile.answer}", ha="center", color=colour)
    axes.text(middle, below + 27, tile.note, ha="center", color=LIGHT[Tone.MUTED], fontsize=10)


@_figure.register
def _(chart: WeightChart) -> Figure:
    side, pitch = 66.0, 73.5
    figure, axes = _board(math.ceil(len(chart.images) / COLUMNS) * pitch)
    for place, weights in enumerate(chart.images):
        row, column = divmod(place, COLUMNS)
        image = _within_one(np.frombuffer(weights, np.float32).reshape(chart.shape))
        _place_image(axes, image, (column * pitch, row * pitch, side), WEIGHTS)
    return figure


def _within_one(weights: Image) -> Image:
    """Scale weights into ±1; those that aren't finite are left out."""
    finite = np.ma.masked_invalid(weights.astype(np.float64))
    return finite / (np.abs(finite).max() or 1.0)


def _board(height: float) -> tuple[Figure, Axes]:
    """Return a figure with axes over all of it, in pixels from the top left corner."""
    figure = _canvas(WIDTH, height)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def _place_image(axes: Axes, image: Image, place: Place, colours: Colours) -> None:
    left, top, side = place
    axes.imshow(
        image,
        cmap=colours.cmap,
        vmin=colours.lowest,
        vmax=colours.highest,
        extent=(left, left + side, top + side, top),
        aspect="auto",
        interpolation="none",
    )
