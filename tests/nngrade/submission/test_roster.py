"""A class is a folder or an archive of submissions; each is listed once, none is dropped."""

import pytest

from nngrade.errors import SubmissionError
from nngrade.submission.roster import open_class


def listed(path, catalog):
    with open_class(path, catalog) as items:
        return {item.id: item.fault for item in items}


def test_folders_archives_and_all_else_are_listed(tmp_path, lay_down, catalog):
    lay_down(tmp_path, {"ann/e01_data.py": b"", "bob.tar.gz": b"", "notes.txt": b""})
    (tmp_path / "link").symlink_to("/")
    assert listed(tmp_path, catalog) == dict.fromkeys(["ann", "bob", "link", "notes.txt"], "")


def test_leftovers_of_systems_are_not(tmp_path, lay_down, catalog):
    lay_down(tmp_path, {"ann/e01_data.py": b"", ".DS_Store": b"", "__MACOSX/ann": b""})
    assert list(listed(tmp_path, catalog)) == ["ann"]


def test_the_order_is_that_of_the_ids(tmp_path, lay_down, catalog):
    names = ["zoe", "Bob", "ann", "b,b", "b-b", "10", "9"]
    lay_down(tmp_path, {f"{name}/x": b"" for name in names})
    ids = list(listed(tmp_path, catalog))
    assert len(ids) == len(names)
    assert ids == sorted(ids)


def test_two_submissions_of_one_name_are_both_told(tmp_path, lay_down, catalog):
    lay_down(tmp_path, {"ann/x": b"", "ann.zip": b"", "ann.tar.gz": b"", "bob/x": b""})
    told = "Two submissions have one name: ann.tar.gz and ann.zip and ann/. Keep the one that"
    found = listed(tmp_path, catalog)
    assert found.pop("bob") == ""
    assert sorted(found) == ["ann", "ann.tar.gz", "ann.zip"]
    assert all(fault.startswith(told) for fault in found.values())


def test_a_name_that_is_anothers_with_its_suffix_is_not_dropped(tmp_path, lay_down, catalog):
    lay_down(tmp_path, {"ann/x": b"", "ann.zip": b"", "ann.zip.zip": b""})
    assert len(listed(tmp_path, catalog)) == 3


def test_an_archive_that_stands_twice_in_an_archive_is_told(tmp_path, zipped, catalog):
    path = tmp_path / "class.zip"
    path.write_bytes(zipped([("ann.zip", b"1"), ("ann.zip", b"2"), ("bob.zip", b"3")]))
    found = listed(path, catalog)
    assert found["bob"] == ""
    assert found["ann.zip"].startswith("Two submissions have one name")
    assert len(found) == 2


@pytest.mark.parametrize("inside", [["ann/e01_data.py", "bob/e01_data.py"], ["ann.zip", "bob.tgz"]])
def test_one_folder_around_the_class_is_stepped_into(tmp_path, zipped, catalog, inside):
    path = tmp_path / "class.zip"
    path.write_bytes(zipped([(f"class/{name}", b"") for name in inside] + [("__MACOSX/._x", b"")]))
    assert list(listed(path, catalog)) == ["ann", "bob"]


@pytest.mark.parametrize(
    "inside", [["exercises/e01_data.py", "course/x", "grader/x"], ["hw.zip"], ["work/e01_data.py"]]
)
def test_one_folder_that_is_a_submission_is_one(tmp_path, zipped, catalog, inside):
    path = tmp_path / "class.zip"
    path.write_bytes(zipped([(f"ann/{name}", b"") for name in inside]))
    assert list(listed(path, catalog)) == ["ann"]


@pytest.mark.parametrize("name", ["e01_data.py", "exercises/e01_data.py"])
def test_a_single_submission_is_no_class(tmp_path, lay_down, zipped, catalog, name):
    path = tmp_path / "ann.zip"
    path.write_bytes(zipped([(name, b"")]))
    for one in (path, lay_down(tmp_path / "ann", {name: b""})):
        with pytest.raises(SubmissionError, match=r"is one submission, not a class\. Name the"):
            listed(one, catalog)


def test_a_stray_file_does_not_end_the_run(tmp_path, lay_down, catalog):
    lay_down(tmp_path, {"ann/e01_data.py": b"", "e01_data.py": b""})
    assert list(listed(tmp_path, catalog)) == ["ann", "e01_data.py"]


def test_an_empty_class_is_told(tmp_path, zipped, catalog):
    path = tmp_path / "class.zip"
    path.write_bytes(zipped([]))
    folder = tmp_path / "class"
    folder.mkdir()
    for one in (path, folder):
        with pytest.raises(SubmissionError, match=r"is empty\. Name the folder"):
            listed(one, catalog)


def test_what_is_not_there_is_told(tmp_path, catalog):
    with pytest.raises(SubmissionError, match=r"no folder or archive .*nowhere\. Check the path"):
        listed(tmp_path / "nowhere", catalog)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all"])
def test_a_broken_archive_of_the_class_is_told(tmp_path, catalog, content):
    path = tmp_path / "class.zip"
    path.write_bytes(content)
    with pytest.raises(SubmissionError, match=r"class\.zip is (broken|empty)"):
        listed(path, catalog)


def test_a_class_may_be_large(tmp_path, zipped, catalog):
    path = tmp_path / "class.zip"
    path.write_bytes(zipped([(f"{number:05}/x", b"") for number in range(20_000)], 0))
    assert len(listed(path, catalog)) == 20_000
