"""Where OUT is full or can't be used: one sentence with its cure, and nothing lost or overwritten.

A limit on the size of files stands for the full disk: a file system of one's own takes rights.
"""

import os
import resource
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from nngrade.bulk import Ledger, Row

FILES = ("gradebook.csv", "results.jsonl")
KILO = 1024


def at_most(size):
    """Keep a process from writing more than so many bytes into any file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def submissions(small_class):
    return small_class(3)


@pytest.fixture
def whole(bulk, submissions, tmp_path):
    """Grade the class where there is room; return the folder."""
    out = tmp_path / "whole"
    assert bulk(submissions, out, "--seed", 5, "-j", 1).code == 0
    return out


@pytest.fixture
def used(make_result, tmp_path):
    """Make a folder such as a run leaves it, without one."""
    out = tmp_path / "used"
    with Ledger(out) as ledger:
        ledger.settle("seed", "5")
        for number in range(20):
            row = Row(f"s{number}", "graded", "", 6.0, 6.0, make_result())
            ledger.save(row, "digest", {f"key {number}": bytes(4 * KILO)})
    (out / "gradebook.csv").write_text("submission\n", encoding="utf-8")
    return out


def contents(folder):
    """Return all files but the lock, by path."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path: path.read_bytes() for path in files}


def test_a_full_disk_is_one_sentence_and_the_run_goes_on_with_room(
    bulk, submissions, whole, tmp_path
):
    """Full at the start, in the middle and near the end."""
    for size in (8 * KILO, 48 * KILO, 112 * KILO):
        out = tmp_path / f"out{size}"
        told_and_gone_on_with(bulk, submissions, out, whole, size)


def told_and_gone_on_with(bulk, submissions, out, whole, size):
    full = bulk(submissions, out, "--seed", 5, "-j", 1, preexec_fn=partial(at_most, size))
    assert full.code == 3
    assert full.err.startswith(f"nngrade: {out / 'results.sqlite'} can't ")
    assert full.err.endswith("disk is full, then retry.\n")
    assert full.err.count("\n") == 1
    assert not any((out / name).exists() for name in FILES)
    done = bulk(submissions, out, "--seed", 5, "-j", 1)
    assert (done.code, done.err) == (0, "")
    for name in FILES:
        assert (out / name).read_bytes() == (whole / name).read_bytes()


def spoil_not_a_database(path):
    path.write_bytes(os.urandom(KILO) * 20)


def spoil_in_the_middle(path):
    with path.open("r+b") as file:
        file.seek(12 * KILO)
        file.write(os.urandom(24 * KILO))


def spoil_by_cutting(path):
    os.truncate(path, 20_000)


def spoil_by_the_future(path):
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoil_not_a_database, "is no results database. Move it away"),
        (spoil_in_the_middle, "is damaged. Move it away"),
        (spoil_by_cutting, "is damaged. Move it away"),
        (spoil_by_the_future, "was written by another version of nngrade. Name another folder"),
    ],
)
def test_a_ledger_that_can_not_be_used_is_told_and_nothing_is_overwritten(
    bulk, submissions, used, spoil, words
):
    spoil(used / "results.sqlite")
    before = contents(used)
    done = bulk(submissions, used, "-j", 1)
    assert done.code == 3
    assert done.err.startswith(f"nngrade: {used / 'results.sqlite'} {words}")
    assert done.err.count("\n") == 1
    assert contents(used) == before


@pytest.mark.parametrize(
    ("place", "words", "code"),
    [
        ("used/gradebook.csv", "is a file", 2),
        ("used/gradebook.csv/out", "can't be created: Not a directory. Check that you may", 3),
    ],
)
def test_a_place_that_is_no_folder_is_one_sentence(
    bulk, submissions, used, tmp_path, place, words, code
):
    before = contents(used)
    done = bulk(submissions, tmp_path / place, "-j", 1)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert done.err.count("\n") == 1
    assert contents(used) == before
