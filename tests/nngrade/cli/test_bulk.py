"""`nngrade bulk`: a folder of submissions in, a gradebook out."""

import csv
import json
import shutil
import zipfile

import pytest


@pytest.fixture
def submissions(small_course, tmp_path):
    """Write a class: one all right, one with a mistake in an archive, one broken, one empty."""
    folder = tmp_path / "class"
    shutil.copytree(small_course.solutions, folder / "ann")
    with zipfile.ZipFile(folder / "bob.zip", "w") as archive:
        for path in small_course.solutions.glob("*.py"):
            text = path.read_text(encoding="utf-8").replace("axis=1", "axis=0")
            archive.writestr(f"exercises/{path.name}", text)
    (folder / "cid.zip").write_bytes(b"no archive")
    (folder / "dan").mkdir()
    return folder


def gradebook(out):
    with (out / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def test_a_class_becomes_a_gradebook(small_nngrade, submissions, tmp_path):
    out = tmp_path / "out"
    done = small_nngrade("bulk", submissions, "-o", out, "--seed", 5, "-j", 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert "seed 5" in done.stdout
    assert "2 graded (4 exercises anew), 0 known from before, 2 not readable" in done.stdout
    book = gradebook(out)
    assert {name: (row["status"], row["score"]) for name, row in book.items()} == {
        "ann": ("graded", "100"),
        "bob": ("graded", "75"),
        "cid": ("unreadable", "0"),
        "dan": ("missing", "0"),
    }
    assert book["bob"]["e05_softmax"] == "0"
    lines = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["submission"] for line in lines] == ["ann", "bob", "cid", "dan"]


def test_a_second_run_grades_what_changed_and_keeps_the_seed(
    small_nngrade, submissions, small_course, tmp_path
):
    out = tmp_path / "out"
    first = small_nngrade("bulk", submissions, "-o", out, "-j", 1)
    seed = next(line for line in first.stdout.splitlines() if "seed" in line)
    before = (out / "gradebook.csv").read_bytes()
    again = small_nngrade("bulk", submissions, "-o", out, "-j", 2)
    assert seed in again.stdout
    assert "0 graded (0 exercises anew), 4 known" in again.stdout
    assert (out / "gradebook.csv").read_bytes() == before
    with (small_course.checks / "test_e04_relu.py").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    changed = small_nngrade("bulk", submissions, "-o", out, "-j", 1)
    assert "2 graded (1 exercises anew)" in changed.stdout
    assert (out / "gradebook.csv").read_bytes() == before


def test_trained_networks_have_their_accuracies_in_the_gradebook(nngrade, course, tmp_path):
    folder, out = tmp_path / "class", tmp_path / "out"
    shutil.copytree(course.solutions, folder / "ann")
    shutil.copytree(course.exercises, folder / "bob")
    done = nngrade("bulk", folder, "-o", out, "--train")
    assert (done.returncode, done.stderr) == (0, "")
    book = gradebook(out)
    reached = [float(book["ann"][f"{network}_accuracy"]) for network in ("simple", "general")]
    assert min(reached) > 0.91  # after five epochs: 0.93 and 0.97
    assert book["bob"]["general_accuracy"] == ""
    page = (out / "class.html").read_text(encoding="utf-8")
    assert f"{100 * reached[1]:.2f}" in page


def test_those_that_are_no_longer_there_are_counted(small_nngrade, submissions, tmp_path):
    small_nngrade("bulk", submissions, "-o", tmp_path / "out")
    shutil.rmtree(submissions / "ann")
    (submissions / "cid.zip").unlink()
    done = small_nngrade("bulk", submissions, "-o", tmp_path / "out")
    assert "2 of the last run are no longer there, and left the gradebook" in done.stdout
    assert set(gradebook(tmp_path / "out")) == {"bob", "dan"}


def test_another_seed_is_refused(small_nngrade, submissions, tmp_path):
    small_nngrade("bulk", submissions, "-o", tmp_path / "out", "--seed", 1)
    done = small_nngrade("bulk", submissions, "-o", tmp_path / "out", "--seed", 2)
    assert (done.returncode, done.stdout) == (2, "")
    assert "were made with seed 1" in done.stderr


@pytest.mark.parametrize(("place", "name"), [(0, "ann"), (1, "bob.zip")])
def test_one_submission_graded_alone_has_the_same_result(
    small_nngrade, submissions, tmp_path, place, name
):
    small_nngrade("bulk", submissions, "-o", tmp_path / "out", "--seed", 9)
    alone = small_nngrade(
        "check", "--submission", submissions / name, "--format", "json", "--seed", 9
    )
    lines = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    together = json.loads(lines[place])
    assert (together.pop("submission"), together.pop("status")) == (name[:3], "graded")
    assert together == json.loads(alone.stdout)


def test_one_that_can_not_be_read_is_refused_in_the_same_words(small_nngrade, submissions):
    done = small_nngrade("check", "--submission", submissions / "cid.zip")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cid.zip is broken or incomplete. Pack it again, as a zip." in done.stderr


@pytest.mark.parametrize("place", ["", "course"])
def test_a_course_among_the_submissions_is_refused(small_nngrade, small_course, tmp_path, place):
    inside = small_course.root / place if place else small_course.root.parent
    done = small_nngrade("bulk", inside, "-o", tmp_path / "elsewhere" / "out")
    expected = 2 if not place else 0
    assert done.returncode == expected
    assert ("lies inside" in done.stderr) == (not place)


def test_a_folder_for_results_among_the_submissions_is_refused(small_nngrade, submissions):
    done = small_nngrade("bulk", submissions, "-o", submissions / "out")
    assert done.returncode == 2
    assert "lies inside" in done.stderr
    assert not (submissions / "out").exists()


def test_submissions_that_are_not_there_are_a_wrong_usage(small_nngrade, tmp_path):
    done = small_nngrade("bulk", tmp_path / "none", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "none" in done.stderr
