"""The kill matrix finds mistakes that survive, checks that find nothing, and wrong names."""

import pytest

from nngrade.authoring import kill_matrix
from nngrade.authoring.mutants import Matrix, Mutant, matrix_of, names_given

MISTAKES = """
import numpy as np

from nngrade.diagnosis import misconception


@misconception(of="relu", title="You dropped the sign", hint="Call it with -2.")
def sign_dropped(z):
    return np.abs(z)


@misconception(of="relu", title="You did nothing wrong", hint="-")
def nothing_wrong(z):
    return np.maximum(z, 0)


@misconception(of="relu", title="You doubled", hint="Call it with 2.", when=lambda call: False)
def doubled(z):
    return 2 * np.maximum(z, 0)
"""
CHECKS = '''
import numpy as np
import pytest

pytestmark = pytest.mark.of("relu")


def test_small(student, reference):
    """Small numbers"""
    z = np.array([-2.0, 3.0])
    student.relu(z).must_equal(reference.relu(z))


def test_anything(student):
    """Anything at all"""
    student.relu(np.ones(3)).must(True, "")
'''


@pytest.fixture
def planted(small_course):
    (small_course.misconceptions / "e04_relu.py").write_text(MISTAKES, encoding="utf-8")
    (small_course.checks / "test_e04_relu.py").write_text(CHECKS, encoding="utf-8")
    return small_course


def test_each_mistake_is_graded_and_each_check_weighed(planted):
    matrix = matrix_of(planted.root, "e04_relu")
    assert [check for check, _, _ in matrix.checks] == ["e04_relu::small", "e04_relu::anything"]
    assert matrix.survivors == ("nothing-wrong",)
    assert matrix.idle == ("e04_relu::anything",)
    dropped, _, doubled = matrix.mutants
    assert (dropped.fails, dropped.names, dropped.named) == (
        ("e04_relu::small",),
        ("sign-dropped",),
        True,
    )
    assert (doubled.fails, doubled.names, doubled.named) == (("e04_relu::small",), ("",), False)


def test_a_name_that_belongs_to_another_is_told():
    def mutant(*names):
        return Mutant("own", "relu", "t", "h", ("a", "b")[: len(names)], (), names)

    assert mutant("own", "own").named
    assert mutant("own", "").misnamed == ()
    assert not mutant("", "own").named
    assert (mutant("other", "own").named, mutant("other", "own").misnamed) == (False, ("other",))
    assert mutant("own", "other").misnamed == ("other",)


def test_exercises_come_in_the_courses_order_whoever_is_ready_first(small_course):
    for slug in ("e01_data", "e05_softmax"):
        (small_course.misconceptions / f"{slug}.py").write_text("", encoding="utf-8")
    heard: list[Matrix] = []
    matrices = kill_matrix(small_course, 2, heard.append)
    assert [one.slug for one in matrices] == ["e01_data", "e04_relu", "e05_softmax"]
    assert sorted(one.slug for one in heard) == ["e01_data", "e04_relu", "e05_softmax"]
    assert len(matrices[1].mutants) > 10
    assert matrices[0].idle  # nothing was left to fail them


def test_right_submissions_must_get_no_name(small_course, tmp_path):
    for style in ("right", "wrong"):
        folder = tmp_path / "styles" / style
        folder.mkdir(parents=True)
        for path in small_course.solutions.glob("*.py"):
            (folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "styles" / "README.md").write_text("no submission", encoding="utf-8")
    assert names_given(small_course, tmp_path / "styles") == []
    wrong = "import numpy as np\n\n\ndef relu(z):\n    return np.abs(z)\n"
    (tmp_path / "styles" / "wrong" / "e04_relu.py").write_text(wrong, encoding="utf-8")
    told = names_given(small_course, tmp_path / "styles")
    assert told
    assert all(one.startswith("wrong: e04_relu::") for one in told)
