"""A lesson as a terminal shows it: pictures and links in words, code and formulas as they stand."""

import re

from rich.console import Console
from rich.markdown import Markdown

from nngrade.lessons.text import Lesson

_PICTURE = re.compile(r"^!\[(.*?)\]\(.*?\)$", re.MULTILINE | re.DOTALL)
_LINK_TO_A_FILE = re.compile(r"\[([^\]]*)\]\((?!https?:)[^)]*\)")
WIDTH = 80
LIGHT_OR_DARK = "ansi_dark"  # colours of the terminal's own, on its own background


def show_lesson(console: Console, lesson: Lesson) -> None:
    """Print a lesson at a width that reads well."""
    text = Markdown(_in_words(lesson), code_theme=LIGHT_OR_DARK, hyperlinks=False)
    # In a pipe, too, lines are broken: `nngrade lesson softmax | less`.
    console.print(text, width=min(console.width, WIDTH), soft_wrap=False)


def _in_words(lesson: Lesson) -> str:
    told = f"{lesson.summary}: `course/misconceptions.md` lists them.\n" if lesson.summary else ""
    text = lesson.before + told + lesson.after
    return _LINK_TO_A_FILE.sub(r"\1", _PICTURE.sub(_picture, text))


def _picture(found: re.Match[str]) -> str:
    words = " ".join(found[1].split())
    return f"> Figure: {words}"
