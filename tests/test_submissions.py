"""Whole submissions: no honest style is marked wrong, and no bad one ends the grader."""

import tomllib
from pathlib import Path

import pytest

from nngrade.course import Course
from nngrade.judging import Judge
from nngrade.results import ExerciseResult, Outcome, SubmissionResult
from nngrade.submission import read_submission

SUBMISSIONS = Path(__file__).parent / "submissions"
STYLES = sorted(path.name for path in (SUBMISSIONS / "correct").iterdir() if path.is_dir())
BROKEN = sorted(path.parent.name for path in (SUBMISSIONS / "broken").glob("*/expected.toml"))
SEEDS = range(5)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed-{seed}")
def graded(request, course: Course, launcher) -> dict[str, SubmissionResult]:
    """Grade all styles, the solutions and the stubs with one seed, in one session."""
    folders = {style: SUBMISSIONS / "correct" / style for style in STYLES}
    folders |= {"solutions": course.solutions, "stubs": course.exercises}
    results: list[SubmissionResult] = []
    Judge(course, launcher).grade_all(
        [read_submission(folder, course.catalog) for folder in folders.values()],
        seed=request.param,
        done=results.append,
    )
    return dict(zip(folders, results, strict=True))


def shortcomings(result: SubmissionResult) -> list[str]:
    return [
        f"{check.id}: {check.message}"
        for exercise in result.exercises
        for check in exercise.checks
        if check.outcome is not Outcome.PASSED
    ]


def test_there_are_eight_styles_and_many_ways_to_fail():
    assert len(STYLES) >= 8
    assert len(BROKEN) >= 18


@pytest.mark.parametrize("style", [*STYLES, "solutions"])
def test_correct_code_gets_full_points_in_any_style(graded, style):
    result = graded[style]
    assert shortcomings(result) == []
    assert result.passed
    assert (result.score, result.points) == (100.0, 100.0)


def test_untouched_stubs_are_not_started(graded):
    result = graded["stubs"]
    assert {str(exercise.outcome) for exercise in result.exercises} == {"not_started"}
    assert result.score == 0.0


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
    assert exercise.outcome == outcome, shortcomings_of(exercise)
    assert any(message in one for one in told), shortcomings_of(exercise)


def shortcomings_of(exercise: ExerciseResult) -> list[str]:
    return [f"{check.id} {check.outcome}: {check.message}" for check in exercise.checks]
