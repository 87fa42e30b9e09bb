"""Turns a Matplotlib figure into SVG that stands inside a page and takes the page's colours."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.figure import Figure

from nngrade.report.charts import Chart
from nngrade.report.palette import LIGHT, Tone

PIXELS = 72  # a unit of the picture is a CSS pixel, and a point of a font is one too
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"

_STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": LIGHT[Tone.LINE],
    "axes.facecolor": "none",
    "axes.formatter.useoffset": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": LIGHT[Tone.MUTED],
    "axes.labelsize": 11,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 11,
    "figure.dpi": PIXELS,
    "figure.facecolor": "none",
    "font.size": 11,
    "grid.color": LIGHT[Tone.LINE],
    "grid.linewidth": 0.8,
    "image.composite_image": False,
    "legend.frameon": False,
    "lines.linewidth": 2,
    # Text stays text: it can be read aloud and searched, and is a tenth of the size of outlines.
    "svg.fonttype": "none",
    "svg.hashsalt": "nngrade",
    "text.color": LIGHT[Tone.INK],
    # A tensor called $\frac is a name, not a formula.
    "text.parse_math": False,
    "xtick.color": LIGHT[Tone.LINE],
    "xtick.labelcolor": LIGHT[Tone.MUTED],
    "xtick.labelsize": 11,
    "ytick.color": LIGHT[Tone.LINE],
    "ytick.labelcolor": LIGHT[Tone.MUTED],
    "ytick.labelsize": 11,
    "ytick.left": False,
}
_VARIABLES = {colour: f"var(--{tone}, {colour})" for tone, colour in LIGHT.items()}
_COLOUR = re.compile("|".join(map(re.escape, _VARIABLES)))
_DECIMALS = re.compile(r"(\.\d\d)\d+")
_ROUNDED = ("d", "x", "y", "width", "height")


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with the report's settings, whatever the reader's own matplotlibrc says."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def inline(figure: Figure, chart: Chart, prefix: str) -> str:
    """Return a figure as an <svg> with its title and description; ids begin with `prefix`."""
    buffer = BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    root = ET.fromstring(buffer.getvalue())  # noqa: S314 - Matplotlib has just written it
    _strip(root)
    _rename(root, prefix)
    for element in root.iter():
        _tidy(element)
    _describe(root, chart, prefix)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return ET.tostring(root, encoding="unicode")


def _strip(root: ET.Element) -> None:
    """Remove metadata, the style sheet, which would leak into the page, and white space."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"}:
                parent.remove(child)
            child.tail = None
        if parent.tag != f"{{{_SVG}}}text":
            parent.text = None
    root.set("stroke-linejoin", "round")


def _rename(root: ET.Element, prefix: str) -> None:
    """Keep the ids that are referred to, unique on the page, and drop all others."""
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', ET.tostring(root, encoding="unicode")))
    for element in root.iter():
        own = element.attrib.pop("id", None)
        if own in used:
            element.set("id", f"{prefix}-{own}")
        for name, value in element.attrib.items():
            if name == _HREF and value.startswith("#"):
                element.set(name, f"#{prefix}-{value[1:]}")
            elif value.startswith("url(#"):
                element.set(name, f"url(#{prefix}-{value[5:]}")


def _tidy(element: ET.Element) -> None:
    for name in _ROUNDED:
        if name in element.attrib:
            element.set(name, " ".join(_DECIMALS.sub(r"\1", element.attrib[name]).split()))
    if _HREF in element.attrib:
        element.set(_HREF, "".join(element.attrib[_HREF].split()))
    if "style" in element.attrib:
        element.set("style", _COLOUR.sub(_variable, _without_fonts(element.attrib["style"])))


def _variable(colour: re.Match[str]) -> str:
    return _VARIABLES[colour[0]]


def _without_fonts(style: str) -> str:
    """Leave the family to the page; older Matplotlibs write size and family as one `font`."""
    style = re.sub(r"font-family:[^;]*;?\s*", "", style)
    return re.sub(r"font:([^;]*?px)[^;]*", r"font:\1 sans-serif", style)


def _describe(root: ET.Element, chart: Chart, prefix: str) -> None:
    title = ET.Element(f"{{{_SVG}}}title", id=f"{prefix}-title")
    description = ET.Element(f"{{{_SVG}}}desc", id=f"{prefix}-description")
    title.text, description.text = chart.title, chart.description
    root[:0] = [title, description]
    for side in ("width", "height"):
        root.set(side, root.attrib[side].removesuffix("pt"))
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-description")
