"""The figures as files: written, and compared with what the code would draw today."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
from matplotlib.image import imread

from nngrade.authoring.figures import functions, gradients, images, initialization, training
from nngrade.authoring.figures.canvas import Material, Picture
from nngrade.course import Course
from nngrade.judging.reference import Reference
from nngrade.report.charts import Chart
from nngrade.report.palette import BETWEEN, LIGHT
from nngrade.report.svg import house_style, inline

FIGURES: dict[str, Callable[[Material], Picture]] = {
    "e01_digits": images.digits,
    "e02_activations": initialization.activations,
    "e02_sweep": initialization.sweep,
    "e04_relu": functions.relu,
    "e05_shift": functions.shift,
    "e06_loss": functions.loss,
    "e07_differences": gradients.differences,
    "e08_graph": gradients.graph,
    "e09_descent": gradients.descent,
    "e10_loss": training.loss,
    "e11_depth": training.depth,
    "e12_confusion": images.confusion,
}
TOLERANCE = 1.2  # pixels: rounding differs from machine to machine, text from release to release
_SIZE = 12.5  # pixels: to be read on a phone, too, which shows figures smaller
_TEXTS = ("font", "axes.label", "axes.title", "xtick.label", "ytick.label")
_STYLE: dict[Any, Any] = {"grid.alpha": 0.4, "path.simplify": False} | {
    f"{text}.size" if text == "font" else f"{text}size": _SIZE for text in _TEXTS
}
_FONTS = "system-ui, 'DejaVu Sans', Verdana, sans-serif"
_DECLARATIONS = re.compile(r'style="([^"]*)"')
_SHORT_FONT = re.compile(r"font: (?:(\w+) )?(\S+) sans-serif")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_HREF = "{http://www.w3.org/1999/xlink}href"


def write_figures(course: Course) -> list[Path]:
    """Draw what is missing or stale, and return its paths."""
    course.figures.mkdir(parents=True, exist_ok=True)
    written = dict(_stale(course))
    for path, svg in written.items():
        path.write_text(svg, encoding="utf-8", newline="\n")
    return list(written)


def stale_figures(course: Course) -> list[Path]:
    """Return the paths of figures that are missing, or show what the code no longer draws."""
    return [path for path, _ in _stale(course)]


def _stale(course: Course) -> Iterator[tuple[Path, str]]:
    material = Material(Reference(course.solutions, course.catalog), course.figures)
    for name, draw in FIGURES.items():
        path = course.figures / f"{name}.svg"
        svg = _svg(draw, material, name)
        if not (path.is_file() and same_picture(path.read_text(encoding="utf-8"), svg)):
            yield path, svg


def _svg(draw: Callable[[Material], Picture], material: Material, name: str) -> str:
    """Draw a figure as a file of its own, in colours that can be read on white and on black."""
    with house_style(), mpl.rc_context(_STYLE):
        picture = draw(material)
        svg = inline(picture.figure, Chart(picture.title, picture.description), name)
    for tone, colour in LIGHT.items():
        svg = svg.replace(f"var(--{tone}, {colour})", BETWEEN[tone])
    svg = _DECLARATIONS.sub(_settled, svg)
    svg = svg.replace("<svg ", f'<svg font-family="{_FONTS}" ', 1)
    return svg.replace("><", ">\n<") + "\n"


def _settled(style: re.Match[str]) -> str:
    """Write a style in one way, whichever way this release of Matplotlib has."""
    declarations = _SHORT_FONT.sub(r"font-weight: \1; font-size: \2", style[1])
    kept = (one for one in declarations.split("; ") if one != "font-weight: ")
    return f'style="{"; ".join(sorted(kept))}"'


def same_picture(one: str, other: str) -> bool:
    """Tell whether two SVGs show the same: words to the letter, places within a tolerance."""
    try:
        pairs = zip_longest(_parts(one), _parts(other))
        return all(mine and its and _same_part(mine, its) for mine, its in pairs)
    except ET.ParseError:
        return False


Part = tuple[str, str, dict[str, str]]


def _parts(svg: str) -> Iterator[Part]:
    """Yield each element's tag, text and attributes, ids numbered in the order of the file."""
    root = ET.fromstring(svg)  # noqa: S314 - our own file
    for number, element in enumerate(root.iter()):
        if own := element.attrib.get("id"):
            svg = svg.replace(own, f"id-{number}-")
    for element in ET.fromstring(svg).iter():  # noqa: S314 - as above
        yield element.tag, (element.text or "").strip(), element.attrib


def _same_part(one: Part, other: Part) -> bool:
    return (
        one[:2] == other[:2]
        and one[2].keys() == other[2].keys()
        and all(_same_value(one[2][name], other[2][name]) for name in one[2])
    )


def _same_value(one: str, other: str) -> bool:
    if one.startswith("data:"):
        return bool(np.array_equal(_pixels(one), _pixels(other)))
    if _NUMBER.sub("0", one) != _NUMBER.sub("0", other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(abs(float(mine) - float(its)) <= TOLERANCE for mine, its in pairs)


def _pixels(address: str) -> Any:
    """Decode an image: the same pixels are packed differently by each release of zlib."""
    return imread(BytesIO(b64decode(address.split(",", 1)[1])), format="png")
