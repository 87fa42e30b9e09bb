"""`nngrade report`: one HTML file, whatever is saved already."""

import shutil

import pytest


def test_a_report_is_written_before_anything_was_checked(small_nngrade, small_course):
    done = small_nngrade("report")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The report is report.html.\n"
    assert (small_course.root / "report.html").read_text(encoding="utf-8").startswith("<!doctype")


def test_a_report_shows_what_was_checked_last(small_nngrade, small_course, tmp_path):
    report = tmp_path / "my report.html"
    shutil.copy(small_course.solutions / "e04_relu.py", small_course.exercises)
    small_nngrade("check")
    done = small_nngrade("report", "-o", report)
    assert done.returncode == 0
    assert "softmax" in report.read_text(encoding="utf-8")


def test_a_trained_network_is_in_the_report(nngrade, course_copy, idx_folder):
    options = ("--data", idx_folder, "--layer-sizes", "36,8,4", "--epochs", 1)
    nngrade("train", "simple", *options, "--submission", "solutions")
    assert nngrade("report").returncode == 0
    html = (course_copy.root / "report.html").read_text(encoding="utf-8")
    assert "36" in html
    assert "<svg" in html


@pytest.mark.parametrize(
    ("output", "status"), [("no/such/folder/report.html", 3), ("taken/report.html", 3), (".", 2)]
)
def test_a_place_that_cannot_be_written_is_told_in_one_line(
    small_nngrade, small_course, output, status
):
    (small_course.root / "taken").write_text("a file, no folder", encoding="utf-8")
    done = small_nngrade("report", "-o", output)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith("nngrade: ")
    assert done.stderr.count("\n") == 1
    assert "no fault of the exercises" not in done.stderr


def test_damaged_results_are_told_with_a_cure_and_left_as_they_are(small_nngrade, small_course):
    small_course.results.parent.mkdir()
    small_course.results.write_bytes(b"not a database, not at all" * 100)
    done = small_nngrade("report")
    assert (done.returncode, done.stdout) == (3, "")
    assert "is no results database. Move it away" in done.stderr
    assert small_course.results.read_bytes().startswith(b"not a database")
