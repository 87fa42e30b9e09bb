"""A submission is read as data: the listed files, into memory, whatever else lies around."""

import os
import socket
from pathlib import Path

import pytest

from nngrade.catalog import Catalog, Exercise
from nngrade.errors import SubmissionError
from nngrade.submission import MAX_SOURCE, read_submission

CATALOG = Catalog(
    tuple(
        Exercise(slug=slug, file=f"{slug}.py", title=slug, functions=("f",), points=50.0)
        for slug in ("e01_data", "e02_init")
    )
)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "e01_data.py").write_bytes(b"x = 1\n")
    (tmp_path / "e02_init.py").write_bytes(b"y = 2\n")
    return tmp_path


def test_the_files_of_the_catalog_are_read_byte_for_byte(folder):
    source = b"\xef\xbb\xbf# BOM\r\n\tx = '\xce\xbb'"
    (folder / "e01_data.py").write_bytes(source)
    submission = read_submission(folder, CATALOG)
    assert submission.sources == {"e01_data": source, "e02_init": b"y = 2\n"}
    assert submission.problems == {}
    assert submission.origin == str(folder)


def test_no_other_file_is_read(folder):
    for name in ("numpy.py", "conftest.py", "sitecustomize.py", "e03_more.py", "e01_data.pyc"):
        (folder / name).write_bytes(b"raise SystemExit")
    assert set(read_submission(folder, CATALOG).sources) == {"e01_data", "e02_init"}


def test_a_whole_course_folder_means_its_exercises(folder, tmp_path):
    exercises = tmp_path / "course" / "exercises"
    exercises.mkdir(parents=True)
    (folder / "e01_data.py").rename(exercises / "e01_data.py")
    submission = read_submission(tmp_path / "course", CATALOG)
    assert submission.sources == {"e01_data": b"x = 1\n"}


def test_files_beside_an_exercises_folder_come_first(folder):
    (folder / "exercises").mkdir()
    (folder / "exercises" / "e01_data.py").write_bytes(b"stub\n")
    assert read_submission(folder, CATALOG).sources["e01_data"] == b"x = 1\n"


def test_a_missing_file_is_a_problem_of_its_own_alone(folder):
    (folder / "e01_data.py").unlink()
    submission = read_submission(folder, CATALOG)
    told = "e01_data.py is missing. `nngrade reset data` puts its stub into your exercises."
    assert submission.problems == {"e01_data": told}
    assert set(submission.sources) == {"e02_init"}


def test_a_file_may_have_a_megabyte_and_no_more(folder):
    assert MAX_SOURCE == 1_000_000
    (folder / "e01_data.py").write_bytes(b"#" * MAX_SOURCE)
    (folder / "e02_init.py").write_bytes(b"#" * (MAX_SOURCE + 1))
    submission = read_submission(folder, CATALOG)
    assert len(submission.sources["e01_data"]) == MAX_SOURCE
    assert submission.problems == {"e02_init": "e02_init.py is larger than 1 MB."}


def test_a_link_is_not_followed(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("answers", encoding="utf-8")
    (folder / "e01_data.py").unlink()
    (folder / "e01_data.py").symlink_to(secret)
    submission = read_submission(folder, CATALOG)
    assert submission.problems == {"e01_data": "e01_data.py is not a regular file."}
    assert "e01_data" not in submission.sources


def test_nothing_but_a_regular_file_is_opened(folder):
    """A pipe would be waited for, a folder or a socket can't be read."""
    (folder / "e01_data.py").unlink()
    (folder / "e02_init.py").unlink()
    os.mkfifo(folder / "e01_data.py")
    (folder / "e02_init.py").mkdir()
    assert read_submission(folder, CATALOG).problems == {
        "e01_data": "e01_data.py is not a regular file.",
        "e02_init": "e02_init.py is not a regular file.",
    }
    (folder / "e01_data.py").unlink()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "e01_data.py"))
        problems = read_submission(folder, CATALOG).problems
    assert problems["e01_data"] == "e01_data.py is not a regular file."


def test_a_file_that_is_swapped_for_a_link_meanwhile_is_not_followed(folder, monkeypatch):
    """The size is examined first; by the time of opening the file may be another."""
    honest = (folder / "e02_init.py").lstat()
    (folder / "e01_data.py").unlink()
    (folder / "e01_data.py").symlink_to(folder / "e02_init.py")
    monkeypatch.setattr(Path, "lstat", lambda _: honest)
    submission = read_submission(folder, CATALOG)
    assert "e01_data" not in submission.sources
    assert submission.problems["e01_data"].startswith("e01_data.py can't be read: ")


def test_a_file_that_grows_meanwhile_is_cut(folder, monkeypatch):
    honest = (folder / "e02_init.py").lstat()
    (folder / "e01_data.py").write_bytes(b"#" * (MAX_SOURCE + 10))
    monkeypatch.setattr(Path, "lstat", lambda _: honest)
    assert len(read_submission(folder, CATALOG).sources["e01_data"]) == MAX_SOURCE


def test_a_file_that_may_not_be_read_is_told_with_the_reason(folder, monkeypatch):
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert read_submission(folder, CATALOG).problems == {
        "e01_data": "e01_data.py can't be read: Permission denied.",
        "e02_init": "e02_init.py can't be read: Permission denied.",
    }


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(SubmissionError, match=r"no folder .*nowhere\. Check the path"):
        read_submission(tmp_path / "nowhere", CATALOG)


def test_a_file_in_place_of_a_folder_is_told(folder):
    with pytest.raises(SubmissionError, match=r"e01_data\.py is not a folder"):
        read_submission(folder / "e01_data.py", CATALOG)
