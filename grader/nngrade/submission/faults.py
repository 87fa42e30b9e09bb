"""What can be wrong with a file or an archive, as a sentence that its owner understands."""

import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError

from nngrade.catalog import Exercise
from nngrade.text import visible

# All that the standard library raises on bytes that are no sound archive.
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    LookupError,
    ArithmeticError,
    MemoryError,
)
_SHOWN = 100

BROKEN = "is broken or incomplete. Pack it again, as a zip."


class UnreadableError(Exception):
    """A sentence about one file, or about one submission."""


def shown(name: str) -> str:
    """Return a file's name so that it is seen as it is, and stays on its line."""
    return visible(name, _SHOWN).replace("\n", "\\n").replace("\t", "\\t")


def missing(exercise: Exercise) -> str:
    """Say that an exercise's file isn't there."""
    cure = f"`nngrade reset {exercise.name}` puts its stub into your exercises."
    return f"{exercise.file} is missing. {cure}"


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn whatever goes wrong while something is read into an UnreadableError that names it."""
    try:
        yield
    except _BROKEN as error:
        raise UnreadableError(f"{shown(name)} {_in_words(error)}") from error


def _in_words(error: Exception) -> str:
    if not isinstance(error, OSError) or not error.strerror:
        return BROKEN
    cure = " Change its permissions." if isinstance(error, PermissionError) else ""
    return f"can't be read: {error.strerror}.{cure}"
