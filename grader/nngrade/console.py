"""How results look in a terminal: readable without colour, in a pipe, at 80 columns."""

from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nngrade.catalog import Exercise
from nngrade.results import CheckResult, ExerciseResult, Outcome, SubmissionResult, TrainingRun

WIDTH = 80
STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "red",
    Outcome.ERROR: "red",
    Outcome.NOT_STARTED: "dim",
}
MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.ERROR: "✗", Outcome.NOT_STARTED: "·"}
# For terminals that can't show the marks above.
PLAIN_MARKS = {
    Outcome.PASSED: "+",
    Outcome.FAILED: "x",
    Outcome.ERROR: "x",
    Outcome.NOT_STARTED: ".",
}


def make_console(file: IO[str] | None = None) -> Console:
    """Return a console whose width doesn't depend on who watches where nobody does."""
    console = Console(file=file, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(file=file, highlight=False, soft_wrap=True, width=WIDTH)
    return console


def show_result(console: Console, result: SubmissionResult, exercises: Sequence[Exercise]) -> None:
    """Print a row an exercise, the first thing to mend, and the points."""
    console.print()
    for exercise in result.exercises:
        console.print(row(console, exercise))
        console.print(*_functions(console, exercise), sep="", end="")
    shown = first_to_mend(result.exercises)
    if shown is not None:
        _show_failure(console, shown, _by_slug(exercises, shown.slug))
    console.print()
    console.print(Text(f"  {result.score:g} of {result.points:g} points", style="bold"))


def row(console: Console, exercise: ExerciseResult) -> Text:
    """Return an exercise's line: number, title, mark, points or what became of it."""
    number = exercise.slug.split("_", 1)[0]
    line = Text(f"  {number} {exercise.title:<16}")
    line.append(f"{mark(console, exercise.outcome)}  ", style=STYLES[exercise.outcome])
    line.append(_standing(exercise))
    if exercise.graded_with_reference:
        names = ", ".join(exercise.graded_with_reference)
        line.append(f"  (graded with the reference {names})", style="dim")
    return line


def mark(console: Console, outcome: Outcome) -> str:
    """Return ✓, ✗ or ·, or what stands for them where the encoding lacks them."""
    try:
        MARKS[outcome].encode(console.encoding)
    except UnicodeEncodeError:
        return PLAIN_MARKS[outcome]
    return MARKS[outcome]


def first_to_mend(exercises: Iterable[ExerciseResult]) -> ExerciseResult | None:
    """Return the first exercise that is begun and doesn't pass."""
    begun = (one for one in exercises if one.outcome in {Outcome.FAILED, Outcome.ERROR})
    return next(begun, None)


def show_next(console: Console, exercise: Exercise) -> None:
    """Say how to begin an exercise that is not started."""
    console.print()
    console.print(
        Text(
            f"  {exercise.number} {exercise.title} — not started. Open exercises/{exercise.file}; "
            f"read: nngrade lesson {exercise.name}."
        )
    )


def show_catalog(
    console: Console, exercises: Sequence[Exercise], results: dict[str, ExerciseResult]
) -> None:
    """Print the course at a glance: what each exercise is about and where the learner stands."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for title in ("exercise", "functions", "points", ""):
        table.add_column(title, overflow="fold", justify="right" if title == "points" else "left")
    for exercise in exercises:
        result = results.get(exercise.slug)
        standing = Text("not checked yet", style="dim")
        if result is not None:
            standing = Text(f"{mark(console, result.outcome)} {_brief(result)}")
        functions = ", ".join(exercise.exports)
        table.add_row(Text(exercise.slug), Text(functions), f"{exercise.points:g}", standing)
    console.print(table)


def show_run(console: Console, run: TrainingRun) -> None:
    """Print how a training ended."""
    sizes = "-".join(map(str, run.layer_sizes))
    state = f" (stopped after {run.epochs} epochs)" if run.interrupted else ""
    console.print(
        Text(
            f"  {run.network} {sizes}: {run.accuracy:.2%} of the test images right after "
            f"{run.epochs} epochs, {run.seconds:.1f} s{state}"
        )
    )
    for note in run.notes:
        console.print(Text(f"  note: {note}"))


def _standing(exercise: ExerciseResult) -> str:
    passed = sum(check.outcome is Outcome.PASSED for check in exercise.checks)
    if exercise.outcome is Outcome.PASSED:
        return f"{exercise.score:g}/{exercise.points:g}"
    if exercise.outcome is Outcome.NOT_STARTED:
        return "not started"
    if exercise.outcome is Outcome.ERROR:
        return "the file does not load"
    return f"{passed} of {len(exercise.checks)} checks pass"


def _brief(exercise: ExerciseResult) -> str:
    if exercise.outcome is Outcome.NOT_STARTED:
        return "not started"
    return f"{exercise.score:g}/{exercise.points:g}"


def _functions(console: Console, exercise: ExerciseResult) -> list[Text]:
    """Return a line for each function of a half-done exercise."""
    names = list(dict.fromkeys(check.function for check in exercise.checks))
    if exercise.outcome is not Outcome.FAILED or len(names) == 1:
        return []
    width = max(map(len, names))
    return [_function(console, exercise, name, width) for name in names]


def _function(console: Console, exercise: ExerciseResult, name: str, width: int) -> Text:
    outcomes = {check.outcome for check in exercise.checks if check.function == name}
    outcome = Outcome.FAILED
    if len(outcomes) == 1 and outcomes <= {Outcome.PASSED, Outcome.NOT_STARTED}:
        (outcome,) = outcomes
    word = "not started" if outcome is Outcome.NOT_STARTED else mark(console, outcome)
    line = Text(f"      {name:<{width}}  ")
    line.append(f"{word}\n", style=STYLES[outcome])
    return line


def _by_slug(exercises: Sequence[Exercise], slug: str) -> Exercise:
    return next(exercise for exercise in exercises if exercise.slug == slug)


def _show_failure(console: Console, result: ExerciseResult, exercise: Exercise) -> None:
    wrong = [check for check in result.checks if check.outcome in {Outcome.FAILED, Outcome.ERROR}]
    if not wrong:
        return
    first = wrong[0]
    console.print()
    if result.outcome is Outcome.ERROR:
        _show_block(console, first.message)
    else:
        _show_check(console, first)
    console.print()
    console.print(Text(f"    lesson: nngrade lesson {exercise.name}", style="dim"))
    others = len(wrong) - 1
    if others and result.outcome is not Outcome.ERROR:
        noun = "check fails" if others == 1 else "checks fail"
        console.print(Text(f"    {others} more {noun}; mend this one first."))


def _show_check(console: Console, check: CheckResult) -> None:
    head = Text(f"  {mark(console, check.outcome)} ", style=STYLES[check.outcome])
    head.append(check.title, style="bold")
    console.print(head)
    if check.diagnosis is not None:
        console.print()
        _show_block(console, f"{check.diagnosis.title}.")
    console.print()
    _show_block(console, check.message)
    if check.diagnosis is not None:
        console.print()
        _show_block(console, check.diagnosis.hint)
    if check.printed:
        console.print()
        console.print(Text("    Your code printed:", style="dim"))
        _show_block(console, check.printed, indent=6)


def _show_block(console: Console, text: str, indent: int = 4) -> None:
    """Print lines indented, long ones wrapped at words with the same indent."""
    width = max(console.width, 40) - indent
    for line in text.splitlines():
        inner = len(line) - len(line.lstrip())
        pieces = Text(line.strip()).wrap(console, max(width - inner, 20)) or [Text("")]
        for piece in pieces:
            piece.rstrip()
            console.print(Text(" " * (indent + inner)).append(piece), soft_wrap=True)
