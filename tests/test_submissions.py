"""Whole submissions: no honest style is marked wrong, and no bad one ends the grader."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from nngrade.course import Course
from nngrade.judging import Judge
from nngrade.judging.plugin import Check, ChecksPlugin, run_session
from nngrade.judging.reference import Reference
from nngrade.judging.student import Student
from nngrade.results import CheckResult, ExerciseResult, Outcome, SubmissionResult
from nngrade.sandbox.protocol import Done, Load
from nngrade.sandbox.runner import Settings, Worker
from nngrade.submission import read_submission

SUBMISSIONS = Path(__file__).parent / "submissions"
STYLES = sorted(path.name for path in (SUBMISSIONS / "correct").iterdir() if path.is_dir())
BROKEN = sorted(path.parent.name for path in (SUBMISSIONS / "broken").glob("*/expected.toml"))
OTHER_SEEDS = range(1, 5)
PATIENT = Settings(call_seconds=60.0, exercise_seconds=600.0)


def test_there_are_eight_styles_and_many_ways_to_fail():
    assert len(STYLES) >= 8
    assert len(BROKEN) >= 18


# --- correct code ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(course: Course, launcher) -> dict[str, SubmissionResult]:
    """Grade all styles, the solutions and the stubs in one session."""
    folders = {style: SUBMISSIONS / "correct" / style for style in STYLES}
    folders |= {"solutions": course.solutions, "stubs": course.exercises}
    submissions = [read_submission(folder, course.catalog) for folder in folders.values()]
    results: list[SubmissionResult] = []
    Judge(course, launcher).grade_all(submissions, done=results.append)
    return dict(zip(folders, results, strict=True))


@pytest.mark.parametrize("style", [*STYLES, "solutions"])
def test_correct_styles_get_full_points_and_no_diagnosis(graded, style):
    result = graded[style]
    checks = [check for exercise in result.exercises for check in exercise.checks]
    assert shortcomings(checks) == []
    assert result.passed
    assert (result.score, result.points) == (100.0, 100.0)


def test_untouched_stubs_are_not_started(graded):
    result = graded["stubs"]
    assert {str(exercise.outcome) for exercise in result.exercises} == {"not_started"}
    assert result.score == 0.0


@pytest.fixture(scope="module")
def regraded(course: Course, launcher) -> dict[tuple[str, int], list[CheckResult]]:
    """Run with other seeds whatever draws from them; each exercise is loaded once."""
    results: dict[tuple[str, int], list[CheckResult]] = defaultdict(list)

    def body(plugin: ChecksPlugin) -> None:
        varied = [check for check in plugin.checks if depends_on_seed(check)]
        for style in STYLES:
            submission = read_submission(SUBMISSIONS / "correct" / style, course.catalog)
            for exercise in course.catalog.exercises:
                own = [check for check in varied if check.exercise == exercise.slug]
                with Worker(launcher, PATIENT) as worker:
                    loaded = worker.request(Load(submission.sources, exercise.module))
                    assert isinstance(loaded, Done), loaded
                    student = Student(worker, exercise, submission, PATIENT)
                    for seed in OTHER_SEEDS:
                        verdicts = [plugin.run(one, student, seed) for one in own]
                        results[style, seed] += [verdict.result for verdict in verdicts]

    run_session(
        course.checks,
        [course.checks / f"test_{exercise.slug}.py" for exercise in course.catalog.exercises],
        Reference(course.solutions, course.catalog),
        body,
    )
    return results


def depends_on_seed(check: Check) -> bool:
    """Whether other numbers could matter: how many lines run doesn't depend on them."""
    return "rng" in check.item.fixturenames and "loop" not in check.id


@pytest.mark.parametrize("seed", OTHER_SEEDS)
@pytest.mark.parametrize("style", STYLES)
def test_correct_styles_pass_with_other_inputs(regraded, style, seed):
    checks = regraded[style, seed]
    assert len(checks) > 90
    assert shortcomings(checks) == []


def shortcomings(checks) -> list[str]:
    return [
        f"{check.id} {check.outcome}: {check.message}"
        for check in checks
        if check.outcome is not Outcome.PASSED or check.diagnosis
    ]


# --- submissions that misbehave -------------------------------------------------------------


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_submission_is_told_what_it_did(course, launcher, settings, name):
    folder = SUBMISSIONS / "broken" / name
    expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    result = Judge(course, launcher, settings).grade(read_submission(folder, course.catalog))
    assert [one.slug for one in result.exercises] == [one.slug for one in course.catalog.exercises]
    for exercise in result.exercises:
        file = {"outcome": "error", "checks": "error", "message": f"{exercise.slug}.py is missing"}
        must_be_told(exercise, **expected.get(exercise.slug, file))


def must_be_told(exercise: ExerciseResult, *, outcome: str, checks: str, message: str) -> None:
    told = [check.message for check in exercise.checks if check.outcome == checks]
    assert exercise.outcome == outcome, shortcomings(exercise.checks)
    assert any(message in one for one in told), shortcomings(exercise.checks)
