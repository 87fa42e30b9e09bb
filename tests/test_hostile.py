"""A hostile submission gets no points for wrong values, reads nothing and reaches nothing.

Each is graded in tier A and in tier B, and where the tests run as root, as root and as an
ordinary user. Nothing here is skipped: a machine without the box fails these tests.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console

from nngrade.console import show_result
from nngrade.report.html import render
from nngrade.report.view import build_view
from nngrade.results import SubmissionResult

TESTS = Path(__file__).parent
HOSTILE = TESTS / "submissions" / "hostile"
NAMES = sorted(path.parent.name for path in HOSTILE.glob("*/expected.toml"))
KINDS = {"forging", "reading", "escaping", "starving", "injecting"}
HONEST = {"e03_linear", "e04_relu", "e05_softmax"}
NOBODY = 65534
AS_ROOT = os.geteuid() == 0
USERS = ("root", "user") if AS_ROOT else ("user",)
CASES = [(tier, user) for tier in "AB" for user in USERS]
SECONDS = 300.0
TOO_LATE = "it took longer than 1 s."
MIB = 2**20

each_case = pytest.mark.parametrize("case", CASES, ids="-".join)


@dataclass(frozen=True)
class Expected:
    """What a folder's `expected.toml` says."""

    kind: str
    tries: str
    exercise: str
    outcome: str
    message: str = ""
    score: float = 0.0
    tier_b: str = ""
    unconfined: str = ""
    note: str = ""
    alone: bool = False
    links: dict[str, str] | None = None
    copies: dict[str, list[str]] | None = None


@cache
def expected(name: str) -> Expected:
    words = (HOSTILE / name / "expected.toml").read_text(encoding="utf-8")
    return Expected(**tomllib.loads(words))


UNCONFINED = [name for name in NAMES if expected(name).unconfined]
INJECTING = [name for name in NAMES if expected(name).kind == "injecting"]


# --- grading them, as other users see the machine ----------------------------------------------


@pytest.fixture(scope="session")
def installed(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Install nngrade for all users: see `hostile/install.py`."""
    if not AS_ROOT:
        reporter = request.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line("Started as an ordinary user: nothing is tried as root.")
    place = Path(tempfile.mkdtemp(prefix="nngrade-installed-"))
    place.chmod(0o755)
    try:
        subprocess.run([sys.executable, TESTS / "hostile" / "install.py", place], check=True)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def started(
    installed: Path, user: str, *words: object, kind: str = "editable", **given: Any
) -> subprocess.Popen[str]:
    """Start the installed Python as that user, away from this process's own environment."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LD_LIBRARY_PATH": str(installed / "python" / "lib"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    as_user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return subprocess.Popen(
        [installed / kind / "bin" / "python", *map(str, words)],
        env=environment | given.pop("env", {}),
        cwd=given.pop("cwd", "/"),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **(as_user if AS_ROOT and user == "user" else {}),
        **given,
    )


@contextlib.contextmanager
def writable_folder() -> Iterator[Path]:
    """Make a folder that every user may write into."""
    with tempfile.TemporaryDirectory(prefix="nngrade-out-") as name:
        Path(name).chmod(0o777)
        yield Path(name)


def finished(process: subprocess.Popen[str], out: Path) -> dict[str, Any]:
    """Wait for a process of ours, and read what it wrote down."""
    try:
        _, error = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    assert process.returncode == 0, error
    return json.loads(out.read_text(encoding="utf-8"))


def batch(installed: Path, tier: str, user: str, out: Path, names: list[str]) -> Any:
    script, folders = installed / "tests" / "batch.py", installed / "submissions"
    return started(installed, user, script, installed / "project", tier, folders, out, *names)


@pytest.fixture(scope="session")
def batches(installed: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Grade all in each case. The cases run side by side, since most of the time is waiting."""
    with writable_folder() as folder:
        running = [
            (case, batch(installed, *case, folder / "-".join(case), NAMES), folder / "-".join(case))
            for case in CASES
        ]
        return {case: finished(process, out) for case, process, out in running}


@pytest.fixture(scope="session")
def unconfined(installed: Path) -> dict[str, Any]:
    """Grade, as an ordinary user, what is known to get through where nothing confines it."""
    with writable_folder() as folder:
        out = folder / "unconfined"
        return finished(batch(installed, "C", "user", out, UNCONFINED), out)


def attacked(outcome: dict[str, Any], name: str) -> dict[str, Any]:
    exercises = outcome["result"]["exercises"]
    return next(one for one in exercises if one["slug"] == expected(name).exercise)


# --- what becomes of them ------------------------------------------------------------------------


def test_hostile_submissions_are_of_every_kind() -> None:
    assert len(NAMES) >= 50
    assert {expected(name).kind for name in NAMES} == KINDS
    assert all(expected(name).tries for name in NAMES)


@each_case
@pytest.mark.parametrize("name", NAMES)
def test_hostile_submission_gets_nothing(batches, case, name) -> None:
    """The attacked exercise ends as it must, in words that fit, and no bait is touched."""
    outcome, wanted = batches[case]["outcomes"][name], expected(name)
    exercise = attacked(outcome, name)
    known = wanted.tier_b if case[0] == "B" else ""
    assert exercise["outcome"] == (known or wanted.outcome)
    assert exercise["score"] == (exercise["points"] if known else wanted.score)
    failing = [check["message"] for check in exercise["checks"] if check["outcome"] != "passed"]
    assert known or not failing or any(fits(wanted, message) for message in failing), failing
    assert outcome["traces"] == []
    assert outcome["seconds"] < 60


def fits(wanted: Expected, message: str) -> bool:
    """Tell whether a message says what was wrong; on a busy machine, that it took too long."""
    late = wanted.kind == "starving" and TOO_LATE in message
    return late or wanted.message in message


@each_case
@pytest.mark.parametrize("name", NAMES)
def test_hostile_submission_costs_honest_exercises_nothing(batches, case, name) -> None:
    outcome = batches[case]["outcomes"][name]["result"]
    if expected(name).alone:
        return
    honest = [one for one in outcome["exercises"] if one["slug"] != expected(name).exercise]
    assert {one["slug"] for one in honest} == HONEST - {expected(name).exercise}
    assert all(one["score"] == one["points"] for one in honest)


@each_case
def test_hostile_submissions_learn_no_secret(batches, case) -> None:
    """What the bait holds stands in no result, whatever an exception or a traceback quotes."""
    found = batches[case]
    assert found["token"] not in json.dumps(found["outcomes"])


@each_case
def test_hostile_submissions_leave_the_grader_whole(batches, case, installed) -> None:
    """It graded all of them, in the tier and as the user that was meant, and is none the worse."""
    found = batches[case]
    assert sorted(found["outcomes"]) == NAMES
    assert found["isolation"].startswith(f"tier {case[0]}:")
    assert (found["user"] == 0) == (case[1] == "root")
    assert found["descriptors"] == 0
    assert found["memory"] < 512 * MIB
    assert processes_of(installed) == []


def processes_of(installed: Path) -> list[str]:
    """Name the processes that run from a folder."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if (
                process.name.isdigit()
                and str(installed).encode() in (process / "cmdline").read_bytes()
            ):
                found.append(process.name)
    return found


@pytest.mark.parametrize("name", UNCONFINED)
def test_hostile_attack_works_where_nothing_confines_it(unconfined, name) -> None:
    """An attack that could never work would prove nothing about the box."""
    assert attacked(unconfined["outcomes"][name], name)["outcome"] == expected(name).unconfined


# --- what the grader says of them ----------------------------------------------------------------


def result_of(batches, name: str) -> SubmissionResult:
    return msgspec.convert(batches[CASES[0]]["outcomes"][name]["result"], SubmissionResult)


def acting(text: str) -> set[str]:
    """Return the characters that act on a terminal, hide, or turn a line round."""
    return {character for character in text if not character.isprintable()} - {"\n", "\t"}


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_do_nothing_to_a_terminal(batches, course, name) -> None:
    screen = io.StringIO()
    show_result(Console(file=screen, width=80), result_of(batches, name), course.catalog.exercises)
    assert acting(screen.getvalue()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_do_nothing_to_json(batches, name) -> None:
    public = result_of(batches, name).public()
    text = json.dumps(public, ensure_ascii=False, indent=2)
    assert acting(text) == set()
    assert json.loads(text) == public
    text.encode("utf-8")


@pytest.mark.parametrize("name", INJECTING)
def test_hostile_words_do_nothing_to_a_page(batches, course, name) -> None:
    exercises = {one.slug: one for one in result_of(batches, name).exercises}
    page = render(build_view(course.catalog, exercises, {}, []))
    assert acting(page) == set()
    assert "<script" not in page
    assert "<img src=x" not in page


def test_hostile_words_do_not_pass_for_the_grader_s_own(batches, course) -> None:
    """A learner's lines stand further in than any verdict of the grader's."""
    screen = io.StringIO()
    result = result_of(batches, "a_verdict_in_an_exception")
    show_result(Console(file=screen, width=80), result, course.catalog.exercises)
    lines = screen.getvalue().splitlines()
    assert not any(line.startswith("  e04 relu") and "6/6" in line for line in lines)
    assert [line for line in lines if line.endswith(" points")][-1] == "  14 of 20 points"
    assert sum(line.startswith("  ") and line[2] != " " and "points" in line for line in lines) == 1
