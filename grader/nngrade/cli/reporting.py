"""`nngrade report`: the progress report as one HTML file."""

from pathlib import Path

import click

from nngrade.cli.context import find_course
from nngrade.course import Course
from nngrade.report.html import write_report
from nngrade.report.view import build_view
from nngrade.store import ResultStore
from nngrade.training import NETWORKS


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
)
@click.pass_context
def report(context: click.Context, output: Path) -> int:
    """Write the HTML progress report."""
    course = find_course(context)
    with ResultStore(course.results) as store:
        write(course, store, output)
    click.echo(f"The report is {output}.")
    return 0


COMMANDS = {"report": report}


def write(course: Course, store: ResultStore, output: Path) -> None:
    """Write the report of what a store holds."""
    runs = {network: store.latest_run(network) for network in NETWORKS}
    view = build_view(
        course.catalog,
        store.latest_checks(),
        {network: run for network, run in runs.items() if run is not None},
        store.history(),
    )
    write_report(output, view)
