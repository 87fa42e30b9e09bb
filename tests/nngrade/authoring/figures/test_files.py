"""Figures as files: made alike on every machine, readable on white and on black."""

import re
from xml.etree import ElementTree as ET

import pytest

from nngrade.authoring.figures import FIGURES, same_picture, stale_figures, write_figures
from nngrade.authoring.figures.files import _DECLARATIONS, _settled
from nngrade.report.palette import BETWEEN, DARK, LIGHT, Tone

SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 60_000
WHITE, BLACK = "#ffffff", "#0d1117"  # the pages of a code host

each_figure = pytest.mark.parametrize("name", FIGURES)


def text_of(course, name):
    return (course.figures / f"{name}.svg").read_text(encoding="utf-8")


@each_figure
def test_a_figure_is_small_and_tells_in_words_what_it_shows(course, name):
    text = text_of(course, name)
    assert len(text.encode()) <= MOST_BYTES
    root = ET.fromstring(text)  # noqa: S314 - our own file
    assert root.attrib["role"] == "img"
    title, description = (root.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert len(title.text) > 5
    assert len(description.text) > 60


@each_figure
def test_a_figure_has_no_background_and_no_colour_but_those_for_any_page(course, name):
    text = text_of(course, name)
    colours = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", text))
    assert colours <= {*BETWEEN.values()}
    assert "var(" not in text


@each_figure
def test_a_figure_loads_nothing_and_needs_no_date(course, name):
    text = text_of(course, name)
    assert re.findall(r'href="(?!#|data:image/png;base64,)[^"]*"', text) == []
    assert not re.search(r"<script|<style|@font-face|\d{4}-\d\d-\d\d", text)


def test_every_file_belongs_to_a_figure(course):
    assert {path.stem for path in course.figures.glob("*.svg")} == set(FIGURES)


def test_figures_are_written_once(course_copy, course):
    course_copy.figures.mkdir(exist_ok=True)
    for path in course.figures.iterdir():
        (course_copy.figures / path.name).write_bytes(path.read_bytes())
    assert stale_figures(course_copy) == []
    relu = course_copy.figures / "e04_relu.svg"
    drawn = relu.read_text(encoding="utf-8")
    relu.write_text(drawn.replace("relu(z)", "ReLU(z)"), encoding="utf-8")
    (course_copy.figures / "e06_loss.svg").unlink()
    assert [path.stem for path in write_figures(course_copy)] == ["e04_relu", "e06_loss"]
    assert relu.read_text(encoding="utf-8") == drawn
    assert write_figures(course_copy) == []


CURVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<path id="f-a1e5" d="M 10.25 20 L 30 1e-3" style="fill: #2a7fc4"/><text x="1">0.45</text>'
    '<use xlink:href="#f-a1e5" x="5"/></svg>'
)


@pytest.mark.parametrize(
    ("what", "by"),
    [("10.25", "10.31"), ("f-a1e5", "f-77c0"), ("><", ">\n<")],
    ids=["rounding", "another id", "another line"],
)
def test_noise_is_no_difference(what, by):
    assert same_picture(CURVE, CURVE.replace(what, by))


@pytest.mark.parametrize(
    ("what", "by"),
    [
        ("10.25", "12.5"),
        ("0.45", "0.46"),
        ("2a7fc4", "cf4f2a"),
        (' L 30 1e-3"', '"'),
        ('<text x="1">0.45</text>', ""),
        ("<use", "<g/><use"),
        ("</svg>", ""),
        (' x="5"', ' y="5"'),
    ],
)
def test_what_can_be_seen_is_a_difference(what, by):
    assert not same_picture(CURVE, CURVE.replace(what, by))
    assert not same_picture(CURVE.replace(what, by), CURVE)


@pytest.mark.parametrize(
    ("style", "settled"),
    [
        ("font: 700 11px sans-serif; fill: none", "fill: none; font-size: 11px; font-weight: 700"),
        ("font: 11px sans-serif", "font-size: 11px"),
        ("text-anchor: end; font-size: 11px", "font-size: 11px; text-anchor: end"),
    ],
)
def test_each_release_of_matplotlib_writes_the_same_style(style, settled):
    assert _DECLARATIONS.sub(_settled, f'<a style="{style}"/>') == f'<a style="{settled}"/>'


def luminance(colour):
    shares = (byte / 255 for byte in bytes.fromhex(colour[1:]))
    linear = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("tone", sorted(set(Tone) - {Tone.LINE, Tone.PAGE, Tone.SURFACE}))
@pytest.mark.parametrize("page", [WHITE, BLACK])
def test_colours_stand_out_on_white_and_on_black(tone, page):
    darker, lighter = sorted((luminance(BETWEEN[tone]), luminance(page)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4


def test_every_tone_has_a_colour_of_its_own_on_any_page():
    assert set(BETWEEN) == set(LIGHT) == set(DARK)
    drawn = [BETWEEN[tone] for tone in Tone if tone not in {Tone.PAGE, Tone.SURFACE}]
    assert len(set(drawn)) == len(drawn)
