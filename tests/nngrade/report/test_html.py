"""The report is one page that loads nothing, runs nothing, and shows everything."""

import math
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from jinja2 import UndefinedError

from nngrade.errors import NNGradeError
from nngrade.report.html import render, write_report
from nngrade.report.view import build_view
from nngrade.results import Diagnosis, Example, Outcome

SAFE_TAGS = {
    *("html", "head", "meta", "title", "link", "style", "body", "header", "main", "footer", "nav"),
    *("section", "article", "figure", "figcaption", "h1", "h2", "h3", "p", "a", "strong", "span"),
    *("code", "pre", "ul", "ol", "li", "details", "summary", "div", "progress", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("svg", "g", "path", "use", "defs", "clippath", "rect", "text", "desc", "image"),
}
LOADING = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"}


@pytest.fixture(scope="module")
def empty_view(catalog):
    return build_view(catalog, {}, {}, [])


@pytest.fixture(scope="module")
def hostile_view(catalog, make_exercise, make_check, make_gradient, make_run, hostile):
    """Return a view in which every text that could come from outside is hostile."""
    check = make_check(
        Outcome.FAILED,
        title=hostile,
        message=hostile,
        printed=hostile,
        diagnosis=Diagnosis(hostile, hostile, hostile),
        gradients=(make_gradient(hostile, math.nan, analytic=(math.nan, 1.0, math.inf)),),
    )
    exercises = {
        "e02_softmax": make_exercise(
            outcome=Outcome.FAILED, checks=(check,), graded_with_reference=(hostile,)
        )
    }
    run = make_run(
        source=hostile, isolation=hostile, notes=(hostile,), losses=(math.nan, math.inf, -1e300)
    )
    return build_view(catalog, exercises, {"simple": run}, [])


@pytest.fixture(scope="module")
def full_view(catalog, make_exercise, make_check, make_gradient, make_run):
    """Return a view of two trained networks, with images as large as MNIST's."""
    rng = np.random.default_rng(0)
    pixels = [rng.integers(0, 256, 784, dtype=np.uint8).tobytes() for _ in range(25)]
    examples = tuple(Example(i, i % 10, 3, 0.9, one) for i, one in enumerate(pixels))
    layer = tuple(rng.normal(size=784).astype(np.float32).tobytes() for _ in range(25))
    confusion = tuple(tuple(int(n) for n in row) for row in rng.integers(0, 900, (10, 10)))
    many = tuple(rng.normal(size=200).tolist())
    gradients = tuple(make_gradient(f"dW{i}", numeric=many) for i in range(8))
    checks = [make_check(gradients=gradients) for _ in range(8)]

    def run(network):
        made = make_run(network, losses=(0.5,) * 20, accuracies=(0.9,) * 20)
        evaluation = replace(
            made.evaluation,
            image_shape=(28, 28),
            examples=examples,
            confident_mistakes=examples,
            first_layer=layer,
            confusion=confusion,
        )
        return replace(made, evaluation=evaluation)

    exercises = {"e02_softmax": make_exercise(checks=checks)}
    return build_view(catalog, exercises, {name: run(name) for name in ("simple", "general")}, [])


@pytest.fixture(scope="module")
def full_page(full_view):
    return render(full_view)


@pytest.fixture(scope="module", params=["empty", "hostile", "full"])
def page(request, parse_page):
    """Return a page of each kind as an element tree."""
    if request.param == "full":
        return parse_page(request.getfixturevalue("full_page"))
    return parse_page(render(request.getfixturevalue(f"{request.param}_view")))


def said(element):
    return " ".join("".join(element.itertext()).split())


def test_the_page_is_html_from_its_first_character(empty_view):
    assert render(empty_view).startswith("<!doctype html>\n<html")


def test_the_page_holds_only_tags_that_show_something(page):
    assert {element.tag for element in page.iter()} <= SAFE_TAGS


def test_nothing_on_the_page_can_act(page):
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.attrib.get("http-equiv", "").lower() != "refresh"


def test_the_page_loads_nothing(page):
    for element in page.iter():
        for name in LOADING & set(element.attrib):
            assert element.attrib[name].startswith(("#", "data:")), (element.tag, name)
        assert "url(" not in element.attrib.get("style", "")
    style = page.find("head/style").text
    assert not re.search(r"url\(|@import|https?:", style)


def test_a_policy_forbids_what_the_page_does_not_need(page):
    policies = [
        meta.attrib["content"]
        for meta in page.iter("meta")
        if meta.attrib.get("http-equiv") == "Content-Security-Policy"
    ]
    (policy,) = policies
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "script-src" not in policy


def test_every_id_stands_once_and_every_link_leads_somewhere(page):
    ids = Counter(element.attrib["id"] for element in page.iter() if "id" in element.attrib)
    assert max(ids.values()) == 1
    for element in page.iter():
        for name in ("href", "xlink:href"):
            target = element.attrib.get(name, "")
            assert not target.startswith("#") or target[1:] in ids
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.attrib.get(name, "").split()) <= set(ids)


def test_the_page_can_be_read_aloud(page):
    assert page.attrib["lang"] == "en"
    assert len(list(page.iter("h1"))) == 1
    assert len(list(page.iter("main"))) == 1
    for section in page.iter("section"):
        assert section.attrib["aria-labelledby"]
    for svg in page.iter("svg"):
        assert svg.attrib["role"] == "img"
        assert said(svg.find("title"))
    for progress in page.iter("progress"):
        assert progress.attrib["aria-label"]
        assert 0 <= float(progress.attrib["value"]) <= float(progress.attrib["max"])


def test_the_page_adapts_to_narrow_dark_and_paper(page):
    viewport = [one for one in page.iter("meta") if one.attrib.get("name") == "viewport"]
    assert viewport[0].attrib["content"].startswith("width=device-width")
    style = page.find("head/style").text
    for condition in ("prefers-color-scheme: dark", "max-width", "print"):
        assert condition in style


def test_hostile_text_is_shown_as_text_in_every_place(hostile_view, parse_page):
    page = parse_page(render(hostile_view))
    shown = r"<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>"
    expected = [
        ("finding", page.findall(".//div[@class='finding']/pre")),
        ("diagnosis", page.findall(".//p[@class='diagnosis']")),
        ("hint", page.findall(".//p[@class='hint']")),
        ("printed", page.findall(".//details[@class='printed']/pre")),
        ("check", page.findall(".//ul[@class='checks']/li/p")),
        ("notes", page.findall(".//section[@id='simple']/p[@class='missing']")),
        ("facts", page.findall(".//dd")),
        ("tensor", page.findall(".//svg//text")),
    ]
    for where, elements in expected:
        texts = [said(element) for element in elements]
        assert any(shown in text and "{{7*7}}" in text for text in texts), where


def test_no_hidden_character_reaches_the_page(hostile_view):
    page = render(hostile_view)
    assert not [one for one in page if not one.isprintable() and one != "\n"]
    assert r"\x1b[31mred \u202eevil\u2066 \x00 \ud800" in page


def test_templates_are_never_run_twice(hostile_view, parse_page):
    text = said(parse_page(render(hostile_view)).find("body"))
    assert "{{7*7}}" in text
    assert "{% raw %}" in text


def test_the_empty_page_says_what_to_run(empty_view, parse_page):
    page = parse_page(render(empty_view))
    commands = [said(code) for code in page.findall(".//section//code[@class='command']")]
    assert {
        "nngrade check data",
        "nngrade check",
        "nngrade train simple",
        "nngrade train general",
    } <= set(commands)
    assert list(page.iter("svg")) == []


def test_a_failing_exercise_is_open_and_a_passing_one_closed(
    catalog, make_exercise, make_check, parse_page
):
    exercises = {
        "e01_data": make_exercise("e01_data", score=20.0),
        "e02_softmax": make_exercise(
            outcome=Outcome.FAILED, score=0, checks=[make_check(Outcome.FAILED, message="got 2")]
        ),
    }
    page = parse_page(render(build_view(catalog, exercises, {}, [])))
    opened = {item.attrib["id"]: "open" in item[0].attrib for item in page.findall(".//ol/li")}
    assert opened == {"e01_data": False, "e02_softmax": True, "e03_simple_network": False}


def test_verdicts_are_told_by_sign_and_by_word(catalog, make_exercise, parse_page):
    exercises = {
        "e01_data": make_exercise("e01_data", score=20.0),
        "e02_softmax": make_exercise(outcome=Outcome.ERROR, score=0.0),
    }
    page = parse_page(render(build_view(catalog, exercises, {}, [])))
    marks = [
        (said(mark), mark.attrib["aria-label"])
        for mark in page.findall(".//ol/li/details/summary/span[@role='img']")
    ]
    assert marks == [("✓", "passed"), ("✗", "error"), ("○", "not checked")]


def test_stand_ins_are_told(catalog, make_exercise, parse_page):
    exercises = {"e02_softmax": make_exercise(graded_with_reference=("relu",))}
    page = parse_page(render(build_view(catalog, exercises, {}, [])))
    notes = [said(note) for note in page.iter("p") if note.attrib.get("class") == "note"]
    assert "Graded with the reference relu, because your own doesn't pass yet." in notes


def test_one_network_is_shown_and_the_other_asked_for(catalog, make_run, parse_page):
    page = parse_page(render(build_view(catalog, {}, {"simple": make_run()}, [])))
    assert page.find(".//section[@id='general']") is None
    headings = [said(one) for one in page.findall(".//section[@id='simple']//figcaption")]
    assert headings == [
        "Test images and answers",
        "The mistakes it is surest of",
        "What it takes for what",
        "Weights of its first layer",
    ]
    training = said(page.find(".//section[@id='training']"))
    assert "General network is not trained yet: nngrade train general" in training


def test_an_interrupted_run_is_told(catalog, make_run, parse_page):
    run = make_run(interrupted=True, losses=(), accuracies=())
    page = parse_page(render(build_view(catalog, {}, {"simple": run}, [])))
    text = said(page.find(".//section[@id='simple']"))
    assert "Training was interrupted after 0 of 3 epochs." in text


def test_the_confusion_matrix_is_a_table(catalog, make_run, parse_page):
    page = parse_page(render(build_view(catalog, {}, {"simple": make_run()}, [])))
    rows = page.findall(".//table[@class='confusion']/tbody/tr")
    assert [[said(cell) for cell in row] for row in rows] == [
        ["0", "5", "0", "1"],
        ["1", "3", "7", "0"],
        ["2", "0", "2", "9"],
    ]
    classes = [cell.attrib["class"].split()[0] for cell in rows[1].findall("td")]
    assert classes == ["wrong", "right", "wrong"]


def test_the_page_of_both_networks_stays_small_even_with_images_of_noise(full_page):
    assert len(full_page.encode()) < 1_500_000


def test_the_same_view_gives_the_same_page(hostile_view):
    assert render(hostile_view) == render(hostile_view)


def test_the_report_is_written_beside_and_moved_into_place(tmp_path, empty_view):
    path = tmp_path / "report.html"
    path.write_text("the last report", encoding="utf-8")
    write_report(path, empty_view)
    assert path.read_text(encoding="utf-8") == render(empty_view)
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_that_cannot_be_made_leaves_the_last_one(tmp_path, empty_view):
    path = tmp_path / "report.html"
    path.write_text("the last report", encoding="utf-8")
    broken = replace(empty_view, training=None)
    with pytest.raises(UndefinedError):
        write_report(path, broken)
    assert path.read_text(encoding="utf-8") == "the last report"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_told(tmp_path, empty_view):
    with pytest.raises(NNGradeError, match="can't be written: No such file") as caught:
        write_report(tmp_path / "nowhere" / "report.html", empty_view)
    assert "nngrade report -o FILE" in caught.value.hint


def test_a_folder_in_its_place_is_told(tmp_path, empty_view):
    with pytest.raises(NNGradeError, match="is no file"):
        write_report(tmp_path, empty_view)
    assert list(tmp_path.iterdir()) == []
