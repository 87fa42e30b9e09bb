"""The part of the report about exercises: what passes, what doesn't, and where to look."""

from dataclasses import dataclass

from nngrade.catalog import Exercise
from nngrade.report import words
from nngrade.results import CheckResult, Diagnosis, ExerciseResult, Outcome


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict as a symbol, as a word, and as the kind that the style sheet colours."""

    symbol: str
    word: str
    kind: str


UNCHECKED = Mark("○", "not checked", "open")
MARKS = {
    Outcome.PASSED: Mark("✓", "passed", "right"),
    Outcome.FAILED: Mark("✗", "failed", "wrong"),
    Outcome.ERROR: Mark("✗", "error", "wrong"),
    Outcome.NOT_STARTED: Mark("○", "not started", "open"),
}


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check; `repeats` says that an earlier check of the exercise has the same message."""

    title: str
    mark: Mark
    message: str
    diagnosis: Diagnosis | None
    printed: str
    repeats: bool


@dataclass(frozen=True, slots=True)
class FunctionView:
    """A function or method with its checks."""

    name: str
    mark: Mark
    summary: str
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One exercise; `todo` and `command` say what to do where nothing is graded yet."""

    slug: str
    number: str
    name: str
    mark: Mark
    summary: str
    points: str
    percent: float
    stand_ins: str
    todo: str
    command: str
    functions: tuple[FunctionView, ...]

    @property
    def needs_work(self) -> bool:
        """Whether something in it fails."""
        return self.mark.kind == MARKS[Outcome.FAILED].kind


def exercise_view(exercise: Exercise, result: ExerciseResult | None) -> ExerciseView:
    """Put an exercise's newest result, None before its first check, into words."""
    score = result.score if result else 0.0
    checks = result.checks if result else ()
    todo, command = _next_step(exercise, result)
    return ExerciseView(
        slug=exercise.slug,
        number=exercise.number,
        name=exercise.name.replace("_", " "),
        mark=MARKS[result.outcome] if result else UNCHECKED,
        summary=_passing(checks),
        points=f"{words.number(score)} of {words.number(exercise.points)}",
        percent=100 * score / exercise.points,
        stand_ins=_stand_ins(result),
        todo=todo,
        command=command,
        functions=_functions(exercise, checks) if todo == "" else (),
    )


def _next_step(exercise: Exercise, result: ExerciseResult | None) -> tuple[str, str]:
    if result is None:
        return "Not checked yet. Run", f"nngrade check {exercise.name}"
    if result.outcome is Outcome.NOT_STARTED:
        return f"Open exercises/{exercise.file} and read", f"nngrade lesson {exercise.name}"
    return "", ""


def _stand_ins(result: ExerciseResult | None) -> str:
    if result is None or not result.graded_with_reference:
        return ""
    return f"Graded with the reference {words.line(words.several(result.graded_with_reference))}"


def _passing(checks: tuple[CheckResult, ...]) -> str:
    passing = sum(check.outcome is Outcome.PASSED for check in checks)
    if not checks:
        return ""
    return f"{passing} of {len(checks)} " + ("check passes" if len(checks) == 1 else "checks pass")


def _functions(exercise: Exercise, checks: tuple[CheckResult, ...]) -> tuple[FunctionView, ...]:
    names = dict.fromkeys((*exercise.functions, *(check.function for check in checks)))
    return tuple(
        _function_view(name, checks) for name in names if any(c.function == name for c in checks)
    )


def _function_view(name: str, checks: tuple[CheckResult, ...]) -> FunctionView:
    own = tuple(check for check in checks if check.function == name)
    views = tuple(
        _check_view(check, checks[:place])
        for place, check in enumerate(checks)
        if check.function == name
    )
    return FunctionView(words.line(name), _overall(own), _passing(own), views)


def _overall(checks: tuple[CheckResult, ...]) -> Mark:
    outcomes = {check.outcome for check in checks}
    if len(outcomes) == 1:
        return MARKS[outcomes.pop()]
    return MARKS[Outcome.ERROR if Outcome.ERROR in outcomes else Outcome.FAILED]


def _check_view(check: CheckResult, earlier: tuple[CheckResult, ...]) -> CheckView:
    failing = check.outcome is not Outcome.PASSED
    repeats = failing and bool(check.message) and _says(check) in map(_says, earlier)
    explains = failing and not repeats
    return CheckView(
        title=words.line(check.title),
        mark=MARKS[check.outcome],
        message=words.message(check.message) if explains else "",
        diagnosis=_diagnosis(check.diagnosis) if explains else None,
        printed=words.printed(check.printed) if failing else "",
        repeats=repeats,
    )


def _says(check: CheckResult) -> tuple[str, Diagnosis | None]:
    return check.message, check.diagnosis


def _diagnosis(found: Diagnosis | None) -> Diagnosis | None:
    return found and Diagnosis(found.id, words.line(found.words), words.message(found.hint))
