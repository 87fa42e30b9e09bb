"""Whatever a learner's function returns, a check ends in words: never in a fault of the grader."""

from pathlib import Path

import pytest

from nngrade.course import open_course
from nngrade.judging.plugin import ChecksPlugin, run_session
from nngrade.judging.reference import Reference
from nngrade.judging.student import Student
from nngrade.results import Outcome
from nngrade.sandbox.protocol import Call, Done, Load
from nngrade.sandbox.runner import Settings, Worker
from nngrade.submission import Submission, read_submission

COURSE = open_course(Path(__file__).parent)
PATIENT = Settings(call_seconds=60.0, exercise_seconds=600.0)
# Each is right for no function: no value at all, or one of another type, form or depth.
VALUES = (
    "None",
    "'text \\x1b[31m'",
    "np.full((7, 5), np.nan)",
    "[[1, 2], [3]]",
    "(1.0, [(None, [1])])",
    "iter([(np.zeros((4, 3)), None)])",
)
# Replaces the exercise's functions one at a time, and gives one value after the other.
SABOTAGE = f"""

_values = [{", ".join(f"lambda: {value}" for value in VALUES)}]
_kept = {{}}


def sabotage(name, number):
    owner, _, attribute = name.rpartition(".")
    place = globals()[owner] if owner else __import__("sys").modules[__name__]
    if number == 0:
        _kept[name] = vars(place).get(attribute)
    elif number < 0:
        setattr(place, attribute, _kept[name])
        return
    value = _values[number]
    wrong = lambda *args, **kwargs: value()
    if attribute == "params":
        wrong = property(wrong, lambda self, value: vars(self).update(params=value))
    setattr(place, attribute, wrong)
"""


def sabotaged(module: str) -> Submission:
    right = read_submission(COURSE.solutions, COURSE.catalog)
    source = right.sources[module] + SABOTAGE.encode()
    return Submission("sabotaged", right.sources | {module: source}, {})


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference(COURSE.solutions, COURSE.catalog)


@pytest.mark.parametrize("exercise", COURSE.catalog.exercises, ids=lambda one: one.slug)
def test_no_odd_value_passes_and_none_breaks_a_check(exercise, launcher, reference):
    submission = sabotaged(exercise.module)
    passed: list[str] = []
    unreadable: list[str] = []

    def body(plugin: ChecksPlugin) -> None:
        with Worker(launcher, PATIENT) as worker:
            assert worker.request(Load(submission.sources, exercise.module)) == Done()
            student = Student(worker, exercise, submission, PATIENT)
            for name in exercise.functions:
                own = [check for check in plugin.checks if check.function == name]
                for number, value in enumerate(VALUES):
                    worker.request(Call("sabotage", [name, number]))
                    results = [plugin.run(check, student, seed=0).result for check in own]
                    if all(result.outcome is Outcome.PASSED for result in results):
                        passed.append(f"{name} → {value}")
                    unreadable.extend(
                        result.message
                        for result in results
                        if not result.message.replace("\n", "").isprintable()
                    )
                worker.request(Call("sabotage", [name, -1]))

    file = COURSE.checks / f"test_{exercise.slug}.py"
    run_session(COURSE.checks, [file], reference, body)
    assert passed == []
    assert unreadable == []
