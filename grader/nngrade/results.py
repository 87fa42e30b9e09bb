"""What grading and training found out: frozen dataclasses with a JSON form.

`msgspec` encodes and decodes the whole of them for the store; `public()` is the
shorter form that `nngrade check --format json` prints.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = 1


class Outcome(StrEnum):
    """How a check or an exercise ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The named mistake that explains a failure; `others` are titles that explain it as well."""

    id: str
    title: str
    hint: str
    others: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The mistake in words; where several explain what happened, all of them."""
        if not self.others:
            return self.title
        return f"One of these: {'; or '.join((self.title, *self.others))}"

    def public(self) -> dict[str, Any]:
        """Return the diagnosis as `check --format json` prints it."""
        found: dict[str, Any] = {"id": self.id, "title": self.title, "hint": self.hint}
        return found | ({"others": list(self.others)} if self.others else {})


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """A learner's gradient of one tensor beside central differences of the reference's loss."""

    tensor: str
    relative_error: float
    analytic: tuple[float, ...]
    numeric: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One hidden check: its verdict, and a message in words for the learner."""

    id: str
    title: str
    function: str
    outcome: Outcome
    message: str = ""
    diagnosis: Diagnosis | None = None
    gradients: tuple[GradientCheck, ...] = ()
    printed: str = ""

    def public(self) -> dict[str, Any]:
        """Return the check as `check --format json` prints it."""
        return {
            "id": self.id,
            "title": self.title,
            "outcome": str(self.outcome),
            "message": self.message,
            "diagnosis": self.diagnosis and self.diagnosis.public(),
        }


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """All checks of one exercise, and the points that they earn."""

    slug: str
    title: str
    outcome: Outcome
    score: float
    points: float
    graded_with_reference: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()

    def public(self) -> dict[str, Any]:
        """Return the exercise as `check --format json` prints it."""
        return {
            "slug": self.slug,
            "outcome": str(self.outcome),
            "score": self.score,
            "points": self.points,
            "graded_with_reference": list(self.graded_with_reference),
            "checks": [check.public() for check in self.checks],
        }


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """The exercises that were asked for, graded."""

    score: float
    points: float
    seed: int
    isolation: str
    versions: dict[str, str]
    exercises: tuple[ExerciseResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every exercise that was asked for passes."""
        return all(exercise.outcome is Outcome.PASSED for exercise in self.exercises)

    def public(self) -> dict[str, Any]:
        """Return the object that `check --format json` prints."""
        return {
            "schema": SCHEMA,
            "score": self.score,
            "points": self.points,
            "seed": self.seed,
            "isolation": self.isolation,
            "versions": self.versions,
            "exercises": [exercise.public() for exercise in self.exercises],
        }


@dataclass(frozen=True, slots=True)
class Example:
    """One test image with what the network says it is; `pixels` are H*W bytes, 0 to 255."""

    index: int
    label: int
    prediction: int
    probability: float
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the grader's own forward pass over the test images found."""

    accuracy: float
    confusion: tuple[tuple[int, ...], ...]
    image_shape: tuple[int, int]
    examples: tuple[Example, ...]
    confident_mistakes: tuple[Example, ...]
    # One H*W float32 image a hidden unit, as bytes: the first 25 columns of W1.
    first_layer: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One training of a learner's network; losses are the learner's own figures."""

    network: str
    layer_sizes: tuple[int, ...]
    seed: int
    source: str
    epochs: int
    batch_size: int
    learning_rates: tuple[float, ...]
    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    accuracy: float
    seconds: float
    isolation: str
    evaluation: Evaluation
    interrupted: bool = False
    notes: tuple[str, ...] = field(default=())
