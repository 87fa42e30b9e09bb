"""Submissions of a small class, and an engine that grades them without any process."""

import hashlib
from types import SimpleNamespace

import pytest

from nngrade.bulk import Ledger
from nngrade.bulk.task import Graded
from nngrade.results import CheckResult, Diagnosis, ExerciseResult, Outcome, SubmissionResult
from nngrade.submission import Submission


@pytest.fixture
def make_entry():
    """Return a function that makes a submission as the intake hands it over."""

    def make(name, *, text=b"x = 1", status="ready", sentence=""):
        found = Submission(name, {"e04_relu": text}, {}) if status == "ready" else None
        key = hashlib.sha256(text).hexdigest()
        return SimpleNamespace(id=name, status=status, sentence=sentence, key=key, submission=found)

    return make


@pytest.fixture
def make_result():
    """Return a function that makes a graded submission with one exercise."""

    def make(score=6.0, message="", diagnosis=None):
        outcome = Outcome.PASSED if score else Outcome.FAILED
        check = CheckResult("e04_relu::a", "A", "relu", outcome, message, diagnosis)
        exercise = ExerciseResult("e04_relu", "relu", outcome, score, 6.0, (), (check,))
        return SubmissionResult(score, 6.0, 7, "tier A", {"nngrade": "1"}, (exercise,))

    return make


@pytest.fixture
def named():
    return Diagnosis("own", "You did it", "Look.")


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "out") as opened:
        yield opened


class Engine:
    """Grades at once, and notes what it was given."""

    def __init__(self, result):
        self.result = result
        self.given = []
        self.fails = set()
        self.stops_after = None

    def stream(self, tasks):
        """Grade each task; stop in the middle where that was asked for."""
        for task in tasks:
            if len(self.given) == self.stops_after:
                raise KeyboardInterrupt
            self.given.append(task.id)
            if task.id in self.fails:
                yield Graded(task.id, None, "it hung")
            else:
                yield Graded(task.id, self.result, fresh={f"key of {task.id}": b"body"})


@pytest.fixture
def engine(make_result):
    return Engine(make_result())
