"""Equal keys mean equal results: a key holds all that a result depends on, and no more."""

import pytest

from nngrade.course import open_course
from nngrade.judging import Judge
from nngrade.judging.keys import Keys
from nngrade.results import Outcome
from nngrade.sandbox.runner import Settings
from nngrade.submission import read_submission


class Notebook(dict):
    """A memory that counts."""

    asked = 0

    def get(self, key):
        """Count, and look it up."""
        self.asked += 1
        return super().get(key)

    def put(self, key, remembered):
        """Keep it; nothing is graded twice."""
        assert key not in self
        self[key] = remembered


@pytest.fixture
def notebook():
    return Notebook()


def grade(course, launcher, notebook, *, seed=0):
    judge = Judge(course, launcher, memory=notebook)
    return judge.grade(read_submission(course.exercises, course.catalog), seed=seed)


@pytest.fixture
def solved(small_course):
    for path in small_course.solutions.glob("*.py"):
        (small_course.exercises / path.name).write_bytes(path.read_bytes())
    return small_course


def test_what_was_graded_is_recalled(solved, launcher, notebook):
    first = grade(solved, launcher, notebook)
    known = dict(notebook)
    again = grade(solved, launcher, notebook)
    assert again == first
    assert notebook == known
    assert (len(known), notebook.asked) == (3, 6)
    grade(solved, launcher, notebook, seed=1)
    assert len(notebook) == 6


def test_a_file_that_did_not_load_is_recalled_as_such(solved, launcher, notebook):
    (solved.exercises / "e04_relu.py").write_text("def relu(\n", encoding="utf-8")
    first = grade(solved, launcher, notebook)
    assert first.exercises[1].outcome is Outcome.ERROR
    assert grade(solved, launcher, notebook) == first
    assert len(notebook) == 3


@pytest.mark.parametrize("seconds", [4.0, 60.0])
def test_what_failed_for_want_of_time_is_not_told_of_another_submission(
    solved, launcher, notebook, seconds
):
    """A submission whose earlier exercises were slow leaves the later ones less time."""
    (solved.exercises / "e04_relu.py").write_text("def relu(z):\n    return z\n", encoding="utf-8")
    settings = Settings(exercise_seconds=5.0, submission_seconds=seconds)
    judge = Judge(solved, launcher, settings, notebook)
    result = judge.grade(read_submission(solved.exercises, solved.catalog))
    assert [one.outcome.value for one in result.exercises] == ["passed", "failed", "passed"]
    assert len(notebook) == (3 if seconds > settings.exercise_seconds else 2)


def test_the_reference_stands_in_only_for_what_a_file_names(launcher, course, tmp_path):
    for path in course.solutions.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "e01_data.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef one_hot(): pass\n")
    text = "import numpy as np\n\n\ndef accuracy(predictions, labels):\n    return 0.0\n"
    (tmp_path / "e12_evaluation.py").write_text(text, encoding="utf-8")
    judge, submission = Judge(course, launcher), read_submission(tmp_path, course.catalog)
    alone, building = judge.grade(
        submission, [course.catalog.find("evaluation"), course.catalog.find("backprop")]
    ).exercises[::-1]
    assert alone.graded_with_reference == ()
    assert building.graded_with_reference == ("one_hot",)


def test_a_wrong_file_that_is_wholly_stood_in_for_changes_no_other_result(
    launcher, course, tmp_path, notebook
):
    """Of two wrong files only the exercise itself is graded twice."""
    for path in course.solutions.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    judge = Judge(course, launcher, memory=notebook)
    for wrong in ("np.abs(z)", "z + 1"):
        text = f"import numpy as np\n\n\ndef relu(z):\n    return {wrong}\n"
        (tmp_path / "e04_relu.py").write_text(text, encoding="utf-8")
        wanted = [course.catalog.find("relu"), course.catalog.find("e10")]
        before = len(notebook)
        result = judge.grade(read_submission(tmp_path, course.catalog), wanted)
        assert [one.outcome for one in result.exercises] == [Outcome.FAILED, Outcome.PASSED]
        assert result.exercises[1].graded_with_reference == ("relu",)
    assert len(notebook) - before == 1


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("exercises/e04_relu.py", 1),
        ("grader/checks/test_e04_relu.py", 1),
        ("grader/misconceptions/e04_relu.py", 1),
        ("solutions/e04_relu.py", 1),
        ("grader/checks/conftest.py", 3),
        ("course/catalog.toml", 3),
        ("course/lessons/e04_relu.md", 0),
    ],
)
def test_what_a_change_touches_is_graded_again(solved, launcher, notebook, changed, again):
    grade(solved, launcher, notebook)
    path = solved.root / changed
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    grade(open_course(solved.root), launcher, notebook)
    assert len(notebook) == 3 + again


def test_stand_ins_files_that_do_not_load_seed_and_tier_are_part_of_the_key(course):
    keys, exercise = Keys(course, {"nngrade": "1"}), course.catalog.find("backprop")
    usual = (exercise, {"e08_backprop": b"x"}, ["relu"], {"e05_softmax": "no"}, 0, "tier A")
    others = [
        (course.catalog.find("relu"), *usual[1:]),
        (exercise, {"e08_backprop": b"y"}, *usual[2:]),
        (exercise, {"e08_backprop": b"x", "e04_relu": b""}, *usual[2:]),
        (*usual[:2], [], *usual[3:]),
        (*usual[:3], {}, *usual[4:]),
        (*usual[:4], 1, "tier A"),
        (*usual[:5], "tier B"),
    ]
    found = {keys.of(*usual), Keys(course, {"nngrade": "2"}).of(*usual)}
    found |= {keys.of(*other) for other in others}
    assert len(found) == 2 + len(others)
    assert keys.of(*usual) in found
