"""What a figure shows, as data: `view` fills these in, `figures` draws them."""

from dataclasses import dataclass

from nngrade.report.palette import Tone


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure's name, and in words what it shows, for those who can't see it."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value for each of 1, 2, 3, …, nan where there is none to draw."""

    label: str
    tone: Tone
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LineChart(Chart):
    """Lines over a count; `limits` are the vertical axis's, None to follow the values."""

    series: tuple[Series, ...]
    x_label: str
    y_label: str
    limits: tuple[float, float] | None = None
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar, in percent."""

    label: str
    percent: float
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BarChart(Chart):
    """Bars from 0 to 100 %, top to bottom."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One tensor's gradient: pairs of (central difference, learner's own), scaled into ±1."""

    name: str
    caption: str
    passed: bool
    pairs: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class PanelChart(Chart):
    """A small scatter for each tensor; a correct gradient lies on the diagonal."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class ErrorMark:
    """One tensor's relative error, as the power of ten at which it is drawn."""

    name: str
    exponent: float
    text: str
    passed: bool


@dataclass(frozen=True, slots=True)
class ErrorChart(Chart):
    """Relative errors on a logarithmic axis, beside the power of ten they must stay below."""

    marks: tuple[ErrorMark, ...]
    limit: float


@dataclass(frozen=True, slots=True)
class Tile:
    """One test image of H*W bytes, the network's answer below it, and whether it is right."""

    pixels: bytes
    answer: str
    note: str
    right: bool


@dataclass(frozen=True, slots=True)
class TileChart(Chart):
    """Test images in rows of five, framed in green or red."""

    shape: tuple[int, int]
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class WeightChart(Chart):
    """A hidden unit's weights as an image each: H*W float32, as bytes."""

    shape: tuple[int, int]
    images: tuple[bytes, ...]
