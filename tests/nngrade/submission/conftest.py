"""Small catalogues and archives made in memory, sound ones and others."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nngrade.catalog import Catalog, Exercise
from nngrade.submission.nodes import File, Folder, Node

Pack = Callable[..., bytes]
FILES = {"e01_data.py": b"x = 1\n", "e02_init.py": b"y = 2\n"}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """List two exercises."""
    return Catalog(
        tuple(
            Exercise(slug=slug, file=f"{slug}.py", title=slug, functions=("f",), points=50.0)
            for slug in ("e01_data", "e02_init")
        )
    )


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """Return the files of a submission."""
    return dict(FILES)


@pytest.fixture(scope="session")
def file_of() -> Callable[[str, bytes], File]:
    """Return a maker of files that lie in memory."""
    return lambda name, data: File(name, len(data), lambda: io.BytesIO(data))


@pytest.fixture(scope="session")
def tree_of(file_of) -> Callable[[dict[str, Any]], Folder]:
    """Return a maker of folders from nested dicts of names and bytes, or of nodes."""

    def node(name: str, content: Any) -> Node:
        if isinstance(content, dict):
            children = [node(*pair) for pair in content.items()]
            return Folder(name, lambda: children)
        return file_of(name, content) if isinstance(content, bytes) else content

    return lambda content: node("root", content)


@pytest.fixture
def lay_down() -> Callable[[Path, dict[str, bytes]], Path]:
    """Return a writer of files below a folder."""

    def write(folder: Path, content: dict[str, bytes]) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in content.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder

    return write
