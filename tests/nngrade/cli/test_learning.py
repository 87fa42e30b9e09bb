"""`list`, `lesson` and `reset`."""

import shutil

import pytest


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
