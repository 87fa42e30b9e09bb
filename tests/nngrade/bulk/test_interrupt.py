"""Ctrl-C says in one sentence what is kept, leaves nobody behind, and the run goes on later."""

import os
import re
import signal
import sqlite3
import time
from contextlib import closing

STOPPED = re.compile(r"Stopped: (\d+) of 12 submissions are done and kept in (.*); the same .*\.")


def saved(path):
    """Count the submissions in a ledger, also in one that is just being made."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as ledger:
            return ledger.execute("SELECT count(*) FROM submission").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_ctrl_c_keeps_what_is_graded_and_says_so(
    bulk, start, orphans, small_course, small_class, tmp_path
):
    submissions, out = small_class(12), tmp_path / "out"
    words = ("--course", small_course.root, "bulk", submissions, "-o", out, "-j", 1)
    process = start(*words)
    while not saved(out / "results.sqlite"):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    said, complained = process.communicate(timeout=30)
    assert (process.returncode, complained) == (1, "")
    kept, place = STOPPED.fullmatch(said.splitlines()[-1]).groups()
    assert 1 <= int(kept) == saved(out / "results.sqlite") < 12
    assert place == str(out)
    assert not (out / "gradebook.csv").exists()
    assert orphans() == set()
    done = bulk(submissions, out, "-j", 1)
    assert f"{12 - int(kept)} graded" in done.out
    assert f"{kept} known from before" in done.out
