"""Folders and files on the disk, of which nothing is followed and nothing is waited for."""

import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from nngrade.submission.faults import UnreadableError, shown, told
from nngrade.submission.nodes import LINK, SPECIAL, File, Folder, Node, Other

_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")


def open_plainly(path: Path) -> BinaryIO:
    """Open a regular file, whatever it was swapped for meanwhile; raises OSError."""
    flags = os.O_RDONLY
    for name in _FLAGS:
        flags |= getattr(os, name, 0)
    return os.fdopen(os.open(path, flags), "rb")


def folder_at(path: Path) -> Folder:
    """Return a folder on the disk as a node."""
    return Folder(path.name, partial(_children, path))


def _children(path: Path) -> Iterator[Node]:
    with told(path.name), os.scandir(path) as entries:
        for entry in entries:
            yield _node(path / entry.name)


def _node(path: Path) -> Node:
    try:
        details = path.lstat()
    except OSError as error:
        return Other(path.name, f"can't be read: {error.strerror}.")
    if stat.S_ISREG(details.st_mode):
        return File(path.name, details.st_size, partial(_regular, path))
    if stat.S_ISDIR(details.st_mode):
        return folder_at(path)
    return Other(path.name, LINK if stat.S_ISLNK(details.st_mode) else SPECIAL)


def _regular(path: Path) -> BinaryIO:
    stream = open_plainly(path)
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise UnreadableError(f"{shown(path.name)} {SPECIAL}")
