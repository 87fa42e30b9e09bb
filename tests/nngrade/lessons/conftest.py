"""A course of two lessons, and Chromium to look at pages with."""

import json
import os
import shutil
import subprocess
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from nngrade.catalog import Catalog, Exercise
from nngrade.course import Course

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",  # root has no other way; the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)

FIRST = """\
# Exercise 1 · One

See [the second](e02_two.md#when), [its list](../list.md), <b>raw</b> and
[the paper](https://example.org/paper).

![A line that rises](figures/e01_line.svg)

![A picture that is
not there](figures/none.svg)

## first

    z │ 1 < 2
    ──┴──────

```python
>>> first(1)
2
```

| a | b |
|---|---|
| `x` | y |

## When something is off

Look.

<!-- mistakes -->

<details>
<summary>The grader knows 1 mistake here</summary>

`first`

- You took *all*

</details>

<!-- /mistakes -->

## Now you

Begin.
"""
SECOND = "# Exercise 2 · Two\n\nBack to [the first](e01_one.md).\n\n## when\n\nLater.\n"
LINE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="20" role="img">'
    '<title>Line</title><path d="M 0 0 L 9 9" style="stroke: #2a7fc4"/></svg>\n'
)


@pytest.fixture
def two_lessons(tmp_path: Path) -> Course:
    """Return a course of two lessons and one figure."""
    course = Course(
        tmp_path,
        Catalog(
            (
                Exercise("e01_one", "e01_one.py", "one", ("first",), 50.0),
                Exercise("e02_two", "e02_two.py", "two", ("when",), 50.0),
            )
        ),
    )
    course.figures.mkdir(parents=True)
    for path, text in {
        course.lessons / "e01_one.md": FIRST,
        course.lessons / "e02_two.md": SECOND,
        course.figures / "e01_line.svg": LINE,
    }.items():
        path.write_text(text, encoding="utf-8")
    return course


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
