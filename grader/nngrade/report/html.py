"""Lays the report out as one self-contained HTML page."""

from itertools import count
from pathlib import Path

from markupsafe import Markup

from nngrade.report.charts import Chart
from nngrade.report.figures import draw
from nngrade.report.page import templates, write_page
from nngrade.report.palette import DARK, LIGHT
from nngrade.report.view import ReportView

TEMPLATES = Path(__file__).with_name("templates")


def render(view: ReportView) -> str:
    """Return the page."""
    numbers = count(1)

    def svg(chart: Chart) -> Markup:
        return Markup(draw(chart, f"f{next(numbers)}"))  # noqa: S704 - our own drawing, escaped

    environment = templates(TEMPLATES)
    environment.filters["svg"] = svg
    return environment.get_template("report.html").render(view=view, light=LIGHT, dark=DARK)


def write_report(path: Path, view: ReportView) -> None:
    """Write the page whole or not at all; NNGradeError where it can't be written."""
    write_page(path, render(view), what="report", command="nngrade report")
