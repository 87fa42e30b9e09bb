"""Lays the report out as one self-contained HTML page."""

import contextlib
import os
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nngrade.errors import NNGradeError
from nngrade.report.charts import Chart
from nngrade.report.figures import draw
from nngrade.report.palette import DARK, LIGHT
from nngrade.report.view import ReportView

TEMPLATES = Path(__file__).with_name("templates")


def render(view: ReportView) -> str:
    """Return the page."""
    numbers = count(1)

    def svg(chart: Chart) -> Markup:
        return Markup(draw(chart, f"f{next(numbers)}"))  # noqa: S704 - our own drawing, escaped

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = svg
    return environment.get_template("report.html").render(view=view, light=LIGHT, dark=DARK)


def write_report(path: Path, view: ReportView) -> None:
    """Write the page whole or not at all; NNGradeError where it can't be written."""
    page = render(view)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    if path.exists() and not path.is_file():
        raise NNGradeError(
            f"{path} is no file.", "Name a file for the report, such as report.html."
        )
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise NNGradeError(
            f"The report {path} can't be written: {error.strerror}.",
            "Name another place with nngrade report -o FILE.",
        ) from error
