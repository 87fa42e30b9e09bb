"""How results look in a terminal: readable without colour, in a pipe, at 80 columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nngrade.catalog import Exercise
from nngrade.results import CheckResult, ExerciseResult, Outcome, SubmissionResult, TrainingRun
from nngrade.text import visible

WIDTH, NARROWEST = 80, 40
LONGEST = 20_000  # characters of one message
WRONG = {Outcome.FAILED, Outcome.ERROR}
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
    """Print a row an exercise, what to do next, and the points."""
    console.print()
    _show_rows(console, result.exercises)
    _advise(console, result.exercises, exercises)
    console.print()
    console.print(Text(f"  {result.score:g} of {result.points:g} points", style="bold"))


def show_next_step(
    console: Console, result: SubmissionResult, exercises: Sequence[Exercise]
) -> None:
    """Print how far the learner got, and what to do next."""
    begun = [one for one in result.exercises if not _untouched(one)]
    if begun:
        console.print()
    _show_rows(console, begun)
    _advise(console, result.exercises, exercises)
    if result.passed:
        console.print()
        console.print("  Every exercise is done. Now train your networks: nngrade train")


def mark(console: Console, outcome: Outcome) -> str:
    """Return ✓, ✗ or ·, or what stands for them where the encoding lacks them."""
    try:
        MARKS[outcome].encode(console.encoding)
    except UnicodeEncodeError:
        return PLAIN_MARKS[outcome]
    return MARKS[outcome]


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
    console.print(
        Text(
            f"  {run.network} {sizes}: {run.accuracy:.2%} of the test images right after "
            f"{counted(run.epochs, 'epoch')}, {run.seconds:.1f} s"
        )
    )
    for note in run.notes:
        _show_block(console, f"Note: {note}")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as `1 epoch` or `2 epochs`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _show_rows(console: Console, results: Iterable[ExerciseResult]) -> None:
    for exercise in results:
        console.print(_row(console, exercise))
        for line in _functions(console, exercise):
            console.print(line)
        if exercise.graded_with_reference and not _untouched(exercise):
            names = ", ".join(exercise.graded_with_reference)
            _show_block(console, f"graded with the reference {names}", indent=6, style="dim")


def _row(console: Console, exercise: ExerciseResult) -> Text:
    """Return an exercise's line: number, title, mark, points or what became of it."""
    number = exercise.slug.split("_", 1)[0]
    line = Text(f"  {number} {exercise.title:<14}  ")
    line.append(mark(console, exercise.outcome), style=STYLES[exercise.outcome])
    return line.append(f"  {_standing(exercise)}")


def _standing(exercise: ExerciseResult) -> str:
    if exercise.outcome is Outcome.PASSED:
        return _points(exercise)
    if exercise.outcome is Outcome.NOT_STARTED:
        return " not started"
    if exercise.outcome is Outcome.ERROR:
        return " could not be checked"
    passed = sum(check.outcome is Outcome.PASSED for check in exercise.checks)
    return f"{passed:>2} of {counted(len(exercise.checks), 'check')} pass"


def _points(exercise: ExerciseResult) -> str:
    return f"{f'{exercise.score:g}':>2}/{exercise.points:g}"


def _brief(exercise: ExerciseResult) -> str:
    if exercise.outcome is Outcome.NOT_STARTED:
        return " not started"
    return _points(exercise)


def _functions(console: Console, exercise: ExerciseResult) -> Iterator[Text]:
    """Yield a line for each function of a half-done exercise."""
    names = _function_names(exercise)
    if exercise.outcome is not Outcome.FAILED or len(names) == 1:
        return
    for name in names:
        outcome = _function_outcome(exercise, name)
        word = "not started" if outcome is Outcome.NOT_STARTED else mark(console, outcome)
        line = Text(f"      {name:<{max(map(len, names))}}  ")
        yield line.append(word, style=STYLES[outcome])


def _function_names(exercise: ExerciseResult) -> list[str]:
    return list(dict.fromkeys(check.function for check in exercise.checks))


def _function_outcome(exercise: ExerciseResult, name: str) -> Outcome:
    outcomes = {check.outcome for check in exercise.checks if check.function == name}
    if len(outcomes) == 1 and outcomes <= {Outcome.PASSED, Outcome.NOT_STARTED}:
        return outcomes.pop()
    return Outcome.FAILED


# --- what to do next -----------------------------------------------------------------------------


def _advise(
    console: Console, results: Sequence[ExerciseResult], exercises: Sequence[Exercise]
) -> None:
    """Say what to mend or, where all that is begun is right, what to write next."""
    begun = (one for one in results if one.outcome in WRONG)
    shown = next(begun, None) or next(filter(_untouched, results), None)
    if shown is None:
        return
    console.print()
    exercise = next(one for one in exercises if one.slug == shown.slug)
    wrong = [check for check in shown.checks if check.outcome in WRONG]
    if wrong:
        _show_failure(console, shown, wrong, exercise)
    else:
        _show_start(console, shown, exercise)


def _untouched(exercise: ExerciseResult) -> bool:
    return exercise.outcome is Outcome.NOT_STARTED


def _show_start(console: Console, result: ExerciseResult, exercise: Exercise) -> None:
    """Say how to begin an exercise, or to go on with it."""
    what = f"{exercise.number} {exercise.title}"
    if not _untouched(result):
        unwritten = (name for name in _function_names(result) if not _is_written(result, name))
        what = next(unwritten, what)
    _show_block(
        console,
        f"{what} — not started. Open exercises/{exercise.file}; "
        f"read: nngrade lesson {exercise.name}.",
        indent=2,
    )


def _is_written(result: ExerciseResult, name: str) -> bool:
    return _function_outcome(result, name) is not Outcome.NOT_STARTED


def _show_failure(
    console: Console, result: ExerciseResult, wrong: Sequence[CheckResult], exercise: Exercise
) -> None:
    if result.outcome is Outcome.ERROR:
        _show_block(console, wrong[0].message)
    else:
        _show_check(console, wrong[0])
    console.print()
    console.print(Text(f"    lesson: nngrade lesson {exercise.name}", style="dim"))
    others = len(wrong) - 1
    if others and result.outcome is not Outcome.ERROR:
        noun = "check fails" if others == 1 else "checks fail"
        console.print(Text(f"    {others} more {noun}; fix this one first."))


def _show_check(console: Console, check: CheckResult) -> None:
    head = Text(f"  {mark(console, check.outcome)} ", style=STYLES[check.outcome])
    head.append(check.title, style="bold")
    console.print(head)
    if check.diagnosis is not None:
        console.print()
        _show_block(console, f"{check.diagnosis.words}.")
    console.print()
    _show_block(console, check.message)
    if check.diagnosis is not None:
        console.print()
        _show_block(console, check.diagnosis.hint)
    if check.printed:
        console.print()
        console.print(Text("    Your code printed:", style="dim"))
        _show_block(console, check.printed, indent=6)


def _show_block(console: Console, text: str, indent: int = 4, style: str = "") -> None:
    """Print lines indented, long ones wrapped at words with the same indent.

    Nothing in them acts: learners' words are made visible once more, and markup stays text.
    """
    width = max(console.width, NARROWEST) - indent
    for line in visible(text, LONGEST).splitlines():
        inner = len(line) - len(line.lstrip())
        pieces = Text(line.strip()).wrap(console, max(width - inner, 20)) or [Text("")]
        for piece in pieces:
            piece.rstrip()
            shown = Text(" " * (indent + inner)).append(piece)
            shown.stylize(style)
            console.print(shown, soft_wrap=True)
