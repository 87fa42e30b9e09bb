"""What all figures are drawn on: one width, one type of axes, colours by what they stand for."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nngrade.errors import GraderError
from nngrade.judging.reference import Reference
from nngrade.report.palette import LIGHT, Tone
from nngrade.report.svg import PIXELS

Array = npt.NDArray[Any]

WIDTH = 440
INK, MUTED, LINE = LIGHT[Tone.INK], LIGHT[Tone.MUTED], LIGHT[Tone.LINE]
BLUE, ORANGE = LIGHT[Tone.SIMPLE], LIGHT[Tone.GENERAL]
GREEN, RED = LIGHT[Tone.RIGHT], LIGHT[Tone.WRONG]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, with its name and in words what it shows."""

    figure: Figure
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Material:
    """What figures are made of: the reference solutions, and the numbers of long trainings."""

    solutions: Reference
    folder: Path

    def numbers(self, name: str) -> Any:
        """Return what a benchmark has kept in `name`.json; GraderError if it can't be read."""
        path = self.folder / f"{name}.json"
        try:
            return msgspec.json.decode(path.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            raise GraderError(
                f"{path} can't be read: {error}.",
                f"Run tests/benchmarks/{name}.py --save.",
            ) from error


def canvas(height: float) -> Figure:
    """Return an empty figure of the lessons' width, in pixels."""
    return Figure(figsize=(WIDTH / PIXELS, height / PIXELS))


def panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Return axes at a place in the figure, in pixels from its lower left corner."""
    across, up = figure.get_size_inches() * PIXELS
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def heading(axes: Axes, text: str) -> None:
    """Name a panel, or what its vertical axis measures, above its left edge."""
    axes.set_title(text, loc="left", color=MUTED)


def label(axes: Axes, at: tuple[float, float], text: str, color: str = INK, **how: Any) -> None:
    """Write beside a point, some pixels away from it if `xytext` says so."""
    axes.annotate(text, at, **{"xytext": (0, 0), "textcoords": "offset points"} | how, color=color)


def number(value: float, form: str = ".2f") -> str:
    """Write a number as books do: with a minus, not a hyphen, and no sign before a zero."""
    return f"{value + 0.0:{form}}".replace("-", "\N{MINUS SIGN}")


def spaced(places: list[float], least: float) -> list[float]:
    """Move places apart, upwards, until neighbours are at least so far from one another."""
    order = np.argsort(places)
    moved = np.array(places, dtype=float)
    for lower, upper in pairwise(order):
        moved[upper] = max(moved[upper], moved[lower] + least)
    return [float(one) for one in moved]
