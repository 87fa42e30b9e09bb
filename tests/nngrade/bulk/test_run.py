"""A run grades what is new, saves at once, goes on where it was stopped, and loses nothing."""

import pytest

from nngrade.bulk import grade_class, locked
from nngrade.errors import NNGradeError


@pytest.fixture
def run(ledger, engine):
    """Return a function that runs over entries, and tells which were graded."""

    def run(*entries, course="course"):
        engine.given = []
        heard = []

        def progress(status, *, known=False):
            heard.append(f"{status}, known" if known else status)

        counts = grade_class(entries, engine, ledger, course, 6.0, progress)
        return counts, engine.given, heard

    return run


def scores(ledger):
    return {row.id: (row.status, row.score) for row in ledger.rows()}


def test_every_submission_gets_a_row(run, ledger, make_entry):
    broken = make_entry("broken", status="unreadable", sentence="It is no zip file.")
    counts, given, heard = run(make_entry("ann"), broken, make_entry("bob"))
    assert (given, heard) == (["ann", "bob"], ["graded", "unreadable", "graded"])
    assert scores(ledger) == {
        "ann": ("graded", 6.0),
        "bob": ("graded", 6.0),
        "broken": ("unreadable", 0.0),
    }
    assert (counts.graded, counts.unreadable, counts.exercises) == (2, 1, 2)
    row = next(row for row in ledger.rows() if row.id == "broken")
    assert (row.sentence, row.points, row.result) == ("It is no zip file.", 6.0, None)


def test_what_was_graded_is_not_graded_again(run, ledger, make_entry):
    entries = [make_entry("ann"), make_entry("bad", status="missing", sentence="No file.")]
    run(*entries)
    before = list(ledger.rows())
    counts, given, heard = run(*entries)
    assert (counts.known, counts.graded, given) == (2, 0, [])
    assert heard == ["graded, known", "missing, known"]
    assert list(ledger.rows()) == before


def test_what_changed_is_graded_again(run, make_entry):
    run(make_entry("ann"), make_entry("bob"))
    _, given, _ = run(make_entry("ann", text=b"x = 2"), make_entry("bob"))
    assert given == ["ann"]
    _, given, _ = run(make_entry("ann"), make_entry("bob"), course="other")
    assert given == ["ann", "bob"]


def test_a_stopped_run_goes_on_where_it_was(run, ledger, engine, make_entry):
    entries = [make_entry(name) for name in ("ann", "bob", "cid")]
    engine.stops_after = 2
    with pytest.raises(KeyboardInterrupt):
        run(*entries)
    assert list(scores(ledger)) == ["ann", "bob"]
    engine.stops_after = None
    counts, given, _ = run(*entries)
    assert (counts.known, given) == (2, ["cid"])


def test_what_failed_is_tried_again(run, ledger, engine, make_entry):
    engine.fails = {"ann"}
    counts, _, _ = run(make_entry("ann"))
    assert counts.failed == 1
    assert scores(ledger) == {"ann": ("error", 0.0)}
    assert next(ledger.rows()).sentence == "it hung"
    engine.fails = set()
    _, given, _ = run(make_entry("ann"))
    assert given == ["ann"]
    assert scores(ledger) == {"ann": ("graded", 6.0)}


def test_what_is_gone_leaves_the_gradebook_and_stays_known(run, ledger, make_entry):
    run(make_entry("ann"), make_entry("bob"))
    run(make_entry("bob"))
    assert list(scores(ledger)) == ["bob"]
    assert ledger.count_exercises() == 2


def test_a_second_run_on_the_same_folder_refuses(tmp_path):
    def twice():
        with locked(tmp_path), locked(tmp_path):
            pass

    with pytest.raises(NNGradeError, match="Another run is writing to"):
        twice()
    with locked(tmp_path):
        pass


@pytest.mark.parametrize("place", ["file/out", "taken"])
def test_a_folder_that_can_not_be_used_is_one_sentence(tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "taken" / ".lock").mkdir(parents=True)
    with (
        pytest.raises(NNGradeError, match=r"can't be created: .* name another folder"),
        locked(tmp_path / place),
    ):
        pass
