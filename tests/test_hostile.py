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
HONEST = {"e03_linear", "e05_softmax"}
NOBODY = 65534
AS_ROOT = os.geteuid() == 0
INSTALLS = ("editable", "wheel")
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


def test_hostile_replies_never_take_a_check_down(course) -> None:
    """Whatever arrives instead of the right values, each check passes, fails or is an error."""
    script, rounds = TESTS / "hostile" / "corrupt.py", ("0", "4")
    run = subprocess.run(
        [sys.executable, "-W", "error", script, course.root, *rounds],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == 4
    assert " 100.0 of" not in run.stdout


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


# --- what they can see ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def all_sorts_of_files(installed) -> list[str]:
    """List files of the installation, the project, the home and the system, thousands of them."""
    own = [path for path in files_below(TESTS.parent) if "/." not in path]
    system = [*files_below(Path("/etc")), *files_below(Path("/usr/lib"))[:2_000]]
    devices = [path for path in files_below(Path("/dev")) if not Path(path).is_symlink()]
    processes = [
        f"/proc/{process}/{name}"
        for process in ("self", "1", str(os.getpid()), str(os.getppid()))
        for name in ("environ", "cmdline", "maps", "mem", "status", "fd/0")
    ]
    home = files_below(Path.home())[:5_000]
    return [*files_below(installed), *own, *system, *devices, *processes, *home]


@pytest.fixture(scope="session", params=[(tier, kind) for tier in "AB" for kind in INSTALLS])
def sight(installed, all_sorts_of_files, request) -> dict[str, Any]:
    """Let a confined learner try to open and to import what there is."""
    tier, kind = request.param
    with writable_folder() as folder:
        paths, out = folder / "paths", folder / "out"
        paths.write_text(json.dumps(all_sorts_of_files), encoding="utf-8")
        script = installed / "tests" / "sight.py"
        process = started(installed, "root", script, tier, paths, out, kind=kind)
        return finished(process, out) | {"tier": tier, "kind": kind}


def files_below(folder: Path) -> list[str]:
    return [f"{place}/{name}" for place, _, names in os.walk(folder) for name in names]


def allowed_files(installed: Path, sight: dict[str, Any]) -> set[tuple[int, int]]:
    """Return the files that Python, NumPy and the codec are made of; a file may have many paths."""
    packages = next((installed / sight["kind"] / "lib").glob("python*/site-packages"))
    libraries = [packages / "numpy", packages / "numpy.libs", packages / "msgspec"]
    paths = [path for folder in libraries for path in files_below(folder)]
    paths += files_below(installed / "python")
    paths += ["/dev/null", "/dev/urandom"]
    if sight["tier"] == "A":
        paths += files_below(Path("/usr/lib"))
    return {identity(path) for path in paths if Path(path).exists()}


def identity(path: str) -> tuple[int, int]:
    details = os.stat(path)  # noqa: PTH116 - of hundreds of thousands
    return details.st_dev, details.st_ino


def test_hostile_eyes_see_python_numpy_and_the_codec(sight, installed) -> None:
    """A learner's code must run: it reads the library, and imports what it needs."""
    assert sight["isolation"].startswith(f"tier {sight['tier']}:")
    packages = next((installed / sight["kind"] / "lib").glob("python*/site-packages"))
    assert str(packages / "numpy" / "__init__.py") in sight["opened"]
    assert "/dev/urandom" in sight["opened"]
    assert {"numpy", "msgspec", "random", "dataclasses"} <= set(sight["imported"])


def test_hostile_eyes_see_no_other_file(sight, installed) -> None:
    """Not the grader, not the course, no checks, no solutions, no other package, no home."""
    allowed = allowed_files(installed, sight)
    assert [path for path in sight["opened"] if identity(path) not in allowed] == []


def test_hostile_eyes_see_no_other_module(sight) -> None:
    """Of the grader there are the worker's own files, and a package's name without a package."""
    known = {*sys.stdlib_module_names, "numpy", "msgspec", "nngrade"}
    private = {name for name in sight["imported"] if name.startswith(("_", "xx"))}
    assert set(sight["imported"]) - known - private == set()
    assert sight["contents"] in ([], ["sandbox"])
    assert set(sight["grader"]) == {
        "nngrade",
        "nngrade.sandbox",
        *(f"nngrade.sandbox.{name}" for name in ("confine", "protocol", "worker")),
    }
    assert [path for path in sight["path"] if "site-packages" in path or "project" in path] == []


# --- the command line ----------------------------------------------------------------------------

# They need no bait; the rest of their files is filled up with the solutions.
AT_THE_COMMAND_LINE = [
    "walks_the_frames",
    "exits_with_success",
    "loops_when_called",
    "names_that_act",
]
COMMAND = ("-c", "from nngrade.cli import main; main()")


def laid_out(name: str, folder: Path) -> Path:
    """Fill a hostile folder up with the solutions."""
    shutil.copytree(TESTS.parent / "solutions", folder)
    for file in (HOSTILE / name).glob("*.py"):
        shutil.copy(file, folder)
    return folder


@pytest.mark.parametrize("name", AT_THE_COMMAND_LINE)
def test_hostile_submission_is_graded_whole_at_the_command_line(name, course, tmp_path) -> None:
    """One JSON object, all twelve exercises, and only the attacked one loses its points."""
    folder = laid_out(name, tmp_path / "submission")
    words = ("--course", str(course.root), "check", "--submission", str(folder), "--format", "json")
    run = subprocess.run(
        [sys.executable, *COMMAND, *words], capture_output=True, check=False, timeout=60
    )
    assert run.returncode == 1
    assert run.stderr == b""
    assert acting(run.stdout.decode()) == set()
    found = json.loads(run.stdout)
    points = {one["slug"]: one["points"] for one in found["exercises"]}
    scores = {one["slug"]: one["score"] for one in found["exercises"]}
    assert found["isolation"].startswith("tier A:")
    assert scores == points | {expected(name).exercise: 0.0}


def test_hostile_files_in_the_current_folder_are_not_imported(course, tmp_path) -> None:
    """Nothing there runs in the grader's process, whatever module it is named after."""
    folder, trace = laid_out("brings_modules", tmp_path / "submission"), tmp_path / "imported"
    source = f"open({str(trace)!r}, 'w').close()"
    for names in (expected("brings_modules").copies or {}).values():
        for name in (*names, "click.py", "rich.py", "json.py", "nncourse.py"):
            (folder / name).write_text(source, encoding="utf-8")
    command = Path(sys.executable).with_name("nngrade")
    words = ("--course", course.root, "check", "relu", "--submission", ".", "--format", "json")
    run = subprocess.run(
        [command, *words], cwd=folder, capture_output=True, check=False, timeout=60
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert json.loads(run.stdout)["score"] == 0.0
    assert not trace.exists()


def test_hostile_code_is_refused_where_nothing_confines_it(unboxed, tmp_path) -> None:
    run = unboxed("check", "--submission", laid_out("walks_the_frames", tmp_path / "submission"))
    assert run.returncode == 3
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    assert line.startswith("nngrade: This machine can't confine someone else's code: ")
    assert line.endswith("accept the risk with --allow-unsafe.")


def test_hostile_code_is_refused_for_training_where_nothing_confines_it(unboxed, tmp_path) -> None:
    run = unboxed("train", "--submission", laid_out("walks_the_frames", tmp_path / "submission"))
    assert run.returncode == 3
    assert run.stderr.startswith("nngrade: This machine can't confine")


def test_hostile_code_is_graded_at_the_grader_s_own_risk(unboxed, tmp_path) -> None:
    """The result says what confined it, and still no wrong value earns points."""
    folder = laid_out("walks_the_frames", tmp_path / "submission")
    words = ("check", "relu", "--allow-unsafe", "--submission", folder, "--format", "json")
    run = unboxed(*words)
    assert run.returncode == 1
    assert run.stderr == ""
    found = json.loads(run.stdout)
    assert found["isolation"] == "tier C: resource limits only"
    assert found["score"] == 0.0


def test_hostile_or_not_one_s_own_exercises_are_graded_everywhere(unboxed) -> None:
    run = unboxed("check", "--format", "json")
    assert run.returncode == 1
    assert run.stderr == ""
    assert json.loads(run.stdout)["isolation"] == "tier C: resource limits only"


@pytest.fixture
def unboxed(installed, tmp_path):
    """Return a function that runs nngrade on a machine without bubblewrap and Landlock."""
    python = installed / "editable" / "bin" / "python"
    hidden = tmp_path / "hidden"
    hidden.mkdir()

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        script = installed / "tests" / "unconfined.py"
        course = ("--course", installed / "project")
        process = started(installed, "root", script, hidden, python, *COMMAND, *course, *words)
        output, error = process.communicate(timeout=60)
        return subprocess.CompletedProcess(words, process.returncode, output, error)

    return run
