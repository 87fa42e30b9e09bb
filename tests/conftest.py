"""What many tests share: the real course, one launcher of workers, and short deadlines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nngrade.course import Course, open_course
from nngrade.sandbox.launch import Launcher, open_launcher
from nngrade.sandbox.runner import Settings


@pytest.fixture(scope="session")
def course() -> Course:
    """Open the course of this repository."""
    return open_course(Path(__file__).parent)


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """Start workers as the grader does here; the fork server starts once for all tests."""
    launcher = open_launcher()
    yield launcher
    launcher.close()


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Shorten the deadlines, so that what never ends is ended soon."""
    return Settings(call_seconds=1.0, exercise_seconds=5.0, submission_seconds=20.0)
