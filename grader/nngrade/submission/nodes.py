"""What lies in a folder or in an archive: both look the same from here on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

_JUNK = frozenset(
    {
        "__MACOSX",
        ".DS_Store",
        ".git",
        ".ipynb_checkpoints",
        "__pycache__",
        "Thumbs.db",
        "desktop.ini",
    }
)


@dataclass(frozen=True, slots=True)
class File:
    """A regular file; `stream` opens it, seekable, and raises UnreadableError or OSError."""

    name: str
    size: int
    stream: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; `children` lists it anew each time and raises UnreadableError."""

    name: str
    children: Callable[[], Iterable["Node"]]


@dataclass(frozen=True, slots=True)
class Other:
    """What is never opened; `reason` goes on from its name: "is a link. …"."""

    name: str
    reason: str


Node = File | Folder | Other

LINK = "is a link, and links are not followed. Put there what it leads to."
SPECIAL = "is not a regular file."


def is_junk(name: str) -> bool:
    """Whether systems and tools leave it behind: nobody handed it in."""
    return name in _JUNK or name.startswith("._")
