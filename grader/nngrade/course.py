"""Finds the course folder and knows where everything in it lies."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nngrade.catalog import Catalog, read_catalog
from nngrade.errors import UsageFault

CATALOG = Path("course", "catalog.toml")


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder and its exercises."""

    root: Path
    catalog: Catalog

    @property
    def exercises(self) -> Path:
        """The learner's own files."""
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        """The reference solutions."""
        return self.root / "solutions"

    @property
    def lessons(self) -> Path:
        """The lessons, a Markdown file an exercise."""
        return self.root / "course" / "lessons"

    @property
    def figures(self) -> Path:
        """The lessons' figures, and the numbers that some of them are drawn from."""
        return self.lessons / "figures"

    @property
    def checks(self) -> Path:
        """The hidden checks."""
        return self.root / "grader" / "checks"

    @property
    def misconceptions(self) -> Path:
        """The named wrong implementations."""
        return self.root / "grader" / "misconceptions"

    @property
    def results(self) -> Path:
        """The database of saved results."""
        return self.root / ".nngrade" / "results.sqlite"

    def owns(self, folder: Path) -> bool:
        """Tell whether a submission is the course's own, so the person's own work."""
        return folder.resolve() in {self.exercises.resolve(), self.solutions.resolve()}


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Let a trusted folder's files import one another by name, leaving no trace in `sys`.

    Another folder, or another course, may have files of the same names.
    """
    names = {path.stem for path in folder.glob("*.py")}
    shadowed = {name: sys.modules.pop(name) for name in names & sys.modules.keys()}
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(shadowed)


def open_course(start: Path, named: Path | None = None) -> Course:
    """Open the course at `named`, or the one found by walking up from `start`."""
    root = _named(named) if named else _found(start.resolve())
    return Course(root, read_catalog(root / CATALOG))


def _named(folder: Path) -> Path:
    if (folder / CATALOG).is_file():
        return folder.resolve()
    raise UsageFault(f"{folder} is no course folder: it holds no {CATALOG.as_posix()}.")


def _found(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / CATALOG).is_file():
            return folder
    raise UsageFault(
        f"There is no course here: neither {start} nor a folder above it holds "
        f"{CATALOG.as_posix()}.",
        "Go into the course folder, or name it with --course.",
    )
