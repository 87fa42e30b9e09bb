"""Grades hostile submissions, one after the other, in one grader.

`batch.py COURSE TIER HOSTILE OUT [NAME…]` writes to OUT, as JSON, what became of each, and what
it left behind. Run as the user who grades.
"""

import json
import os
import shutil
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from bait import Bait

from nngrade.course import Course, open_course
from nngrade.judging import Judge
from nngrade.results import SubmissionResult
from nngrade.sandbox.box import Tier
from nngrade.sandbox.launch import open_launcher
from nngrade.sandbox.runner import Settings
from nngrade.submission import read_submission

SETTINGS = Settings(call_seconds=1.0, exercise_seconds=2.0, submission_seconds=10.0)
HONEST = ("e03_linear", "e05_softmax")
NESTED = "(" * 100_000 + ")" * 100_000


def main() -> None:
    """Grade them all."""
    course, tier = open_course(Path(sys.argv[1])), Tier(sys.argv[2])
    hostile, out, names = Path(sys.argv[3]), Path(sys.argv[4]), sys.argv[5:]
    with tempfile.TemporaryDirectory(prefix="nngrade-hostile-") as place:
        (Path(place) / "bait").mkdir()
        bait = Bait(Path(place) / "bait")
        submissions = Path(place) / "submissions"
        words = bait.names | {"@COURSE@": str(course.root), "@SUBMISSIONS@": str(submissions)}
        for name in names:
            prepare(hostile / name, submissions / name, course, words)
        found = graded(course, tier, hostile, submissions, names, bait)
        out.write_text(json.dumps(found), encoding="utf-8")
        bait.close()


def prepare(hostile: Path, target: Path, course: Course, words: dict[str, str]) -> None:
    """Fill up a hostile folder with the solutions, and tell its files where the bait is."""
    expected = tomllib.loads((hostile / "expected.toml").read_text(encoding="utf-8"))
    if expected.get("alone"):
        target.mkdir(parents=True)
    else:
        shutil.copytree(course.solutions, target, ignore=shutil.ignore_patterns("__pycache__"))
    for file in hostile.iterdir():
        if file.name != "expected.toml":
            (target / file.name).write_bytes(told(file.read_bytes(), words))
    for source, names in expected.get("copies", {}).items():
        for name in names:
            shutil.copy(target / source, target / name)
    for name, leads_to in expected.get("links", {}).items():
        (target / name).unlink(missing_ok=True)
        (target / name).symlink_to(told(leads_to.encode(), words).decode())


def told(source: bytes, words: dict[str, str]) -> bytes:
    """Replace each @WORD@ by what it stands for."""
    for word, meaning in (words | {"@NESTED@": NESTED}).items():
        source = source.replace(word.encode(), meaning.encode())
    return source


def graded(
    course: Course, tier: Tier, hostile: Path, submissions: Path, names: list[str], bait: Bait
) -> dict[str, Any]:
    """Grade all with one launcher; say what each got and left, and what all of them cost."""
    launcher = open_launcher(tier)
    judge = Judge(course, launcher, SETTINGS)
    descriptors = open_descriptors()
    outcomes: dict[str, Any] = {}
    for attacked, group in grouped(hostile, names).items():
        folders = [submissions / one for one in group]
        outcomes |= graded_together(judge, course, attacked, folders, bait)
    summary = {
        "user": os.getuid(),
        "isolation": launcher.isolation,
        "memory": peak_memory(),
        "descriptors": open_descriptors() - descriptors,
        "token": bait.token,
    }
    launcher.close()
    return summary | {"outcomes": outcomes}


def peak_memory() -> int:
    """Return the bytes this program has used at most; `ru_maxrss` begins with its parent's."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def open_descriptors() -> int:
    """Count what this process holds open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def graded_together(
    judge: Judge, course: Course, attacked: str, folders: list[Path], bait: Bait
) -> dict[str, Any]:
    """Grade the attacked exercise of these submissions, and some honest ones."""
    exercises = [one for one in course.catalog.exercises if one.slug in {attacked, *HONEST}]
    outcomes: dict[str, Any] = {}
    started = time.monotonic()

    def done(result: SubmissionResult) -> None:
        nonlocal started
        name = folders[len(outcomes)].name
        seconds = time.monotonic() - started
        outcomes[name] = {
            "result": msgspec.to_builtins(result),
            "traces": settled(bait, name),
            "seconds": round(seconds, 2),
        }
        started = time.monotonic()

    judge.grade_all(
        (read_submission(folder, course.catalog) for folder in folders), exercises, done=done
    )
    return outcomes


def settled(bait: Bait, name: str) -> list[str]:
    """Look at the bait; a daemon gets the time to do what it wants first."""
    if "daemon" in name:
        time.sleep(0.6)
    return bait.traces()


def grouped(hostile: Path, names: list[str]) -> dict[str, list[str]]:
    """Put together those that attack the same exercise: their checks are collected once."""
    groups: dict[str, list[str]] = {}
    for name in names:
        words = (hostile / name / "expected.toml").read_text(encoding="utf-8")
        groups.setdefault(tomllib.loads(words)["exercise"], []).append(name)
    return groups


if __name__ == "__main__":
    main()
