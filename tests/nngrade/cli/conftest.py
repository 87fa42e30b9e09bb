"""The command line as people meet it: a process of its own, in a copied course folder."""

import os
import struct
import subprocess
import sys

import numpy as np
import pytest

# As the installed script does; Ctrl-C and hanging up are set up anew, since some runners of tests
# ignore them (`nohup` does).
START = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "signal.signal(signal.SIGHUP, signal.SIG_DFL);"
    "from nngrade.cli import main; main()"
)
COMMAND = [sys.executable, "-P", "-c", START]
SECONDS = 120


@pytest.fixture
def environment(tmp_path):
    """Return the environment of a machine without colours, terminal or saved downloads."""
    ours = {"KERAS_HOME": str(tmp_path / "keras"), "PYTHONIOENCODING": "utf-8"}
    return {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | ours


@pytest.fixture
def nngrade(course_copy, environment):
    """Return a function that runs a command in a copy of the whole course."""
    return _runner(course_copy.root, environment)


@pytest.fixture
def small_nngrade(small_course, environment):
    """Return a function that runs a command in a copy of three exercises."""
    return _runner(small_course.root, environment)


def _runner(folder, environment):
    def run(*arguments, cwd=folder, answers="", **variables):
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=cwd,
            env=environment | variables,
            input=answers,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )

    return run


@pytest.fixture
def start(course_copy, environment):
    """Return a function that starts a command and doesn't wait for it."""
    started = []

    def run(*arguments, cwd=course_copy.root):
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.fixture
def idx_folder(tmp_path):
    """Write four IDX files: images of 6 by 6 whose class, 0 to 3, shows as one bright pixel."""
    return _idx_folder(tmp_path / "idx", side=6)


@pytest.fixture
def large_idx_folder(tmp_path):
    """Write the same with images of 28 by 28, which the course's own layer sizes fit."""
    return _idx_folder(tmp_path / "large-idx", side=28)


def _idx_folder(folder, side):
    folder.mkdir()
    rng = np.random.default_rng(0)
    for part, count in (("train", 300), ("t10k", 60)):
        labels = rng.integers(0, 4, count)
        images = rng.integers(0, 60, (count, side, side))
        images[np.arange(count), 0, labels] += 190
        _write_idx(folder / f"{part}-images-idx3-ubyte", images)
        _write_idx(folder / f"{part}-labels-idx1-ubyte", labels)
    return folder


def _write_idx(path, array):
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(head + array.astype(np.uint8).tobytes())
