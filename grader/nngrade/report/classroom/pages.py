"""Lays out the pages of a class: self-contained, and small enough to mail."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from nngrade.report.classroom.feedback import Feedback
from nngrade.report.classroom.histogram import GAP, HEIGHT, WIDTH
from nngrade.report.classroom.overview import Overview
from nngrade.report.page import templates
from nngrade.report.palette import DARK, LIGHT

TEMPLATES = Path(__file__).with_name("templates")
SCRIPT = "class.js"


def feedback_page(view: Feedback) -> str:
    """Return a learner's page, which needs no script."""
    return _environment().get_template("feedback.html").render(view=view)


def class_page(view: Overview) -> str:
    """Return the page of a class; its one script sorts and filters the table."""
    script = TEMPLATES.joinpath(SCRIPT).read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("class.html")
        .render(
            view=view,
            script=Markup(script),  # noqa: S704 - our own file
            digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            width=WIDTH,
            gap=GAP,
            height=HEIGHT,
        )
    )


@cache
def _environment() -> Environment:
    """Compile the templates once for all pages."""
    environment = templates(TEMPLATES)
    environment.auto_reload = False
    environment.globals |= {"light": LIGHT, "dark": DARK}
    return environment
