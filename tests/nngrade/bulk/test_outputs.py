"""Gradebook and results are made from the ledger alone, and nothing in a cell acts."""

import csv
import errno
import json
import os

import pytest

from nngrade.bulk import Row, write_outputs
from nngrade.bulk.outputs import safe_cell
from nngrade.bulk.task import Trained
from nngrade.errors import NNGradeError

TRAINED = (Trained("simple", 0.9312), Trained("general", None, "It took too long."))


@pytest.fixture
def written(ledger, tmp_path, course, make_result, named):
    """Write the outputs of three submissions; return the folder."""
    rows = [
        Row("cid", "unreadable", "It is no zip file.", 0.0, 100.0, None),
        Row("ann", "graded", "", 6.0, 6.0, make_result(), TRAINED),
        Row("=bob", "graded", "", 0.0, 6.0, make_result(0.0, "got 2", named)),
    ]
    for row in rows:
        ledger.save(row, "", {})
    folder = tmp_path / "out"
    assert write_outputs(ledger, course.catalog, folder) == [
        folder / "gradebook.csv",
        folder / "results.jsonl",
        folder / "class.html",
        folder / "feedback",
    ]
    return folder


def test_the_gradebook_has_a_row_a_submission_and_a_column_an_exercise(written, course):
    with (written / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    slugs = [exercise.slug for exercise in course.catalog.exercises]
    accuracies = ["simple_accuracy", "general_accuracy"]
    assert head == ["submission", "status", "score", "points", *slugs, *accuracies]
    assert [row[:4] for row in rows] == [
        ["'=bob", "graded", "0", "6"],
        ["ann", "graded", "6", "6"],
        ["cid", "unreadable", "0", "100"],
    ]
    relu = head.index("e04_relu")
    assert [row[relu] for row in rows] == ["0", "6", ""]
    assert [row[-2:] for row in rows] == [["", ""], ["0.9312", ""], ["", ""]]


def test_the_results_have_a_line_a_submission(written):
    lines = (written / "results.jsonl").read_text(encoding="utf-8").splitlines()
    bob, ann, cid = map(json.loads, lines)
    assert (ann["submission"], ann["status"], ann["score"]) == ("ann", "graded", 6.0)
    assert ann["schema"] == 1
    assert ann["training"][0] == {"network": "simple", "accuracy": 0.9312, "problem": ""}
    assert "training" not in bob
    assert bob["exercises"][0]["checks"][0]["diagnosis"]["id"] == "own"
    assert cid == {
        "submission": "cid",
        "status": "unreadable",
        "message": "It is no zip file.",
        "score": 0.0,
        "exercises": [],
    }


def test_nothing_is_left_beside_them(written):
    names = {path.name for path in written.iterdir()}
    assert {name for name in names if name.endswith(".new")} == set()


def test_a_gradebook_that_can_not_be_replaced_stays_and_nothing_is_left(
    ledger, tmp_path, course, make_result
):
    ledger.save(Row("ann", "graded", "", 6.0, 6.0, make_result()), "", {})
    folder = tmp_path / "out"
    (folder / "gradebook.csv").mkdir()
    with pytest.raises(NNGradeError, match=r"gradebook.csv can't be created: .* another folder"):
        write_outputs(ledger, course.catalog, folder)
    assert not list(folder.glob(".*.new"))


def test_a_full_disk_leaves_the_old_gradebook(written, ledger, course, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = (written / "gradebook.csv").read_bytes()
    ledger.keep_only({"ann"})
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NNGradeError, match=r"gradebook.csv can't grow: the disk is full\. Free"):
        write_outputs(ledger, course.catalog, written)
    assert (written / "gradebook.csv").read_bytes() == before
    assert not list(written.glob(".*.new"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_becomes_text(text):
    assert safe_cell(text) == f"'{text}"


def test_other_text_stays():
    assert safe_cell("ann=bob") == "ann=bob"
