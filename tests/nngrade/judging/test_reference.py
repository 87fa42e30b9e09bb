"""The reference solutions are loaded by path, under no name that others could meet."""

import sys
from types import ModuleType

import numpy as np
import pytest

from nngrade.catalog import Catalog, Exercise
from nngrade.errors import GraderError
from nngrade.judging.reference import Reference, load_modules

CATALOG = Catalog(
    (
        Exercise(
            slug="e01_one", file="e01_one.py", title="one", functions=("one", "two"), points=50.0
        ),
        Exercise(
            slug="e02_net", file="e02_net.py", title="net", functions=("Net.run",), points=50.0
        ),
    )
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "e01_one.py").write_text(
        "def one(): return 1\ndef two(): return helper()\ndef helper(): return 2\n",
        encoding="utf-8",
    )
    (tmp_path / "e02_net.py").write_text(
        "from e01_one import two\nclass Net:\n    def run(self): return two()\n", encoding="utf-8"
    )
    return tmp_path


def test_functions_and_classes_are_had_by_name(folder):
    reference = Reference(folder, CATALOG)
    assert (reference.one(), reference.two(), reference.Net().run()) == (1, 2, 2)


@pytest.mark.parametrize("name", ["helper", "e01_one", "Net.run"])
def test_nothing_but_the_catalog_s_names_is_had(folder, name):
    with pytest.raises(AttributeError, match=name):
        getattr(Reference(folder, CATALOG), name)


def test_no_trace_is_left_in_sys(folder):
    path, modules = list(sys.path), set(sys.modules)
    Reference(folder, CATALOG)
    assert sys.path == path
    assert not {"e01_one", "e02_net"} & (set(sys.modules) - modules)


def test_modules_of_the_same_names_come_back(folder, monkeypatch):
    theirs = ModuleType("e01_one")
    monkeypatch.setitem(sys.modules, "e01_one", theirs)
    assert Reference(folder, CATALOG).one() == 1
    assert sys.modules["e01_one"] is theirs


def test_two_courses_keep_their_own(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "e01_one.py").write_text("def one(): return 10\ndef two(): 0\n", encoding="utf-8")
    (other / "e02_net.py").write_text("class Net: pass\n", encoding="utf-8")
    first, second = Reference(folder, CATALOG), Reference(other, CATALOG)
    assert (first.one(), second.one()) == (1, 10)


def test_a_solution_that_does_not_load_is_the_grader_s_fault(folder):
    (folder / "e02_net.py").write_text("1 / 0\n", encoding="utf-8")
    path = list(sys.path)
    with pytest.raises(GraderError, match="don't load: ZeroDivisionError") as error:
        Reference(folder, CATALOG)
    assert error.value.exit_code == 3
    assert sys.path == path
    assert "e01_one" not in sys.modules


def test_modules_are_loaded_in_whole_where_they_are_asked_for(folder):
    modules = load_modules(folder, ["e01_one"])
    assert modules["e01_one"].helper() == 2


def test_the_course_s_own_solutions_load(course):
    reference = Reference(course.solutions, course.catalog)
    np.testing.assert_array_equal(reference.relu(np.array([-1.0, 2.0])), [0.0, 2.0])
    for exercise in course.catalog.exercises:
        assert all(callable(getattr(reference, name)) for name in exercise.exports)


def test_what_a_function_or_a_method_takes_is_known_by_name(tools, course):
    assert Reference(tools.solutions, tools.catalog).parameters("move") == ("arrays", "step")
    reference = Reference(course.solutions, course.catalog)
    assert reference.parameters("SimpleNetwork.forward") == ("x",)
    assert reference.parameters("SimpleNetwork")[:2] == ("rng", "input_size")
    for unknown in ("no_such", "SimpleNetwork.no_such", "no_such.forward", ""):
        assert reference.parameters(unknown) == ()
