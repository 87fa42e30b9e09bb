"""Markdown to HTML: headings with ids, links within the page, figures in place, no raw HTML."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from posixpath import basename
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_PROMPTS = (">>> ", "... ", ">>>", "...")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands on the page.

    prefix: begins all its ids; deeper: by how much its headings sink
    pages: the ids of the pages that links may lead to, by file name
    figure: gives a picture's SVG for its file name, or None
    """

    prefix: str
    deeper: int
    pages: Mapping[str, str]
    figure: Callable[[str], str | None]


def to_html(text: str, place: Place) -> Markup:
    """Return a text as HTML."""
    tokens = _parser().parse(text)
    _place_headings(tokens, place)
    for token in tokens:
        if token.children:
            token.children = list(_links_within(token.children, place))
    return Markup(_renderer(place).render(tokens, _OPTIONS, {}))  # noqa: S704 - raw HTML is off


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


_OPTIONS: Any = _parser().options


def _place_headings(tokens: Sequence[Token], place: Place) -> None:
    """Give each heading an id and its level on the page."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open":
            level = int(opening.tag[1:])
            own = place.prefix if level == 1 else f"{place.prefix}-{slug(inline.content)}"
            opening.attrSet("id", own)
            opening.tag = closing.tag = f"h{level + place.deeper}"


def slug(heading: str) -> str:
    """Return a heading's anchor as code hosts form it, such as when-something-is-off."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _links_within(tokens: Sequence[Token], place: Place) -> Iterator[Token]:
    """Let links to lessons lead to their place on the page; of other files the words remain."""
    kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")), place)
            kept.append(address is not None)
            token.attrSet("href", address or "")
        if token.type not in {"link_open", "link_close"} or kept[-1]:
            yield token
        if token.type == "link_close":
            kept.pop()


def _address(href: str, place: Place) -> str | None:
    if href.startswith(("http:", "https:", "mailto:")):
        return href
    file, _, anchor = href.partition("#")
    page = place.pages.get(basename(file)) if file else place.prefix
    if page is None:
        return None
    return f"#{page}-{anchor}" if anchor else f"#{page}"


def _renderer(place: Place) -> Any:
    """Return a renderer with our own way for code, tables and pictures."""
    renderer: Any = _parser().renderer
    renderer.rules |= {
        "fence": lambda tokens, at, *_: _code(tokens[at]),
        "code_block": lambda tokens, at, *_: _code(tokens[at]),
        "table_open": lambda *_: '<div class="scroll" tabindex="0"><table>\n',
        "table_close": lambda *_: "</table></div>\n",
        "image": lambda tokens, at, *_: _picture(tokens[at], place),
    }
    return renderer


def _code(token: Token) -> str:
    """Set code apart by kind: a Python session's results are paler than what is typed."""
    kind = token.info.split()[0] if token.info.strip() else "drawing"
    lines = token.content.rstrip("\n").split("\n")
    session = any(line.startswith(_PROMPTS) for line in lines)
    marked = (_session_line(line) for line in lines) if session else map(escape, lines)
    body = "\n".join(marked)
    return f'<pre class="{escape(kind)}" tabindex="0"><code>{body}\n</code></pre>\n'


def _session_line(line: str) -> str:
    if line.startswith(_PROMPTS):
        return f'<span class="prompt">{escape(line[:4])}</span>{escape(line[4:])}'
    return f'<span class="result">{escape(line)}</span>'


def _picture(token: Token, place: Place) -> str:
    """Put the picture itself into the page, or its words where there is none."""
    words = f'<span class="missing">Figure: {escape(token.content)}</span>'
    return place.figure(basename(str(token.attrGet("src")))) or words
