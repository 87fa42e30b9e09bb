"""A run killed at any moment goes on where it was: the same files, and nobody left behind."""

import os
import secrets
import signal
import subprocess
import sys
import time

import numpy as np

SUBMISSIONS = 12
RUNS = 5
OWN = ("results.sqlite", ".lock")


def written(out):
    """Return what a run has left, by path: pages, too, but for the ledger and the lock."""
    files = (path for path in out.rglob("*") if path.is_file() and path.name not in OWN)
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def test_one_grader_or_two_write_the_same(bulk, small_class, tmp_path):
    submissions = small_class(SUBMISSIONS)
    outs = [tmp_path / "one", tmp_path / "two"]
    for jobs, out in enumerate(outs, 1):
        assert bulk(submissions, out, "--seed", 5, "-j", jobs).code == 0
    assert written(outs[0]) == written(outs[1])
    assert {"gradebook.csv", "results.jsonl"} <= written(outs[0]).keys()


def test_killed_twice_and_started_again_it_writes_the_same(
    bulk, start, orphans, small_course, small_class, tmp_path
):
    """Ten moments, spread over the length of a run; the process alone, or its whole group."""
    submissions = small_class(SUBMISSIONS)
    whole = tmp_path / "whole"
    begun = time.monotonic()
    assert bulk(submissions, whole, "--seed", 5, "-j", 2).code == 0
    pauses = iter(moments(time.monotonic() - begun))
    for number in range(RUNS):
        out = tmp_path / f"killed{number}"
        for kill in (os.kill, os.killpg):
            process = start(
                *("--course", small_course.root, "bulk", submissions, "-o", out),
                *("--seed", 5, "-j", 2),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(next(pauses))
            kill(process.pid, signal.SIGKILL)
            process.wait()
            assert orphans() == set()
        done = bulk(submissions, out, "--seed", 5, "-j", 1)
        assert (done.code, done.err) == (0, "")
        assert written(out) == written(whole)


def moments(length):
    """Draw a moment from each tenth of a run; shuffled, in seconds."""
    seed = secrets.randbelow(2**32)
    rng = np.random.default_rng(seed)
    parts = rng.permutation((np.arange(2 * RUNS) + rng.random(2 * RUNS)) / (2 * RUNS))
    sys.stdout.write(f"seed {seed}, {length:.2f} s, killed after {parts.round(2)}\n")
    return parts * length
