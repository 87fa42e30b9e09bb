"""Courses to work on, copies so that no test reaches the repository; archives; Chromium."""

import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nngrade.course import Course, open_course

PARTS = ("course/lessons", "exercises", "solutions", "grader/checks", "grader/misconceptions")
Pack = Callable[..., bytes]
# Three exercises that build on nothing, the first of them with two functions.
SMALL = {"e01_data": 50, "e04_relu": 25, "e05_softmax": 25}
OF_AN_EXERCISE = re.compile(r"(test_)?e\d\d_")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",  # root has no other way; the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)


@pytest.fixture
def course_copy(course: Course, tmp_path: Path) -> Course:
    """Copy the whole course."""
    return _copied(course, tmp_path / "whole", lambda text: text, "*")


@pytest.fixture
def small_course(course: Course, tmp_path: Path) -> Course:
    """Copy three of the exercises, which are graded in a fraction of the time."""
    return _copied(course, tmp_path / "small", _trimmed, *(f"*{slug}.*" for slug in SMALL))


def _copied(course: Course, to: Path, edit: Callable[[str], str], *patterns: str) -> Course:
    for part in PARTS:
        folder = to / part
        folder.mkdir(parents=True)
        for path in (course.root / part).iterdir():
            shared = not OF_AN_EXERCISE.match(path.name)
            if path.is_file() and (shared or any(map(path.match, patterns))):
                shutil.copy(path, folder)
    catalog = Path("course", "catalog.toml")
    text = (course.root / catalog).read_text(encoding="utf-8")
    (to / catalog).write_text(edit(text), encoding="utf-8")
    return open_course(to)


def _trimmed(catalog: str) -> str:
    """Keep the small course's exercises, with points that add up to 100 again."""
    entries = re.split(r"(?=^\[\[exercise\]\])", catalog, flags=re.MULTILINE)
    return "\n".join(
        re.sub(r"(?m)^points = .*", f"points = {points}", entry)
        for slug, points in SMALL.items()
        for entry in entries
        if f'slug = "{slug}"' in entry
    )


@pytest.fixture(scope="session")
def zipped() -> Pack:
    """Return a maker of zips, from pairs of a name (or ZipInfo) and bytes."""

    def make(members: Iterable[tuple[Any, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
        buffer = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
            warnings.simplefilter("ignore", UserWarning)  # a name that stands there twice
            for name, data in members:
                archive.writestr(name, data)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def tarred() -> Pack:
    """Return a maker of tars, from pairs of a name (or TarInfo) and bytes."""

    def make(members: Iterable[tuple[Any, bytes]], mode: str = "w") -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:
            for name, data in members:
                info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return buffer.getvalue()

    return make


class Browser:
    """Chromium, driven by its own protocol through a pipe: no port, no further package."""

    def __init__(self, program: str, folder: Path) -> None:
        theirs, self._to = os.pipe()
        self._from, theirs_too = os.pipe()
        # The protocol's two ends are the file descriptors 3 and 4.
        start = f'exec "$@" 3<&{theirs} 4>&{theirs_too}'
        self._process = subprocess.Popen(
            [
                shutil.which("bash") or "bash",
                "-c",
                start,
                "bash",
                program,
                *FLAGS,
                f"--user-data-dir={folder}",
            ],
            pass_fds=(theirs, theirs_too),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(theirs_too)
        self._numbers = count(1)
        self._rest = b""
        self._session: dict[str, str] = {}
        self.complaints: list[str] = []
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        attached = self.do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for room in ("Page", "Runtime", "Log"):
            self.do(f"{room}.enable")

    def do(self, method: str, **given) -> dict:
        """Send a command and return its result; what the page complains of is kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": given} | self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            self._listen(answer)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def wait_for(self, event: str) -> None:
        """Read on until something has happened."""
        while (told := self._next()).get("method") != event:
            self._listen(told)

    def _listen(self, told: dict) -> None:
        if told.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}:
            self.complaints.append(json.dumps(told["params"]))
        if told.get("method") == "Runtime.consoleAPICalled":
            self.complaints.append(json.dumps(told["params"]))

    def _next(self) -> dict:
        while b"\0" not in self._rest:
            piece = os.read(self._from, 1 << 16)
            assert piece, "Chromium has ended"
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return json.loads(message)

    def open(self, path: Path, *, width: int, scheme: str) -> None:
        """Show a file on a screen of this width, for someone who prefers light or dark."""
        self.complaints.clear()
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=False,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.do("Emulation.setEmulatedMedia", features=[feature])
        self.do("Page.navigate", url=path.as_uri())
        self.wait_for("Page.loadEventFired")

    def ask(self, expression: str):
        """Return what an expression is on the page."""
        result = self.do("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    def close(self) -> None:
        """End the browser."""
        with suppress(OSError):
            os.close(self._to)
        self._process.terminate()
        self._process.wait()
        os.close(self._from)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Start Chromium; where there is none, fail: what a page looks like can't be skipped."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "Chromium is needed: apt-get install chromium"
    started = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield started
    started.close()
