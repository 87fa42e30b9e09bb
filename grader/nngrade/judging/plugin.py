"""The pytest plugin: collects the hidden checks once, then runs them as often as asked.

The checks run in the grader's process, under a configuration of their own; a check
reaches the submission through the `student` fixture alone.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest

from nngrade.course import importable
from nngrade.diagnosis import Evidence
from nngrade.errors import GraderError
from nngrade.judging.failures import CheckFailure
from nngrade.results import CheckResult, Outcome

if TYPE_CHECKING:
    from nngrade.judging.reference import Reference
    from nngrade.judging.student import Student

OPTIONS = (
    "--import-mode=importlib",
    "--assert=plain",
    "--capture=no",
    "-p", "no:terminal",
    "-p", "no:cacheprovider",
    "-p", "no:unraisableexception",
    "-p", "no:threadexception",
    "-p", "no:faulthandler",
    "-p", "no:logging",
    "-p", "no:junitxml",
    "-p", "no:doctest",
    "-p", "no:warnings",
)  # fmt: skip
FINISHED = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)
# Each of these changes how pytest behaves; none is the checks' affair.
VARIABLES = ("CI", "BUILD_NUMBER", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_CURRENT_TEST")


class Check:
    """A hidden check as it was collected."""

    def __init__(self, item: pytest.Function) -> None:
        self.item = item
        self.exercise = item.path.stem.removeprefix("test_")
        self.id = f"{self.exercise}::{item.name.removeprefix('test_')}"
        self.title = _title_of(item)
        self.function = _function_of(item)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a check ended, and the call behind it where it didn't pass."""

    check: Check
    result: CheckResult
    evidence: Evidence | None = None


def _title_of(item: pytest.Function) -> str:
    text = (item.function.__doc__ or "").strip()
    if not text:
        raise GraderError(f"{item.nodeid} has no docstring: its first line is the check's title.")
    return str(text.splitlines()[0])


def _function_of(item: pytest.Function) -> str:
    marker = item.get_closest_marker("of")
    if marker is None or not marker.args:
        raise GraderError(f'{item.nodeid} has no mark: @pytest.mark.of("function") is needed.')
    return str(marker.args[0])


class ChecksPlugin:
    """Holds the session open while `body` runs, and hands each check what it needs."""

    def __init__(
        self,
        reference: "Reference",
        body: Callable[["ChecksPlugin"], None],
    ) -> None:
        self._reference = reference
        self._body = body
        self._student: Student | None = None
        self._seed = 0
        self._raised: BaseException | None = None
        self.checks: list[Check] = []
        self.fault: BaseException | None = None

    # --- what a check may ask for -------------------------------------------------------------

    @pytest.fixture
    def student(self) -> "Student":
        """Supply the submission under examination."""
        assert self._student is not None  # noqa: S101 - set before any check runs
        return self._student

    @pytest.fixture
    def reference(self) -> "Reference":
        """Supply the reference solutions."""
        return self._reference

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Supply a generator seeded from the run's seed and the check's id, for all the same."""
        return np.random.default_rng(check_seed(self._seed, Check(request.node).id))

    # --- running ------------------------------------------------------------------------------

    def run(self, check: Check, student: "Student", seed: int) -> Verdict:
        """Run one check against one submission."""
        self._student, self._seed, self._raised = student, seed, None
        student.begin()
        # Whatever numbers a submission returned, no warning about them belongs on the terminal.
        with np.errstate(all="ignore"):
            check.item.config.hook.pytest_runtest_protocol(item=check.item, nextitem=None)
        result = self._result(check, student)
        return Verdict(check, result, getattr(self._raised, "evidence", None))

    def _result(self, check: Check, student: "Student") -> CheckResult:
        outcome, message = Outcome.PASSED, ""
        if isinstance(self._raised, CheckFailure):
            outcome, message = self._raised.outcome, self._raised.message
        elif self._raised is not None:
            raise GraderError(
                f"The check {check.id} failed to do its work: {self._raised!r}."
            ) from self._raised
        return CheckResult(
            check.id,
            check.title,
            check.function,
            outcome,
            message,
            gradients=student.gradients,
            printed=student.printed if outcome is not Outcome.PASSED else "",
        )

    # --- pytest's hooks -----------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the mark known that names the function a check belongs to."""
        config.addinivalue_line("markers", "of(function): the function that a check examines")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand over to the body instead of running every check once."""
        if self.fault is not None:
            return True
        # A dozen times in each check it is asked for, and looks through all folders each time.
        session.gethookproxy = cache(session.gethookproxy)  # type: ignore[assignment,method-assign]
        try:
            self.checks = [
                Check(item) for item in session.items if isinstance(item, pytest.Function)
            ]
            self._body(self)
        except BaseException as fault:  # noqa: BLE001 - pytest would print it; it is raised again outside
            self.fault = fault
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file of checks that doesn't load."""
        if report.failed:
            self.fault = GraderError(f"The checks don't load: {report.longreprtext}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Note how a check ended; pytest's own report would render tracebacks that nobody reads."""
        if call.excinfo is not None and self._raised is None:
            self._raised = call.excinfo.value
        outcome: Literal["passed", "failed"] = "failed" if call.excinfo else "passed"
        when = call.when if call.when != "collect" else "call"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)


def check_seed(seed: int, check_id: str) -> int:
    """Derive a check's seed from the run's; stable over versions of Python."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{check_id}".encode()).digest()[:8])


def run_session(
    folder: Path,
    files: list[Path],
    reference: "Reference",
    body: Callable[[ChecksPlugin], None],
) -> None:
    """Collect the checks in these files, then run `body` with them; its errors are raised here."""
    plugin = ChecksPlugin(reference, body)
    options = ["-c", os.devnull, "--rootdir", str(folder), *OPTIONS, *map(str, files)]
    with _own_environment(), importable(folder):
        status = pytest.main(options, plugins=[plugin])
    if plugin.fault is not None:
        raise plugin.fault
    if status not in FINISHED:
        raise GraderError(f"pytest could not run the checks (status {status}).")


@contextmanager
def _own_environment() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in VARIABLES if name in os.environ}
    autoload = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.update(kept)
        if autoload is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = autoload
