"""Pictures don't depend on the reader's Matplotlib settings, and leave them alone."""

import matplotlib as mpl
import pytest

from nngrade.report.charts import Bar, BarChart
from nngrade.report.figures import draw
from nngrade.report.palette import Tone
from nngrade.report.svg import _without_fonts

CHART = BarChart("Bars", "", (Bar("b", 50.0, "50 %", Tone.SIMPLE),))


def test_the_readers_own_settings_change_nothing():
    plain = draw(CHART, "f1")
    own = {"font.size": 30, "svg.fonttype": "path", "axes.linewidth": 9, "font.weight": "bold"}
    with mpl.rc_context(own):
        assert draw(CHART, "f1") == plain


def test_the_readers_own_settings_are_left_as_they_were():
    with mpl.rc_context({"font.size": 30, "svg.hashsalt": "mine"}):
        draw(CHART, "f1")
        assert mpl.rcParams["font.size"] == 30
        assert mpl.rcParams["svg.hashsalt"] == "mine"


def test_two_pictures_on_one_page_share_no_id(parse_svg):
    ids = [
        {
            element.attrib["id"]
            for element in parse_svg(draw(CHART, prefix)).iter()
            if "id" in element.attrib
        }
        for prefix in ("f1", "f2")
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize(
    ("style", "left"),
    [
        (
            "font-size: 11px; font-family: 'DejaVu Sans', serif; text-anchor: middle",
            "font-size: 11px; text-anchor: middle",
        ),
        (
            "font: 700 11px 'DejaVu Sans', serif; fill: #111",
            "font: 700 11px sans-serif; fill: #111",
        ),
        ("fill: none", "fill: none"),
    ],
)
def test_the_font_family_is_left_to_the_page(style, left):
    assert _without_fonts(style) == left
