"""Markdown to HTML: ids, links within the page, and nothing raw."""

import re

import pytest

from nngrade.lessons.markup import Place, slug, to_html


@pytest.fixture
def place():
    return Place("e01", 1, {"e01.md": "e01", "e02.md": "e02"}, {"a.svg": "<svg>a</svg>"}.get)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("When something is off", "when-something-is-off"),
        ("SimpleNetwork.__init__", "simplenetwork__init__"),
        ("Why the 2?", "why-the-2"),
        ("`x` · W", "x--w"),
    ],
)
def test_anchors_are_those_of_code_hosts(heading, anchor):
    assert slug(heading) == anchor


def test_headings_sink_and_have_ids(place):
    assert to_html("# One\n\n## Two words\n", place) == (
        '<h2 id="e01">One</h2>\n<h3 id="e01-two-words">Two words</h3>\n'
    )


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("e02.md", "#e02"),
        ("e02.md#two-words", "#e02-two-words"),
        ("#here", "#e01-here"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_links_lead_to_places_on_the_page(place, target, address):
    assert to_html(f"[w]({target})", place) == f'<p><a href="{address}">w</a></p>\n'


def test_a_link_to_another_file_keeps_its_words_only(place):
    assert to_html("a [*b*](../c.py) d [e](e02.md)", place) == (
        '<p>a <em>b</em> d <a href="#e02">e</a></p>\n'
    )


@pytest.mark.parametrize("raw", ["<script>x</script>", "<img src=x>", "```\n<b>\n```", "    <i>"])
def test_raw_html_is_text(place, raw):
    page = to_html(raw, place)
    assert "&lt;" in page
    assert not re.search("<(script|img|b|i)>?", page.replace("<pre", ""))


def test_a_session_tells_what_is_typed_from_what_comes_back(place):
    assert (
        '<span class="prompt">&gt;&gt;&gt; </span>f(1)\n<span class="result">2</span>'
        in to_html("```python\n>>> f(1)\n2\n```\n", place)
    )


def test_wide_things_scroll_and_can_be_reached_by_keyboard(place):
    page = to_html("| a |\n|---|\n| b |\n\n    code\n", place)
    assert '<div class="scroll" tabindex="0"><table>' in page
    assert '<pre class="drawing" tabindex="0">' in page


def test_a_picture_is_put_in_place_or_told(place):
    assert "<svg>a</svg>" in to_html("![w](figures/a.svg)", place)
    assert "Figure: so &lt; far" in to_html("![so < far](figures/b.svg)", place)
