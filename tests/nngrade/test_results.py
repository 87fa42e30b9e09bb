"""Results are values: they can't be changed, travel as JSON, and have a public form."""

import json
from dataclasses import FrozenInstanceError, replace

import msgspec
import pytest

from nngrade.results import (
    CheckResult,
    Diagnosis,
    ExerciseResult,
    GradientCheck,
    Outcome,
    SubmissionResult,
)

PASSED = CheckResult("e04_relu::zero", "Zero stays zero", "relu", Outcome.PASSED)
FAILED = CheckResult(
    "e05_softmax::rows",
    "Each row adds up to 1",
    "softmax",
    Outcome.FAILED,
    "got 2, expected 1",
    Diagnosis("over-the-batch", "You normalised over the batch", "Print p.sum(axis=1)."),
    (GradientCheck("W1", 0.5, (1.0,), (2.0,)),),
    "what it printed",
)
RELU = ExerciseResult("e04_relu", "ReLU", Outcome.PASSED, 6.0, 6.0, (), (PASSED,))
SOFTMAX = ExerciseResult("e05_softmax", "Softmax", Outcome.FAILED, 0.0, 8.0, ("relu",), (FAILED,))
RESULT = SubmissionResult(6.0, 14.0, 7, "tier X", {"numpy": "2.0"}, (RELU, SOFTMAX))


def test_the_public_form_is_the_documented_object():
    """What `check --format json` prints is a promise to other programs."""
    assert RESULT.public() == {
        "schema": 1,
        "score": 6.0,
        "points": 14.0,
        "seed": 7,
        "isolation": "tier X",
        "versions": {"numpy": "2.0"},
        "exercises": [
            {
                "slug": "e04_relu",
                "outcome": "passed",
                "score": 6.0,
                "points": 6.0,
                "graded_with_reference": [],
                "checks": [
                    {
                        "id": "e04_relu::zero",
                        "title": "Zero stays zero",
                        "outcome": "passed",
                        "message": "",
                        "diagnosis": None,
                    }
                ],
            },
            {
                "slug": "e05_softmax",
                "outcome": "failed",
                "score": 0.0,
                "points": 8.0,
                "graded_with_reference": ["relu"],
                "checks": [
                    {
                        "id": "e05_softmax::rows",
                        "title": "Each row adds up to 1",
                        "outcome": "failed",
                        "message": "got 2, expected 1",
                        "diagnosis": {
                            "id": "over-the-batch",
                            "title": "You normalised over the batch",
                            "hint": "Print p.sum(axis=1).",
                        },
                    }
                ],
            },
        ],
    }


def test_the_public_form_is_made_of_what_json_knows():
    public = RESULT.public()
    assert json.loads(json.dumps(public)) == public


def test_the_public_form_keeps_back_what_learner_code_printed():
    assert "what it printed" not in json.dumps(RESULT.public())


def test_results_come_back_from_json_as_they_were():
    encoded = msgspec.json.encode(RESULT)
    assert msgspec.json.decode(encoded, type=SubmissionResult) == RESULT


def test_a_submission_passes_when_every_exercise_does():
    assert replace(RESULT, exercises=(RELU,)).passed
    assert not RESULT.passed


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERROR, Outcome.NOT_STARTED])
def test_no_outcome_but_passed_lets_a_submission_pass(outcome):
    assert not replace(RESULT, exercises=(RELU, replace(RELU, outcome=outcome))).passed


@pytest.mark.parametrize("result", [RESULT, RELU, PASSED, FAILED.diagnosis, FAILED.gradients[0]])
def test_a_result_can_not_be_changed(result):
    name = type(result).__slots__[0]
    with pytest.raises(FrozenInstanceError):
        setattr(result, name, "other")


def test_candidates_are_named_together_and_travel_as_others():
    alone = Diagnosis("a", "You did a", "Print a.")
    several = Diagnosis("a", "You did a", "Print a.", ("You did b", "You did c"))
    assert alone.words == "You did a"
    assert several.words == "One of these: You did a; or You did b; or You did c"
    assert alone.public() == {"id": "a", "title": "You did a", "hint": "Print a."}
    assert several.public() == alone.public() | {"others": ["You did b", "You did c"]}
