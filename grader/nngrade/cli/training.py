"""`nngrade train`: the learner's own networks on all of MNIST."""

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from nngrade.cli.context import (
    WholeNumber,
    find_course,
    launcher,
    read_work,
    seed_option,
    submission_option,
    unsafe_option,
)
from nngrade.cli.supervision import supervise
from nngrade.console import counted, make_console, show_run
from nngrade.course import Course
from nngrade.errors import UsageFault
from nngrade.results import TrainingRun
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.runner import Settings
from nngrade.store import ResultStore
from nngrade.submission import Submission
from nngrade.training import (
    EPOCHS,
    LAYER_SIZES,
    NETWORKS,
    Data,
    Plan,
    exercise_of,
    load_data,
    train,
)

MOST_EPOCHS = 1000


class LayerSizes(click.ParamType[Any]):
    """Comma-separated positive integers, at least two."""

    name = "sizes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the sizes as a tuple."""
        if isinstance(value, tuple):
            return value
        try:
            sizes = tuple(int(size) for size in str(value).split(","))
        except ValueError:
            sizes = ()
        if len(sizes) < 2 or min(sizes) < 1:  # noqa: PLR2004 - from and to
            self.fail(f"{value!r} is no list of layer sizes such as 784,100,10.", param, ctx)
        return sizes


@click.command("train", short_help="Train your networks on all of MNIST.")
@click.argument("networks", nargs=-1, metavar="[simple|general]", type=click.Choice(list(NETWORKS)))
@submission_option
@click.option(
    "--data",
    "source",
    default="bundled",
    show_default=True,
    help="bundled, keras, a folder of IDX files, or an .npz file.",
)
@click.option("--epochs", type=WholeNumber(1, MOST_EPOCHS), default=EPOCHS, show_default=True)
@seed_option
@click.option("--layer-sizes", type=LayerSizes(), help="Such as 784,100,100,10.")
@unsafe_option
@click.pass_context
def command(
    context: click.Context,
    networks: tuple[str, ...],
    submission: Path | None,
    source: str,
    epochs: int,
    seed: int,
    layer_sizes: tuple[int, ...] | None,
    allow_unsafe: bool,  # noqa: FBT001 - a flag of the command line
) -> int:
    """Train your networks on all of MNIST, both without a name, and save how it went."""
    course = find_course(context, submission)
    chosen = networks or tuple(NETWORKS)
    if layer_sizes and len(chosen) > 1:
        raise UsageFault("--layer-sizes needs one network.", "Say `nngrade train general`.")
    folder = submission or course.exercises
    own = course.owns(folder)
    if not own:
        supervise(len(chosen) * (epochs + 2) * Settings().epoch_seconds)
    data = load_data(source)
    work = read_work(course, folder)
    console = make_console()
    with launcher(trusted=own or allow_unsafe) as started, ResultStore(course.results) as store:
        for network in chosen:
            plan = Plan(network, layer_sizes or LAYER_SIZES[network], epochs, seed)
            run = train_one(console, plan, data, work, course, started)
            if run is None:
                console.print("  Stopped before the first epoch was finished: nothing is kept.")
                return 1
            store.save_run(run)
            show_run(console, run)
            if run.interrupted:
                console.print(f"  Stopped; {counted(run.epochs, 'finished epoch')} saved.")
                return 1
    console.print("  See it all: nngrade report")
    return 0


COMMANDS = {"train": command}


def train_one(
    console: Console,
    plan: Plan,
    data: Data,
    work: Submission,
    course: Course,
    started: Launcher,
) -> TrainingRun | None:
    """Train one network under a live progress bar."""
    exercise = exercise_of(plan.network, course.catalog)
    assert exercise is not None  # noqa: S101 - a course that trains has both
    columns = (
        TextColumn("  {task.description:<8}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:>3}/{task.total} epochs  {task.fields[state]}"),
        TimeRemainingColumn(),
    )
    silent = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=silent) as bar:
        task = bar.add_task(plan.network, total=plan.epochs, state="")

        def advance(epoch: int, loss: float, accuracy: float) -> None:
            state = f"loss {loss:.3f}  test {accuracy:.2%}"
            bar.update(task, completed=epoch, state=state)

        return train(plan, data, work, exercise, started, Settings(), advance)
