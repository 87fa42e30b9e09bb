"""`nngrade doctor`: see whether this machine and this course have what grading needs."""

import platform
from collections.abc import Callable
from importlib.util import find_spec

import click
from rich.console import Console
from rich.text import Text

from nncourse.mnist import load_mnist
from nngrade.cli.context import find_course, launcher
from nngrade.console import make_console, mark
from nngrade.course import Course
from nngrade.errors import GraderError
from nngrade.judging.judge import Judge, versions
from nngrade.results import Outcome
from nngrade.sandbox.box import Tier
from nngrade.sandbox.protocol import Call, Done, Load
from nngrade.sandbox.runner import Settings, Worker
from nngrade.sandbox.selftest import self_test
from nngrade.store import ResultStore


@click.command(short_help="See whether all that grading needs is there.")
@click.pass_context
def doctor(context: click.Context) -> int:
    """Examine Python, the worker, the course, the data and the saved results."""
    course = find_course(context)
    console = make_console()
    found = [_examined(name, probe) for name, probe in _probes(course)]
    for name, outcome, words in found:
        line = Text(f"  {mark(console, outcome)} {name:<14}{words}")
        console.print(line)
    _show_confinement(console)
    return 0 if all(outcome is not Outcome.FAILED for _, outcome, _ in found) else 3


COMMANDS = {"doctor": doctor}

Probe = Callable[[], str]


def _probes(course: Course) -> list[tuple[str, Probe]]:
    return [
        ("Python", _python),
        ("worker", _worker),
        ("course", lambda: _course(course)),
        ("checks", lambda: _checks(course)),
        ("data", _data),
        ("results", lambda: _results(course)),
        ("TensorFlow", _tensorflow),
    ]


def _show_confinement(console: Console) -> None:
    """List what a confined worker tried, and what became of it."""
    with launcher() as started:
        console.print(Text(f"\n  Confinement: {started.isolation}"))
        for probe in self_test(started):
            outcome = Outcome.PASSED if probe.held else Outcome.FAILED
            console.print(Text(f"  {mark(console, outcome)} {probe.what:<24}{probe.words}"))
        if started.box.tier is Tier.C:
            console.print(Text("  Your own work can be graded here, someone else's can't."))


def _examined(name: str, probe: Probe) -> tuple[str, Outcome, str]:
    try:
        words = probe()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, the other probes go on
        return name, Outcome.FAILED, str(error)
    optional = words.startswith("not installed")
    return name, Outcome.NOT_STARTED if optional else Outcome.PASSED, words


def _python() -> str:
    found = versions()
    python, numpy, nngrade = found["python"], found["numpy"], found["nngrade"]
    return f"{python} on {platform.system()}, NumPy {numpy}, nngrade {nngrade}"


def _worker() -> str:
    source = b"def answer():\n    return 42\n"
    with launcher() as started, Worker(started, Settings(call_seconds=60.0)) as worker:
        worker.request(Load({"probe": source}, "probe"), 60.0)
        reply = worker.request(Call("answer", []))
        if not isinstance(reply, Done) or reply.value != 42:  # noqa: PLR2004 - the probe's own answer
            raise GraderError("The worker runs, but doesn't answer as it must.")
        return "answers"


def _course(course: Course) -> str:
    return f"{len(course.catalog.exercises)} exercises in {course.root}"


def _checks(course: Course) -> str:
    with launcher() as started:
        count = Judge(course, started).count()
    return f"{count} hidden checks"


def _data() -> str:
    data = load_mnist()
    return f"{len(data.train_images)} + {len(data.test_images)} images, checksums right"


def _results(course: Course) -> str:
    if not course.results.is_file():
        return "nothing saved yet"
    with ResultStore(course.results) as store:
        return f"{len(store.history())} checks saved"


def _tensorflow() -> str:
    if find_spec("tensorflow") is None:
        return "not installed; only `--data keras` needs it (pip install 'nngrade[tensorflow]')"
    return "installed"
