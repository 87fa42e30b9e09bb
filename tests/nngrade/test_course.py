"""The course folder is found from anywhere inside it, and knows where its parts lie."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from nngrade.course import importable, open_course
from nngrade.errors import CatalogError, UsageFault

CATALOG = """
[[exercise]]
slug = "e01_data"
file = "e01_data.py"
title = "data"
functions = ["normalize"]
points = 100
"""


@pytest.fixture
def root(tmp_path) -> Path:
    folder = tmp_path / "my course"
    (folder / "course").mkdir(parents=True)
    (folder / "course" / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    return folder.resolve()


def test_a_course_is_found_from_its_own_folder(root):
    assert open_course(root).root == root


def test_a_course_is_found_from_deep_inside_it(root):
    inside = root / "exercises" / "deeper"
    inside.mkdir(parents=True)
    assert open_course(inside).root == root


def test_the_nearest_of_two_courses_is_the_one_meant(root):
    nearer = root / "courses" / "second"
    (nearer / "course").mkdir(parents=True)
    (nearer / "course" / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    assert open_course(nearer).root == nearer


def test_a_course_that_is_named_needs_no_walk(root, tmp_path):
    assert open_course(tmp_path, root).root == root


def test_a_relative_start_is_understood(root, monkeypatch):
    monkeypatch.chdir(root / "course")
    assert open_course(Path()).root == root


def test_where_there_is_no_course_the_cure_is_told(tmp_path):
    with pytest.raises(UsageFault, match=r"no course here: .*course/catalog\.toml.*--course"):
        open_course(tmp_path)


def test_a_folder_named_as_a_course_must_be_one(root):
    """Naming a folder inside a course is a mistake to be told, not to be mended by walking up."""
    inside = root / "exercises"
    inside.mkdir()
    with pytest.raises(UsageFault, match=r"exercises is no course folder: .*catalog\.toml"):
        open_course(root, inside)


def test_a_malformed_catalog_is_told_by_its_file(root):
    (root / "course" / "catalog.toml").write_text("[[exercise]]\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"catalog\.toml"):
        open_course(root)


def test_every_part_of_the_course_lies_below_its_root(course):
    places = [
        course.exercises,
        course.solutions,
        course.lessons,
        course.checks,
        course.misconceptions,
    ]
    assert all(place.is_dir() for place in places)
    assert [str(place.relative_to(course.root)) for place in places] == [
        "exercises",
        "solutions",
        str(Path("course", "lessons")),
        str(Path("grader", "checks")),
        str(Path("grader", "misconceptions")),
    ]
    assert course.results == course.root / ".nngrade" / "results.sqlite"


def test_a_folder_s_files_import_one_another_and_leave_no_trace(tmp_path, monkeypatch):
    """Also where the process knows another module by that name."""
    (tmp_path / "first.py").write_text("from second import number\n", encoding="utf-8")
    (tmp_path / "second.py").write_text("number = 2\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "second", other := ModuleType("second"))
    path = list(sys.path)
    with importable(tmp_path):
        assert importlib.import_module("first").number == 2
    assert sys.path == path
    assert sys.modules["second"] is other
    assert "first" not in sys.modules


def test_a_course_owns_its_exercises_and_solutions_and_nothing_else(course, tmp_path):
    assert course.owns(course.root / "course" / ".." / "exercises")
    assert course.owns(course.solutions)
    assert not course.owns(course.root)
    assert not course.owns(tmp_path / "exercises")
