"""Asks a confined worker what it can read and import: `sight.py TIER PATHS OUT`.

PATHS is a JSON list of files to open; OUT gets those that opened, and the modules that import.
"""

import json
import pkgutil
import sys
from pathlib import Path

from nngrade.sandbox.box import Tier
from nngrade.sandbox.launch import open_launcher
from nngrade.sandbox.protocol import Call, Done, Load, pack, unpack
from nngrade.sandbox.runner import Settings, Worker

PATIENT = Settings(call_seconds=120.0, exercise_seconds=240.0)
AT_ONCE = 5_000
EYES = b"""
import importlib.util
import os
import sys


def opened(paths):
    return [path for path in paths if opens(path)]


def opens(path):
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def imported(names):
    return [name for name in names if known(name)]


def known(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return name in sys.modules


def grader():
    return sorted(name for name in sys.modules if name.startswith(("nngrade", "nncourse")))


def contents():
    import nngrade

    return sorted(name for name in vars(nngrade) if not name.startswith("__"))


def path():
    return sys.path
"""


def main() -> None:
    """Ask, and write down the answers."""
    tier, paths, out = Tier(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    launcher = open_launcher(tier)
    with Worker(launcher, PATIENT) as worker:
        worker.request(Load({"eyes": EYES}, "eyes"), 60.0)
        answers = {
            "isolation": launcher.isolation,
            "opened": asked(worker, "opened", json.loads(paths.read_text(encoding="utf-8"))),
            "imported": asked(worker, "imported", importable()),
            "grader": asked(worker, "grader"),
            "contents": asked(worker, "contents"),
            "path": asked(worker, "path"),
        }
    out.write_text(json.dumps(answers), encoding="utf-8")
    launcher.close()


def importable() -> list[str]:
    """Name whatever this very process could import: the grader, its libraries, the checks."""
    return sorted({module.name for module in pkgutil.iter_modules()} | set(sys.stdlib_module_names))


def asked(worker: Worker, name: str, items: list[str] | None = None) -> list[str]:
    """Call one of the eyes, with a long list in pieces."""
    if items is None:
        return reply_of(worker, Call(name, []))
    found: list[str] = []
    for start in range(0, len(items), AT_ONCE):
        found += reply_of(worker, Call(name, [pack(items[start : start + AT_ONCE])]))
    return found


def reply_of(worker: Worker, call: Call) -> list[str]:
    """Return what a call returned."""
    reply = worker.request(call)
    assert isinstance(reply, Done), reply
    return list(unpack(reply.value))


if __name__ == "__main__":
    main()
