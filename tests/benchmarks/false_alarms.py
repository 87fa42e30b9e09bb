"""No false alarm: the eight correct styles, graded with many seeds, in float64 and float32.

    python tests/benchmarks/false_alarms.py [--seeds N] [--jobs N]

A margin is the error that a comparison allows over the one that it met, for a gradient check the
limit over the relative error. Each grading compares in both dtypes, and each is a case by itself.
Prints a table, and exits with 1 where a style fails, is given a diagnosis, or comes nearer to a
failure than a margin of 10.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # once NumPy is imported it is too late

import contextlib
import math
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import click
from rich.console import Console
from rich.table import Table

from nngrade.compare import margins_heard_by
from nngrade.course import open_course
from nngrade.judging import Judge
from nngrade.results import CheckResult, Outcome, SubmissionResult
from nngrade.sandbox.launch import open_launcher
from nngrade.sandbox.runner import Settings
from nngrade.submission import read_submission

TESTS = Path(__file__).parents[1]
FOLDER = TESTS / "submissions" / "correct"
STYLES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
DTYPES = ("float64", "float32")
SEEDS, BAR = 200, 10.0
# What is asked is whether a verdict is right, on however busy a machine.
PATIENT = Settings(call_seconds=60.0, exercise_seconds=600.0, submission_seconds=3600.0)


class Alarm(NamedTuple):
    """A check that a correct style didn't pass."""

    style: str
    seed: int
    dtypes: tuple[str, ...]
    check: str
    message: str
    diagnosis: str


class Found(NamedTuple):
    """What gradings have shown: false alarms, and the smallest margin of a check in a dtype."""

    alarms: list[Alarm]
    margins: dict[tuple[str, str], float]


class Margins:
    """The margins of one grading: of the check that pytest says is running, in each dtype."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str], list[float]] = {}

    def hear(self, dtype: str, margin: float) -> None:
        """Note one comparison."""
        node = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
        if not node:  # a mistake is being named: no check is running
            return
        file, _, name = node.partition("::")
        check = f"{Path(file).stem.removeprefix('test_')}::{name.removeprefix('test_')}"
        self.of.setdefault((check, dtype), []).append(margin)

    def dtypes_that_differ(self, check: str) -> tuple[str, ...]:
        """Return the dtypes in which a failed check met a difference; all where it met none."""
        found = [dtype for dtype in DTYPES if min(self.of.get((check, dtype), [1.0])) < 1]
        return tuple(found) or DTYPES

    def smallest(self) -> Iterator[tuple[tuple[str, str], float]]:
        """Give the smallest margin of each check and dtype.

        Those below 1 aside: a check that passes looked for one of several right values there.
        """
        for key, margins in self.of.items():
            yield key, min((margin for margin in margins if margin >= 1), default=math.inf)


def graded(seeds: range) -> Found:
    """Grade all styles with these seeds."""
    course = open_course(TESTS)
    submissions = [read_submission(FOLDER / style, course.catalog) for style in STYLES]
    found = Found([], {})
    margins = Margins()
    with contextlib.closing(open_launcher()) as launcher, margins_heard_by(margins.hear):
        judge = Judge(course, launcher, PATIENT)
        for seed in seeds:
            styles = iter(STYLES)
            judge.grade_all(
                submissions,
                seed=seed,
                done=lambda result, styles=styles: note(next(styles), result, margins, found),
            )
    return found


def note(style: str, result: SubmissionResult, margins: Margins, found: Found) -> None:
    """Add to what was found what one grading has shown."""
    found.alarms.extend(
        alarm(style, result.seed, check, margins.dtypes_that_differ(check.id))
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is not Outcome.PASSED or check.diagnosis
    )
    for key, margin in margins.smallest():
        found.margins[key] = min(margin, found.margins.get(key, math.inf))
    margins.of.clear()


def alarm(style: str, seed: int, check: CheckResult, dtypes: tuple[str, ...]) -> Alarm:
    """Describe a check that should have passed."""
    name = check.diagnosis.id if check.diagnosis else ""
    return Alarm(style, seed, dtypes, check.id, check.message, name)


def measured(seeds: int, jobs: int) -> Found:
    """Grade all styles with all seeds, in portions that keep all jobs busy to the end."""
    everything = Found([], {})
    with ProcessPoolExecutor(jobs) as pool:
        portions = [range(first, min(first + 10, seeds)) for first in range(0, seeds, 10)]
        for found in pool.map(graded, portions):
            everything.alarms.extend(found.alarms)
            for key, margin in found.margins.items():
                everything.margins[key] = min(margin, everything.margins.get(key, math.inf))
    return everything


def table(found: Found) -> Table:
    """Lay out a row an exercise: failures and the smallest margin in each dtype, and where."""
    headings = (
        "exercise",
        *(f"{what} {dtype}" for dtype in DTYPES for what in ("failed", "margin")),
    )
    result = Table(*headings, "smallest in", box=None)
    for exercise in sorted({check.partition("::")[0] for check, _ in found.margins}):
        cells, least = [], (math.inf, "")
        for dtype in DTYPES:
            cells.append(str(len(failed_cases(found, dtype, exercise))))
            margin, check = smallest(found, dtype, exercise)
            cells.append("-" if not check else f"{margin:,.0f}" if margin < math.inf else "equal")
            least = min(least, (margin, check))
        result.add_row(exercise, *cells, least[1].partition("::")[2])
    return result


def failed_cases(found: Found, dtype: str, exercise: str = "") -> set[tuple[str, int]]:
    """Return the style and seed of each case in which a check of an exercise, or any, failed."""
    return {
        (alarm.style, alarm.seed)
        for alarm in found.alarms
        if dtype in alarm.dtypes and alarm.check.startswith(exercise)
    }


def smallest(found: Found, dtype: str, exercise: str) -> tuple[float, str]:
    """Return an exercise's smallest margin in a dtype, and the check that it belongs to."""
    of_exercise = (
        (margin, check)
        for (check, of), margin in found.margins.items()
        if of == dtype and check.startswith(exercise)
    )
    return min(of_exercise, default=(math.inf, ""))


def missed(found: Found) -> list[str]:
    """Say which bars were missed, and where."""
    alarms = [
        f"{one.style}, seed {one.seed}, {' and '.join(one.dtypes)}: {one.check} "
        f"{one.diagnosis and f'({one.diagnosis}) '}{one.message}"
        for one in found.alarms
    ]
    return alarms + [
        f"{check} in {dtype}: the margin {margin:.1f} is below {BAR:g}"
        for (check, dtype), margin in sorted(found.margins.items())
        if margin < BAR
    ]


@click.command(help=__doc__)
@click.option("--seeds", default=SEEDS, show_default=True, type=click.IntRange(1))
@click.option("--jobs", default=os.cpu_count(), show_default=True, type=click.IntRange(1))
def main(seeds: int, jobs: int) -> None:
    """Measure, print, judge."""
    started = time.monotonic()
    found = measured(seeds, jobs)
    console = Console(width=120, highlight=False)
    console.print(table(found))
    failed = {dtype: len(failed_cases(found, dtype)) for dtype in DTYPES}
    console.print(
        f"\n{len(STYLES)} styles, {seeds} seeds, {len(DTYPES)} dtypes: "
        f"{len(STYLES) * seeds * len(DTYPES):,} cases, {sum(failed.values())} failed "
        f"({', '.join(f'{dtype} {count}' for dtype, count in failed.items())}), "
        f"{sum(bool(one.diagnosis) for one in found.alarms)} diagnoses, "
        f"{time.monotonic() - started:.0f} s"
    )
    problems = missed(found)
    console.print("\n".join(problems) or "Every bar is reached.", markup=False)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
