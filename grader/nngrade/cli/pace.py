"""How far a class is graded: a bar in a terminal, elsewhere a line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich import progress
from rich.console import Console
from rich.text import Text

from nngrade.bulk import Progress

LINE_SECONDS = 30.0
Clock = Callable[[], float]


class Pace:
    """Counts what is done; rate and time left come from what this very run has graded."""

    def __init__(self, total: int, clock: Clock) -> None:
        self.total = total
        self.done = 0
        self._failures = 0
        self._worked = 0
        self._clock = clock
        self._begun = clock()

    def note(self, status: str, *, known: bool) -> None:
        """Count a submission; what was known costs no time, and says nothing about the rest."""
        self.done += 1
        self._worked += not known
        self._failures += status != "graded"

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return self._clock() - self._begun

    def words(self) -> str:
        """Say the rate, the time left and how many could not be graded."""
        failures = f"{self._failures} not graded"
        if not self._worked or not self.seconds:
            return failures
        rate = self._worked / self.seconds
        left = timedelta(seconds=round(max(0, self.total - self.done) / rate))
        return f"{rate:.1f}/s  {left} left  {failures}"


@contextmanager
def shown(total: int, console: Console, clock: Clock = time.monotonic) -> Iterator[Progress]:
    """Show each submission that the yielded function hears of."""
    pace = Pace(total, clock)
    if not console.is_terminal:
        yield _Lines(pace, console)
        return
    columns = (
        progress.TextColumn("graded"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TextColumn("{task.fields[words]}"),
    )
    with progress.Progress(*columns, console=console) as bar:
        yield _Bar(pace, bar)


class _Bar:
    """Moves on with each submission."""

    def __init__(self, pace: Pace, bar: progress.Progress) -> None:
        self._pace = pace
        self._bar = bar
        self._task = bar.add_task("", total=pace.total, words=pace.words())

    def __call__(self, status: str, *, known: bool = False) -> None:
        self._pace.note(status, known=known)
        self._bar.update(self._task, completed=self._pace.done, words=self._pace.words())


class _Lines:
    """Prints a line every half minute: whoever reads a log wants few."""

    def __init__(self, pace: Pace, console: Console) -> None:
        self._pace = pace
        self._console = console
        self._next = LINE_SECONDS

    def __call__(self, status: str, *, known: bool = False) -> None:
        self._pace.note(status, known=known)
        if self._pace.seconds >= self._next:
            self._next = self._pace.seconds + LINE_SECONDS
            done = f"{self._pace.done} of {self._pace.total} done"
            self._console.print(Text(f"{done}  {self._pace.words()}"))
