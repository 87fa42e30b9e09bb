"""How fast a class is graded: `nngrade bulk` by itself, and beside nbgrader.

    python tests/benchmarks/bulk.py [--submissions N] [--jobs N] [--nbgrader PROGRAM]

Of three submissions one is the solutions, one a correct style, and one holds a misconception, drawn
from all. "as made" grades them as they are: many files are equal, and what is equal is graded
once. "all different" gives each file a line of its own, so that nothing is known from before; it
is done at three sizes, which must lie on a straight line.

nbgrader gets twenty notebooks with the same functions and as many checks, which cost nothing:
`assert callable(softmax)`. It comes from an environment that is made for it, or from PROGRAM.
Memory is that of all processes together, pages that they share counted once, twice a second.

Prints a table, and exits with 1 where a bar is missed. The rate's bar is for a machine with two
cores and nothing else to do.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterable
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
import psutil

from nngrade.course import Course, open_course
from nngrade.diagnosis import Misconceptions
from nngrade.judging import Judge
from nngrade.judging.planting import plant
from nngrade.sandbox.launch import open_launcher
from nngrade.submission import Submission, read_submission

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "tests" / "submissions" / "correct"
SUBMISSIONS, NOTEBOOKS = 200, 20
SIZES = (50, 200, 1000)
RATE, RATIO, MEMORY, CROOKED = 10.0, 12.0, 1.5 * 2**30, 0.15
BULK = ["-P", "-c", "from nngrade.cli import main; main()", "bulk"]
SEED = "7"


class Run(NamedTuple):
    """One measured run."""

    name: str
    submissions: int
    seconds: float
    peak: int
    told: str = ""

    @property
    def rate(self) -> float:
        """Submissions in a second."""
        return self.submissions / self.seconds


# --- a class ------------------------------------------------------------------------------------


def class_of(course: Course, count: int) -> Iterable[Submission]:
    """Yield as many submissions, the same for the same count."""
    draw = random.Random(0)  # noqa: S311 - a benchmark's class, no secret
    known = Misconceptions(course.misconceptions)
    bugs = [(one, bug) for one in course.catalog.exercises for bug in known.of(one.slug)]
    solutions = read_submission(course.solutions, course.catalog)
    styles = cycle(
        read_submission(path, course.catalog) for path in sorted(STYLES.iterdir()) if path.is_dir()
    )
    for kind in islice(cycle(["solutions", "style", "bug"]), count):
        if kind == "bug":
            exercise, bug = draw.choice(bugs)
            yield plant(course, exercise, bug)
        else:
            yield solutions if kind == "solutions" else next(styles)


def write_class(folder: Path, course: Course, count: int, *, different: bool) -> None:
    """Write a folder of submissions, each in a folder of its own."""
    for number, submission in enumerate(class_of(course, count)):
        own = folder / f"student{number:04}"
        own.mkdir(parents=True)
        line = f"\n# {own.name}\n".encode() if different else b""
        for module, source in submission.sources.items():
            (own / f"{module}.py").write_bytes(source + line)


# --- measuring ----------------------------------------------------------------------------------


class Memory(threading.Thread):
    """Watches how much memory a process and all that it has started hold together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self.peak = 0

    def run(self) -> None:
        """Look again and again until the process is gone."""
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            self.peak = max(self.peak, self._held())
            time.sleep(0.5)

    def _held(self) -> int:
        total = 0
        try:
            processes = [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0
        for process in processes:
            try:
                total += process.memory_full_info().pss
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
            except psutil.AccessDenied:  # a worker hides its maps: count all that it holds
                total += process.memory_info().rss
        return total


def measured(
    name: str, command: list[str], folder: Path, count: int, path: str = os.environ["PATH"]
) -> Run:
    """Run a command to its end; its own programs are looked for in `path`."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        memory = Memory(process.pid)
        memory.start()
        told, _ = process.communicate()
        seconds = time.perf_counter() - started
    memory.join()
    if process.returncode:
        raise click.ClickException(f"{name} ended with {process.returncode}:\n{told}")
    return Run(name, count, seconds, memory.peak, told)


def bulk(name: str, course: Course, count: int, jobs: int, *, different: bool) -> Run:
    """Make a class, and grade it from nothing."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "class", Path(place) / "out"
        write_class(folder, course, count, different=different)
        arguments = [str(folder), "-o", str(out), "-j", str(jobs), "--seed", SEED]
        run = measured(name, [sys.executable, *BULK, *arguments], ROOT, count)
        lines = (out / "gradebook.csv").read_text(encoding="utf-8").splitlines()
        if len(lines) != count + 1:
            raise click.ClickException(f"{name}: {len(lines)} lines in the gradebook")
        return run


# --- nbgrader -----------------------------------------------------------------------------------


def installed(folder: Path) -> Path:
    """Install nbgrader in an environment of its own; return its program."""
    click.echo("installing nbgrader …", err=True)
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    install = [str(programs / "python"), "-m", "pip", "install", "-q", "nbgrader", "numpy"]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return programs / "nbgrader"


def notebook(course: Course, checks: int) -> dict[str, object]:
    """Return a notebook with the solutions, a cell an exercise, and as many cells of checks."""
    functions = [name for one in course.catalog.exercises for name in one.exports]
    cells = [_cell("setup", "import numpy as np", grade=False)]
    for exercise in course.catalog.exercises:
        text = (course.solutions / exercise.file).read_text(encoding="utf-8")
        own = [line for line in text.splitlines() if not line.startswith("from e")]
        cells.append(_cell(exercise.slug, "\n".join(own), grade=False))
    for number, name in enumerate(islice(cycle(functions), checks)):
        cells.append(_cell(f"check{number}", f"assert callable({name})", grade=True))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(name: str, source: str, *, grade: bool) -> dict[str, object]:
    mark = {
        "grade": grade,
        "grade_id": name,
        "locked": grade,
        "schema_version": 3,
        "solution": not grade,
        "task": False,
    }
    return {
        "cell_type": "code",
        "id": name.replace("_", "-"),
        "execution_count": None,
        "metadata": {"nbgrader": mark | ({"points": 1} if grade else {})},
        "outputs": [],
        "source": source,
    }


def beside(program: Path, course: Course, count: int) -> Run:
    """Let nbgrader grade notebooks that all are right."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        text = json.dumps(notebook(course, checks_of(course)))
        students = [f"submitted/student{number:02}" for number in range(count)]
        for owner in ("source", *students):
            path = folder / owner / "course" / "course.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        # It calls another program of its environment.
        path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
        measured("nbgrader", [str(program), "generate_assignment", "course"], folder, 0, path)
        run = measured("nbgrader", [str(program), "autograde", "course"], folder, count, path)
        graded = list((folder / "autograded").glob("*/course/course.ipynb"))
        if len(graded) != count:
            raise click.ClickException(f"nbgrader graded {len(graded)} of {count}:\n{run.told}")
        return run


def checks_of(course: Course) -> int:
    """Return how many checks the course has."""
    launcher = open_launcher()
    try:
        return Judge(course, launcher).count()
    finally:
        launcher.close()


# --- the table ----------------------------------------------------------------------------------


def show(runs: list[Run]) -> None:
    """Print what was measured."""
    click.echo(f"{'':24}{'submissions':>12}{'seconds':>9}{'per second':>12}{'peak MiB':>10}")
    for run in runs:
        figures = f"{run.submissions:12}{run.seconds:9.1f}{run.rate:12.2f}{run.peak / 2**20:10.0f}"
        click.echo(f"{run.name:24}{figures}")
    for run in runs:
        counted = [line for line in run.told.splitlines() if "anew" in line]
        if counted:
            click.echo(f"{run.name}, {run.submissions}: {counted[0]}")


def crookedness(runs: list[Run]) -> float:
    """Return how far the times lie off a straight line, at most, as a share of the time."""
    sizes = np.array([run.submissions for run in runs])
    seconds = np.array([run.seconds for run in runs])
    # Weighted by 1/seconds: each size counts by its relative error.
    line = np.polyfit(sizes, seconds, 1, w=1 / seconds)
    return float(np.abs(np.polyval(line, sizes) / seconds - 1).max())


@click.command()
@click.option("--submissions", default=SUBMISSIONS, show_default=True, type=click.IntRange(1))
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1))
@click.option("--nbgrader", type=click.Path(exists=True, path_type=Path), help="Its program.")
def main(submissions: int, jobs: int, nbgrader: Path | None) -> None:
    """Measure how fast a class is graded."""
    course = open_course(ROOT)
    made = bulk("as made", course, submissions, jobs, different=False)
    if submissions < SUBMISSIONS:
        different = bulk("all different", course, submissions, jobs, different=True)
        show([made, different])
        click.echo("Not a full run: no bar is applied.")
        return
    with tempfile.TemporaryDirectory() as place:
        other = beside(nbgrader or installed(Path(place)), course, NOTEBOOKS)
    line = [bulk("all different", course, size, jobs, different=True) for size in SIZES]
    show([made, other, *line])
    off, ratio = crookedness(line), made.rate / other.rate
    slow = line[-1].rate / other.rate
    click.echo(f"\n{made.rate:.1f} a second, bar {RATE:g}")
    click.echo(f"{ratio:.1f} times nbgrader, bar {RATIO:g}; {slow:.1f} times where all differ")
    peak = max(run.peak for run in (made, *line))
    click.echo(f"peak {peak / 2**30:.2f} GiB, bar {MEMORY / 2**30:g}")
    click.echo(f"off a straight line by {off:.0%} at most, bar {CROOKED:.0%}")
    missed = made.rate < RATE or ratio < RATIO or peak > MEMORY or off > CROOKED
    sys.exit(missed)


if __name__ == "__main__":
    main()
