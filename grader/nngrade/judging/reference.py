"""The reference solutions, loaded in the grader's own process, by path and under no name."""

import importlib
import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

from nngrade.catalog import Catalog
from nngrade.course import importable
from nngrade.errors import GraderError


class Reference:
    """Every function and class of the solutions: `reference.softmax(x)`."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self._names = _exports(
            load_modules(folder, [one.module for one in catalog.exercises]), catalog
        )

    def parameters(self, name: str) -> tuple[str, ...]:
        """Return the names of what `softmax` or `SimpleNetwork.forward` takes, without self."""
        owner, _, method = name.partition(".")
        known = self._names.get(owner)
        function = getattr(known, method, None) if method else known
        if not callable(function):
            return ()
        return tuple(one for one in inspect.signature(function).parameters if one != "self")

    def __getattr__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(name) from None


def load_modules(folder: Path, names: list[str]) -> dict[str, ModuleType]:
    """Import sibling files from a trusted folder, leaving no trace in `sys`."""
    with importable(folder):
        try:
            return {name: importlib.import_module(name) for name in names}
        except Exception as error:
            raise GraderError(
                f"The reference solutions in {folder} don't load: {error!r}."
            ) from error


def _exports(modules: dict[str, ModuleType], catalog: Catalog) -> dict[str, Any]:
    return {
        name: _export(modules[exercise.module], name)
        for exercise in catalog.exercises
        for name in exercise.exports
    }


def _export(module: ModuleType, name: str) -> Any:
    if not hasattr(module, name):
        raise GraderError(
            f"The catalogue lists {name}, but the solution {module.__name__}.py defines none."
        )
    return getattr(module, name)
