"""All lessons as one page: complete, alone, and readable on a phone as on a desk."""

import re
from html.parser import HTMLParser

import pytest

from nngrade.errors import NNGradeError
from nngrade.lessons.book import book, write_book
from nngrade.report.palette import DARK, LIGHT, Tone


@pytest.fixture
def page(two_lessons):
    return book(two_lessons)


class Tags(HTMLParser):
    """Collects a page's tags with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.found.append((tag, dict(attrs)))


def test_the_page_says_its_language_and_lists_the_lessons(page):
    assert page.startswith('<!doctype html>\n<html lang="en">')
    contents = re.search(r"<nav.*?</nav>", page, re.DOTALL)[0]
    assert re.findall(r'href="(#\w+)".*?</span>(\w+)<', contents) == [
        ("#e01_one", "One"),
        ("#e02_two", "Two"),
    ]


def test_a_figure_stands_in_the_page_in_the_pages_own_colours(page):
    assert page.count("<title>Line</title>") == 1
    assert f"stroke: var(--{Tone.SIMPLE})" in page


def test_a_list_of_mistakes_is_folded_away(page):
    inside = re.search(r'<details class="mistakes">(.*?)</details>', page, re.DOTALL)[1]
    assert "<summary>The grader knows 1 mistake here</summary>" in inside
    assert "You took <em>all</em>" in inside
    assert "<!--" not in page


def test_a_page_that_cannot_be_written_is_said_in_one_sentence(two_lessons, tmp_path):
    with pytest.raises(NNGradeError, match=r"The lessons .* can't be written: No such file"):
        write_book(two_lessons, tmp_path / "nowhere" / "lessons.html")


def test_the_real_page_loads_nothing_and_runs_nothing(course):
    tags = Tags(book(course)).found
    assert [tag for tag, _ in tags if tag in {"script", "iframe", "object", "embed"}] == []
    addresses = [
        (name, value)
        for tag, attributes in tags
        for name, value in attributes.items()
        if name in {"src", "href", "xlink:href", "srcset", "data", "action"} and tag != "a"
    ]
    assert [one for one in addresses if not (one[1] or "").startswith(("data:", "#"))] == []
    assert re.findall(r"@import|url\((?!#)", book(course)) == []


def test_every_link_of_the_real_page_leads_to_one_place(course):
    tags = Tags(book(course)).found
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert len(links) > 40
    assert [one for one in links if not one.startswith("https:") and one[1:] not in ids] == []


WIDER = """[...document.querySelectorAll('body *')].filter(
    (one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5
        && !one.closest('pre, .scroll, svg, .skip')
).map((one) => one.outerHTML.slice(0, 120))"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_nothing_is_wider_than_the_screen(browser, course, tmp_path, width, scheme, colours):
    path = tmp_path / "lessons.html"
    write_book(course, path)
    browser.open(path, width=width, scheme=scheme)
    browser.ask("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert browser.complaints == []
    assert browser.ask("window.innerWidth") == width
    assert browser.ask("document.documentElement.scrollWidth") <= width
    assert browser.ask(WIDER) == []
    red, green, blue = bytes.fromhex(colours[Tone.SURFACE][1:])
    assert browser.ask(BACKGROUND) == f"rgb({red}, {green}, {blue})"


def test_a_complaint_of_the_page_would_be_heard(browser, tmp_path):
    path = tmp_path / "loud.html"
    path.write_text("<script>console.error('here')</script><img src='none.png'>", encoding="utf-8")
    browser.open(path, width=360, scheme="light")
    assert len(browser.complaints) == 2
