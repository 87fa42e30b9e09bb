"""Each chart becomes a picture that can be parsed, read aloud, and drawn again the same."""

import base64
import io
import math

import matplotlib.image
import numpy as np
import pytest

from nngrade.report.charts import (
    Bar,
    BarChart,
    Chart,
    ErrorChart,
    ErrorMark,
    LineChart,
    Panel,
    PanelChart,
    Series,
    Tile,
    TileChart,
    WeightChart,
)
from nngrade.report.figures import draw
from nngrade.report.palette import LIGHT, Tone

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NAN = math.nan


def lines(*values, tone=Tone.SIMPLE, **options):
    series = tuple(Series(f"line {i}", tone, one) for i, one in enumerate(values))
    return LineChart("Lines", "They fall.", series, "epoch", "loss", **options)


def bars(*percents):
    return BarChart("Bars", "", tuple(Bar("b", one, f"{one} %", Tone.SIMPLE) for one in percents))


def panels(*verdicts, name="dW", pairs=((0.5, 0.5), (-1.0, -1.0))):
    return PanelChart("Panels", "", tuple(Panel(name, "", one, pairs) for one in verdicts))


def errors(*marks):
    return ErrorChart("Errors", "", tuple(marks), -6.0)


def tiles(*verdicts, shape=(4, 6)):
    pixels = bytes(range(shape[0] * shape[1]))
    return TileChart(
        "Tiles", "", shape, tuple(Tile(pixels, "7", "99 %", right=one) for one in verdicts)
    )


def weights(*images, shape=(2, 3)):
    return WeightChart("Weights", "", shape, tuple(np.float32(one).tobytes() for one in images))


CHARTS = {
    "lines": lines((0.5, 0.4, 0.3), (1.0, 0.9)),
    "a logarithmic line": lines((1e6, 10.0, 1e-3), logarithmic=True),
    "a line with limits": lines((91.0, 93.5), limits=(90.0, 100.0)),
    "a single point": lines((0.5,)),
    "a flat line": lines((0.5, 0.5, 0.5)),
    "a line with gaps": lines((0.5, NAN, 0.4, NAN)),
    "an empty line beside a full one": lines((), (0.5, 0.25)),
    "huge and tiny values": lines((1e12, -1e12, 1e-320)),
    "tiny values on a logarithmic axis": lines((1e12, 5e-324), logarithmic=True),
    "very many values": lines(tuple(1 / (1 + i) for i in range(2000))),
    "bars": bars(93.65, 89.0, 0.0, 100.0),
    "panels": panels(True, False, True),
    "eight panels": panels(*[True] * 8),
    "a panel without pairs": panels(False, pairs=()),
    "errors": errors(ErrorMark("dW", -9.7, "2e-10", True), ErrorMark("db", 0.0, "infinite", False)),
    "tiles": tiles(True, False, True, True, True, False),
    "weights": weights([1, 2, 3, -4, 5, 6], [0, 0, 0, 0, 0, 0]),
    "weights that are not finite": weights([NAN, math.inf, 1, 2, 3, 4], [NAN] * 6),
}


@pytest.fixture(scope="module", params=CHARTS)
def picture(request, parse_svg):
    """Return each chart with its picture as text and as a tree."""
    chart = CHARTS[request.param]
    text = draw(chart, "f1")
    return chart, text, parse_svg(text)


@pytest.fixture(scope="module")
def drawn(parse_svg):
    """Return a function from a chart to the root of its picture."""
    return lambda chart: parse_svg(draw(chart, "f1"))


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def fills(root, symbol):
    """Return the colours of the texts that show `symbol`."""
    found = [text for text in root.iter(f"{SVG}text") if symbol in text.text]
    return {text.attrib["style"].split("fill: ")[1].split(";")[0] for text in found}


def test_every_picture_has_a_size_a_title_and_a_description(picture):
    chart, _, root = picture
    assert root.tag == f"{SVG}svg"
    assert float(root.attrib["width"]) == 360
    assert 50 < float(root.attrib["height"]) < 700
    assert root.attrib["role"] == "img"
    title, description = root[0], root[1]
    assert (title.text, description.text or "") == (chart.title, chart.description)
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]


def test_every_picture_is_the_same_each_time(picture):
    chart, text, _ = picture
    assert draw(chart, "f1") == text


def test_no_picture_refers_to_anything_outside_itself(picture):
    *_, root = picture
    ids = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    assert all(one.startswith("f1-") for one in ids)
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute.rpartition("}")[2] == "href":
                assert value.startswith("data:image/png;base64,") or value[1:] in ids
            if "url(" in value:
                assert value.removeprefix("url(#").removesuffix(")") in ids


def test_no_picture_carries_metadata_a_style_sheet_or_a_script(picture):
    *_, root = picture
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"metadata", "style", "script", "foreignObject"}


def test_every_coordinate_is_a_number(picture):
    *_, root = picture
    for element in root.iter():
        for attribute in ("d", "x", "y", "transform"):
            assert "nan" not in element.attrib.get(attribute, "")
            assert "inf" not in element.attrib.get(attribute, "")


def test_text_and_lines_take_the_pages_colours(picture):
    *_, root = picture
    for element in root.iter():
        style = element.attrib.get("style", "")
        for colour in LIGHT.values():
            assert f": {colour}" not in style, "the page's dark mode can't reach this colour"
        assert "DejaVu" not in style


@pytest.mark.parametrize(
    "name", [r"$x_1$", r"$\frac$", r"$\frac{1}{", "<script>alert(1)</script>", "{{7*7}}", "a & b"]
)
def test_names_are_text_and_never_formulas_or_markup(drawn, name):
    for chart in (panels(True, name=name), errors(ErrorMark(name, -9.0, "1e-9", True))):
        assert any(name in text for text in texts(drawn(chart)))


def test_a_title_with_markup_stays_a_title(drawn):
    root = drawn(BarChart("<b>&</b>", "]]></desc><script>", (Bar("", 1.0, "", Tone.MUTED),)))
    assert (root[0].text, root[1].text) == ("<b>&</b>", "]]></desc><script>")


@pytest.mark.parametrize(
    "chart", [panels(True, False), tiles(True, False)], ids=["panels", "tiles"]
)
def test_right_and_wrong_differ_by_sign_and_by_colour(drawn, chart):
    root = drawn(chart)
    assert fills(root, "✓") == {f"var(--right, {LIGHT[Tone.RIGHT]})"}
    assert fills(root, "✗") == {f"var(--wrong, {LIGHT[Tone.WRONG]})"}


def test_errors_right_and_wrong_differ_by_sign_and_by_colour(drawn):
    root = drawn(CHARTS["errors"])
    assert fills(root, "✓ 2e-10") == {f"var(--right, {LIGHT[Tone.RIGHT]})"}
    assert fills(root, "✗ infinite") == {f"var(--wrong, {LIGHT[Tone.WRONG]})"}


def test_the_limit_of_the_relative_error_is_drawn(drawn):
    assert {"limit 10⁻⁶", "10⁻¹²", "10⁰"} <= set(texts(drawn(CHARTS["errors"])))


def test_lines_are_told_apart_by_a_legend_and_their_markers(drawn):
    root = drawn(lines((0.5, 0.4), (1.0, 0.9)))
    assert {"line 0", "line 1"} <= set(texts(root))
    assert len({use.attrib[HREF] for use in root.iter(f"{SVG}use")}) == 3, "two markers and a tick"
    assert "stroke-dasharray" in draw(lines((0.5, 0.4), (1.0, 0.9)), "f1")


def test_a_single_line_needs_no_legend(drawn):
    assert "line 0" not in texts(drawn(lines((0.5, 0.4))))


def test_values_that_are_no_number_are_not_drawn(drawn):
    def markers(chart):
        return sum(
            LIGHT[Tone.SIMPLE] in use.attrib.get("style", "")
            for use in drawn(chart).iter(f"{SVG}use")
        )

    assert markers(lines((0.5, 0.4, 0.3))) == 3
    assert markers(lines((0.5, NAN, 0.3, NAN))) == 2


def test_bars_show_their_values(drawn):
    assert {"93.65 %", "89.0 %"} <= set(texts(drawn(CHARTS["bars"])))


def pictures(root):
    """Return the embedded images as arrays (H, W, 4)."""
    found = [image.attrib[HREF].partition(",")[2] for image in root.iter(f"{SVG}image")]
    return [matplotlib.image.imread(io.BytesIO(base64.b64decode(one))) for one in found]


def test_a_test_image_is_embedded_pixel_for_pixel(drawn):
    (image,) = pictures(drawn(tiles(True)))
    assert image.shape[:2] == (4, 6)
    assert np.rint(image[..., 0] * 255).astype(int).ravel().tolist() == list(range(24))


def test_weights_above_zero_are_orange_and_below_blue(drawn):
    (image,) = pictures(drawn(weights([0.3, -0.3, 0, 0, 0, NAN])))
    orange, blue, none = image[0, 0], image[0, 1], image[0, 2]
    assert orange[0] > orange[2]
    assert blue[2] > blue[0]
    assert none[0] == pytest.approx(none[2], abs=0.02)
    assert image[1, 2, 3] == 0, "a weight that is no number is left out"


def test_each_weight_image_has_its_own_scale(drawn):
    small, large = pictures(drawn(weights([1e-3, 0, 0, 0, 0, 0], [1e3, 0, 0, 0, 0, 0])))
    assert np.array_equal(small, large)


def test_a_chart_without_a_drawing_is_refused():
    with pytest.raises(TypeError, match="no drawing for Chart"):
        draw(Chart("", ""), "f1")
