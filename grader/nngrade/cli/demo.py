"""`nngrade demo`: the reference solutions as a submission, from checks to report."""

import time
from pathlib import Path

import click

from nngrade.cli.context import find_course, launcher
from nngrade.cli.reporting import write
from nngrade.cli.training import train_one
from nngrade.console import make_console, show_result, show_run
from nngrade.judging import Judge
from nngrade.store import ResultStore
from nngrade.submission import read_submission
from nngrade.training import LAYER_SIZES, NETWORKS, Plan, load_data


@click.command(short_help="See it all at work on the reference solutions.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
)
@click.pass_context
def demo(context: click.Context, output: Path) -> int:
    """Grade the reference solutions, train both networks on all of MNIST, write the report."""
    started = time.perf_counter()
    course = find_course(context)
    console = make_console()
    work = read_submission(course.solutions, course.catalog)
    with launcher() as workers, ResultStore(course.results.with_name("demo.sqlite")) as store:
        result = Judge(course, workers).grade(work)
        store.save_check(result)
        show_result(console, result, course.catalog.exercises)
        data = load_data("bundled")
        console.print()
        for network in NETWORKS:
            run = train_one(
                console, Plan(network, LAYER_SIZES[network]), data, work, course, workers
            )
            if run is None or run.interrupted:
                raise KeyboardInterrupt
            store.save_run(run)
            show_run(console, run)
        write(course, store, output)
    seconds = time.perf_counter() - started
    console.print(f"\n  The report is {output}. All of it took {seconds:.0f} s.")
    return 0 if result.passed else 1


COMMANDS = {"demo": demo}
