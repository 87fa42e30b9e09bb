"""`list`, `lesson` and `reset`."""

import os
import pty
import re
import shutil
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-P", "-c", "from nngrade.cli import main; main()"]
SECONDS = 60


def test_list_shows_every_exercise_before_anything_was_checked(small_nngrade):
    done = small_nngrade("list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [
        "exercise", "e01_data", "e04_relu", "e05_softmax",
    ]  # fmt: skip
    assert "normalize, one_hot" in lines[1]
    assert all("not checked yet" in line for line in lines[1:])


def test_list_shows_where_the_learner_stands(small_nngrade, small_course):
    shutil.copy(small_course.solutions / "e04_relu.py", small_course.exercises)
    small_nngrade("check", "relu", "softmax")
    text = small_nngrade("list").stdout
    assert "✓ 25/25" in text
    assert "· not started" in " ".join(text.split())
    assert text.count("not checked yet") == 1


def test_list_writes_nothing(small_nngrade, small_course):
    small_nngrade("list")
    assert not small_course.results.parent.exists()


@pytest.mark.parametrize("name", ["e05_softmax", "e05", "softmax"])
def test_a_lesson_is_shown_within_80_columns(small_nngrade, name):
    """In a pipe as well: `nngrade lesson softmax | less`."""
    done = small_nngrade("lesson", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Exercise 5 · Softmax" in done.stdout
    assert max(len(line.rstrip()) for line in done.stdout.splitlines()) <= 80
    assert "\x1b" not in done.stdout


def test_every_lesson_is_shown_in_any_encoding(nngrade, course_copy):
    for exercise in course_copy.catalog.exercises[:3]:
        done = nngrade("lesson", exercise.name, PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, "")


def test_a_lesson_that_is_missing_is_the_graders_fault(small_nngrade, small_course):
    (small_course.lessons / "e05_softmax.md").unlink()
    done = small_nngrade("lesson", "softmax")
    assert (done.returncode, done.stdout) == (3, "")
    assert "e05_softmax.md can't be read" in done.stderr


def test_a_lesson_needs_a_name(small_nngrade):
    done = small_nngrade("lesson")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Say `nngrade lesson NAME`, one of data, relu, softmax." in done.stderr


def test_all_lessons_become_one_page(small_nngrade, small_course):
    done = small_nngrade("lesson", "--html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The lessons are lessons.html.\n"
    page = (small_course.root / "lessons.html").read_text(encoding="utf-8")
    assert all(f'<h2 id="{one.slug}">' in page for one in small_course.catalog.exercises)


def test_the_page_goes_where_it_is_wanted(small_nngrade, tmp_path):
    done = small_nngrade("lesson", "--html", "-o", tmp_path / "book.html")
    assert done.returncode == 0
    assert (tmp_path / "book.html").is_file()
    missing = small_nngrade("lesson", "--html", "-o", tmp_path / "nowhere" / "book.html")
    assert (missing.returncode, missing.stdout) == (3, "")
    assert "Name another place with nngrade lesson --html -o FILE." in missing.stderr


def test_the_page_holds_all_lessons_or_none(small_nngrade, small_course):
    done = small_nngrade("lesson", "softmax", "--html")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--html writes all lessons." in done.stderr
    assert not (small_course.root / "lessons.html").exists()


def test_a_lesson_is_paged_in_a_terminal(small_course, environment, tmp_path):
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path / 'paged'}\n", encoding="utf-8")
    pager.chmod(0o755)
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "lesson", "softmax"],
        cwd=small_course.root,
        env=environment | {"PAGER": str(pager), "TERM": "xterm", "COLUMNS": "200"},
        stdin=theirs,
        stdout=theirs,
        timeout=SECONDS,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0
    paged = (tmp_path / "paged").read_text(encoding="utf-8")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", paged)
    assert "Exercise 5 · Softmax" in plain
    assert max(map(len, plain.splitlines())) <= 80


@pytest.fixture
def relu(small_course):
    """Return the learner's file, in which there is work."""
    path = small_course.exercises / "e04_relu.py"
    path.write_bytes(b"# my work\r\n")
    return path


def stub_of(course):
    """Return what the untouched stub must be."""
    return (course.exercises / "e04_relu.py").read_bytes()


def test_reset_puts_the_stub_back_and_keeps_the_work(small_nngrade, small_course, course, relu):
    done = small_nngrade("reset", "relu", answers="y\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert relu.read_bytes() == stub_of(course)
    (backup,) = (small_course.root / ".nngrade" / "backups").iterdir()
    assert backup.read_bytes() == b"# my work\r\n"
    assert f"Your file is kept as {backup.relative_to(small_course.root)}." in done.stdout


def test_reset_asks_nothing_with_yes(small_nngrade, course, relu):
    done = small_nngrade("reset", "relu", "--yes")
    assert (done.returncode, "[y/N]" in done.stdout) == (0, False)
    assert relu.read_bytes() == stub_of(course)


@pytest.mark.parametrize("answers", ["n\n", "\n", ""], ids=["no", "enter", "end of input"])
def test_anything_but_yes_changes_nothing(small_nngrade, small_course, relu, answers):
    done = small_nngrade("reset", "relu", answers=answers)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith("Nothing was changed.\n")
    assert relu.read_bytes() == b"# my work\r\n"
    assert not (small_course.root / ".nngrade").exists()


def test_two_resets_keep_two_backups(small_nngrade, small_course, relu):
    for work in (b"one", b"two"):
        relu.write_bytes(work)
        small_nngrade("reset", "relu", "--yes")
    backups = (small_course.root / ".nngrade" / "backups").iterdir()
    assert [path.read_bytes() for path in sorted(backups)] == [b"one", b"two"]


def test_a_lost_file_comes_back(small_nngrade, course, relu):
    relu.unlink()
    done = small_nngrade("reset", "relu", "--yes")
    assert (done.returncode, done.stdout) == (0, "e04_relu.py is the stub again.\n")
    assert relu.read_bytes() == stub_of(course)


def test_nothing_is_lost_where_no_stub_can_be_made(small_nngrade, small_course, relu):
    (small_course.solutions / "e04_relu.py").unlink()
    done = small_nngrade("reset", "relu", "--yes")
    assert (done.returncode, done.stdout) == (3, "")
    assert relu.read_bytes() == b"# my work\r\n"
