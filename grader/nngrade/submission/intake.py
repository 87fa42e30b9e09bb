"""Reads a class's submissions one after another; whatever is odd becomes a status."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nngrade.catalog import Catalog
from nngrade.errors import SubmissionError
from nngrade.submission.archives import is_archive, unpacked
from nngrade.submission.faults import UnreadableError, shown
from nngrade.submission.finding import find_files, listed, read_files
from nngrade.submission.limits import ONE
from nngrade.submission.model import Submission
from nngrade.submission.nodes import File, Folder, Node, Other
from nngrade.submission.roster import DEPTH, Item, node_at, open_class
from nngrade.submission.single import read_submission

Status = Literal["ready", "unreadable", "missing"]
_Read = tuple[dict[str, bytes], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a class's submissions: what was read of it, or a sentence that says why not.

    id: a clean name, the same whenever the class is read
    key: a digest of all that was read, "" where there is no submission
    """

    id: str
    status: Status
    sentence: str = ""
    submission: Submission | None = None
    key: str = ""


def read_class(path: Path, catalog: Catalog) -> Iterator[Entry]:
    """Yield the submissions in a folder or an archive, sorted by id, one in memory at a time.

    Each is a folder or an archive. Raises SubmissionError where there is no class to read.
    """
    with open_class(path, catalog) as items:
        for item in items:
            yield _entry(item, f"{path}: {shown(item.node.name)}", catalog)


def count_class(path: Path, catalog: Catalog) -> int:
    """Return how many entries `read_class` will yield."""
    with open_class(path, catalog) as items:
        return len(items)


def read_one(path: Path, catalog: Catalog) -> Submission:
    """Read one submission, a folder or an archive, just as it would be read among a class's.

    Raises SubmissionError where it can't be read. A folder with none of the files is a submission
    that lacks them all.
    """
    try:
        read = _read(node_at(path), DEPTH, catalog)
    except UnreadableError as error:
        raise SubmissionError(str(error)) from error
    if read is None and not path.is_dir():
        raise SubmissionError(_nothing_in(path.name))
    return Submission(str(path), *read) if read else read_submission(path, catalog)


def _entry(item: Item, origin: str, catalog: Catalog) -> Entry:
    try:
        read = _read_item(item, catalog)
    except UnreadableError as error:
        return Entry(item.id, "unreadable", str(error))
    if read is None:
        return Entry(item.id, "missing", _nothing_in(item.node.name))
    return Entry(item.id, "ready", "", Submission(origin, *read), _key(*read))


def _nothing_in(name: str) -> str:
    return (
        f"None of the exercise files is in {shown(name)}. "
        "They belong at its top, into its exercises folder, or one folder down."
    )


def _read_item(item: Item, catalog: Catalog) -> _Read | None:
    if item.fault:
        raise UnreadableError(item.fault)
    return _read(item.node, item.depth, catalog)


def _read(node: Node, depth: int, catalog: Catalog) -> _Read | None:
    """Return sources and problems, None if no exercise file is there.

    depth: how many archives within one another may be opened
    """
    if isinstance(node, Folder):
        return _from_folder(node, depth, catalog)
    if isinstance(node, Other):
        raise UnreadableError(f"{shown(node.name)} {node.reason}")
    if not is_archive(node.name):
        raise UnreadableError(f"{shown(node.name)} is neither a folder nor an archive.")
    if not depth:
        raise UnreadableError(f"{shown(node.name)} is an archive within others. Unpack it.")
    with unpacked(node, ONE) as root:
        return _from_folder(root, depth - 1, catalog)


def _from_folder(folder: Folder, depth: int, catalog: Catalog) -> _Read | None:
    files = find_files(folder, catalog)
    if files:
        return read_files(files, catalog)
    archives = [node for node in listed(folder) if isinstance(node, File) and is_archive(node.name)]
    if len(archives) > 1:
        names = " and ".join(shown(node.name) for node in archives[:2])
        raise UnreadableError(f"There are several archives, such as {names}. Keep the right one.")
    return _read(archives[0], depth, catalog) if archives else None


def _key(sources: dict[str, bytes], problems: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for kind, parts in (
        ("source", sources),
        ("problem", {name: text.encode() for name, text in problems.items()}),
    ):
        for name, data in sorted(parts.items()):
            digest.update(f"{kind} {name} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()
