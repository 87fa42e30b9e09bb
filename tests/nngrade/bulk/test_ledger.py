"""The ledger holds each submission once, all or nothing, and says in words what is wrong."""

import sqlite3
from contextlib import closing

import pytest

from nngrade.bulk import Ledger, Row
from nngrade.bulk.memory import ResultMemory
from nngrade.errors import NNGradeError
from nngrade.judging.keys import Remembered


def row(name, result=None):
    return Row(name, "graded" if result else "missing", "", 6.0, 6.0, result)


def test_rows_come_back_as_they_were_sorted_by_id(ledger, make_result, named):
    result = make_result(0.0, "got nan\ud800", named)
    for name in ("b", "a"):
        ledger.save(row(name, result), "digest", {})
    assert [one.id for one in ledger.rows()] == ["a", "b"]
    assert next(ledger.rows()).result == result
    assert ledger.tasks() == {"a": "digest", "b": "digest"}


def test_a_row_is_replaced_not_doubled(ledger):
    ledger.save(row("a"), "one", {"k": b"1"})
    ledger.save(row("a"), "two", {"k": b"2"})
    assert ledger.tasks() == {"a": "two"}
    assert ledger.count_exercises() == 1


def test_a_row_and_what_was_learnt_are_saved_together(ledger):
    with pytest.raises(NNGradeError):
        ledger.save(Row("a", "no such status", "", 0.0, 0.0, None), "one", {"k": b"1"})
    assert (ledger.tasks(), ledger.count_exercises()) == ({}, 0)


def test_what_is_settled_stays(ledger):
    assert ledger.settle("seed", "3") == "3"
    assert ledger.settle("seed", "4") == "3"


def test_a_ledger_goes_on(tmp_path):
    with Ledger(tmp_path) as first:
        first.save(row("a"), "one", {})
    with Ledger(tmp_path) as second:
        assert second.tasks() == {"a": "one"}


def test_other_files_are_refused_and_left_alone(tmp_path):
    path = tmp_path / "results.sqlite"
    path.write_bytes(b"no database, but long enough to be read as one" * 20)
    before = path.read_bytes()
    with pytest.raises(NNGradeError, match="is no results database"):
        Ledger(tmp_path)
    assert path.read_bytes() == before
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    with pytest.raises(NNGradeError, match="another program's"):
        Ledger(tmp_path)
    path.unlink()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(NNGradeError, match="another version"):
        Ledger(tmp_path)


def test_a_damaged_result_is_told_and_named(ledger, make_result):
    ledger.save(row("ann", make_result()), "one", {})
    with closing(sqlite3.connect(ledger.path)) as other, other:
        other.execute("UPDATE submission SET body = '{broken'")
    with pytest.raises(NNGradeError, match=r"damaged result of ann\. Move it away"):
        list(ledger.rows())


def test_a_full_disk_loses_nothing_and_doubles_nothing(ledger, make_result):
    """The ledger may not grow: what was saved stays, what was not is not there at all."""
    ledger.save(row("ann", make_result()), "one", {})
    pages = ledger._run("PRAGMA page_count")[0][0]  # noqa: SLF001 - its own connection's limit
    ledger._run(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
    with pytest.raises(NNGradeError, match=r"disk is full. Free some space, then retry."):
        ledger.save(row("bob", make_result()), "two", {"key": bytes(100_000)})
    assert (ledger.tasks(), ledger.count_exercises()) == ({"ann": "one"}, 0)
    ledger._run("PRAGMA max_page_count = 1000000")  # noqa: SLF001
    ledger.save(row("bob", make_result()), "two", {"key": bytes(100_000)})
    assert (ledger.tasks(), ledger.count_exercises()) == ({"ann": "one", "bob": "two"}, 1)


def test_a_damaged_memory_is_graded_again_and_replaced(ledger, make_result):
    ledger.save(row("ann"), "one", {"key": b"\xc1"})
    memory = ResultMemory(ledger.path)
    assert memory.get("key") is None
    memory.put("key", Remembered(make_result().exercises[0]))
    ledger.save(row("ann"), "one", memory.take())
    assert ResultMemory(ledger.path).get("key") == Remembered(make_result().exercises[0])


def test_a_memory_recalls_what_the_ledger_holds(ledger, make_result):
    exercise = make_result().exercises[0]
    first, second = ResultMemory(ledger.path), ResultMemory(ledger.path)
    assert first.get("key") is None
    first.put("key", Remembered(exercise, "it didn't load"))
    fresh = first.take()
    assert first.take() == {}
    assert first.get("key") == Remembered(exercise, "it didn't load")
    assert second.get("key") is None
    ledger.save(row("a"), "", fresh)
    assert second.get("key") == Remembered(exercise, "it didn't load")
    assert second.take() == {}
