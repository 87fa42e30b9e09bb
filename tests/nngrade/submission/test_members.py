"""Paths in an archive can say anything: nothing leads out, nothing is overwritten."""

import pytest

from nngrade.submission.members import as_folder
from nngrade.submission.nodes import File, Folder, Other


def tree(folder):
    """Return names and what is below them, [] standing for a file."""
    return [
        (node.name, tree(node) if isinstance(node, Folder) else type(node).__name__)
        for node in folder.children()
    ]


def member(path):
    return path, File(path, 0, lambda: None)


@pytest.mark.parametrize("path", ["a/b.py", "./a/b.py", "a//b.py", "a/./b.py", "a\\b.py"])
def test_a_path_is_a_place_in_a_tree(path):
    assert tree(as_folder("zip", [member(path)])) == [("a", [("b.py", "File")])]


@pytest.mark.parametrize(
    "path",
    [
        "/b.py",
        "../b.py",
        "a/../../b.py",
        "a/../b.py",
        "..\\b.py",
        "C:\\b.py",
        "c:b.py",
        "\\\\s\\b.py",
    ],
)
def test_a_path_that_leads_out_is_told_and_never_read(path):
    (node,) = as_folder("zip", [member(path)]).children()
    assert isinstance(node, Other)
    assert node.name in ("b.py", "c:b.py")
    assert "leads out" in node.reason


def test_a_folder_is_one_however_often_it_stands_there():
    members = [member("ann/"), member("ann\\"), member("ann/b.py"), ("ann", Folder("ann", tuple))]
    assert tree(as_folder("zip", members)) == [("ann", [("b.py", "File")])]


def test_two_files_of_one_name_are_both_kept():
    assert tree(as_folder("zip", [member("b.py"), member("b.py")])) == [("b.py", "File")] * 2


@pytest.mark.parametrize(
    "path", ["__MACOSX/ann/b.py", "ann/.git/b.py", "__pycache__/b.py", "._b.py", ".DS_Store"]
)
def test_what_systems_leave_behind_is_ignored(path):
    assert tree(as_folder("zip", [member(path)])) == []


def test_nothing_is_kept_of_what_lies_too_deep():
    assert tree(as_folder("zip", [member("a/" * 5 + "b.py")])) == []
    assert tree(as_folder("zip", [member("a/" * 100_000)])) == []


@pytest.mark.parametrize("path", ["", ".", "./", "/", "//"])
def test_a_path_that_names_nothing_does_no_harm(path):
    assert all(isinstance(one, Other) for one in as_folder("zip", [member(path)]).children())
