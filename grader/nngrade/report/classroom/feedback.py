"""What one learner gets back, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nngrade.catalog import Catalog, Exercise
from nngrade.report import words
from nngrade.report.classroom.graded import STATES, Graded
from nngrade.report.progress import (
    MARKS,
    CheckView,
    ExerciseView,
    FunctionView,
    Mark,
    exercise_view,
)
from nngrade.results import Diagnosis, ExerciseResult, Outcome, SubmissionResult

PASSED, NOT_STARTED = MARKS[Outcome.PASSED], MARKS[Outcome.NOT_STARTED]
REASONS = {
    "unreadable": "Your submission could not be read yet",
    "missing": "There was no exercise file to check yet",
    "error": "The grader did not finish",
}
CALM = "The grader's own trouble is no verdict on your work. The next run checks it again."


@dataclass(frozen=True, slots=True)
class FunctionFeedback:
    """A function: its first check that doesn't pass, the others, and titles of those that do."""

    name: str
    mark: Mark
    state: str
    points: str
    first: CheckView | None
    others: tuple[CheckView, ...]
    passing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExerciseFeedback:
    """An exercise; `fault` says in its functions' place why its file doesn't load."""

    view: ExerciseView
    state: str
    lesson: str
    fault: str
    functions: tuple[FunctionFeedback, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a learner got, and what comes next: an exercise below, or words and a command."""

    score: str
    points: str
    percent: float
    summary: str
    place: ExerciseView | None
    next_step: str
    command: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """A learner's page; `reason` and `sentence` say why there is no standing."""

    id: str
    standing: Standing | None
    reason: str
    sentence: str
    note: str
    trained: tuple[str, ...]
    exercises: tuple[ExerciseFeedback, ...]
    small_print: str


def feedback(catalog: Catalog, graded: Graded) -> Feedback:
    """Compute a learner's page."""
    result = graded.result
    exercises = _exercises(catalog, result) if result else ()
    return Feedback(
        id=words.line(graded.id),
        standing=_standing(graded, exercises) if result else None,
        reason="" if result else REASONS.get(graded.status, REASONS["error"]),
        sentence=words.message(graded.sentence),
        note=CALM if graded.status == "error" else "",
        trained=tuple(
            f"Your {name} network names {words.percent(share)} of the test images right."
            for name, share in graded.accuracies.items()
        ),
        exercises=exercises,
        small_print=small_print([result.versions], [result.isolation]) if result else "",
    )


def small_print(versions: Sequence[dict[str, str]], isolation: Sequence[str]) -> str:
    """Say what graded, for the foot of a page; nothing where nothing was."""
    if not versions:
        return ""
    programs = (", ".join(f"{name} {one}" for name, one in each.items()) for each in versions)
    return words.line(f"Graded with {'; '.join(programs)}. Isolation: {'; '.join(isolation)}.")


def _exercises(catalog: Catalog, result: SubmissionResult) -> tuple[ExerciseFeedback, ...]:
    results = {one.slug: one for one in result.exercises}
    return tuple(
        _exercise(one, results[one.slug]) for one in catalog.exercises if one.slug in results
    )


def _exercise(exercise: Exercise, result: ExerciseResult) -> ExerciseFeedback:
    view = exercise_view(exercise, result)
    fails_to_load = result.outcome is Outcome.ERROR
    share = exercise.points / len(exercise.functions)
    return ExerciseFeedback(
        view=view,
        state=STATES.get(result.outcome, view.summary),
        lesson=f"nngrade lesson {exercise.name}",
        fault=words.message(result.checks[0].message) if fails_to_load and result.checks else "",
        functions=() if fails_to_load else tuple(_function(one, share) for one in view.functions),
    )


def _function(view: FunctionView, share: float) -> FunctionFeedback:
    passed = view.mark is PASSED
    begun = view.mark is not NOT_STARTED
    # What the code printed may hold the checks' inputs.
    silent = [replace(one, printed="") for one in view.checks if one.mark is not PASSED]
    failing = _each_hint_once(silent)
    return FunctionFeedback(
        name=view.name,
        mark=view.mark,
        state=view.summary if begun else view.mark.word,
        points=f"{words.number(share if passed else 0.0)} of {words.number(share)}",
        first=failing[0] if failing and begun else None,
        others=tuple(failing[1:]) if begun else (),
        passing=() if passed else tuple(one.title for one in view.checks if one.mark is PASSED),
    )


def _each_hint_once(checks: Sequence[CheckView]) -> list[CheckView]:
    """Leave a mistake's hint where it is named first."""
    seen: set[str] = set()
    told = []
    for check in checks:
        found = check.diagnosis
        again = found is not None and found.id in seen
        told.append(replace(check, diagnosis=_named(found)) if found and again else check)
        seen.update([found.id] if found else [])
    return told


def _named(found: Diagnosis) -> Diagnosis:
    return Diagnosis(found.id, found.title, "")


def _standing(graded: Graded, exercises: Sequence[ExerciseFeedback]) -> Standing:
    passing = sum(one.view.mark is PASSED for one in exercises)
    verb = "passes" if len(exercises) == 1 else "pass"
    place, next_step, command = _next_step([one.view for one in exercises])
    return Standing(
        score=words.number(graded.score),
        points=words.number(graded.points),
        percent=100 * graded.score / graded.points,
        summary=f"{passing} of {words.counted(len(exercises), 'exercise')} {verb}",
        place=place,
        next_step=next_step,
        command=command,
    )


def _next_step(exercises: Sequence[ExerciseView]) -> tuple[ExerciseView | None, str, str]:
    """Go to the first exercise that needs work, or begin the first that isn't begun."""
    for one in exercises:
        if one.needs_work:
            return one, "", ""
    for one in exercises:
        if one.todo:
            return None, f"{one.number} {one.name}. {one.todo}", one.command
    return None, "every exercise passes. Now train your networks:", "nngrade train"
