"""Makes a folder of an archive's list of members, whatever their paths say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from nngrade.submission.nodes import Folder, Node, Other, is_junk

# class/student/project/exercises/e01_data.py is the deepest place that is looked at.
_DEPTH = 5
_OUTSIDE = "lies in the archive under a path that leads out of it. Pack the folder again."
_DRIVE = re.compile(r"[A-Za-z]:")


def as_folder(name: str, members: Iterable[tuple[str, Node]]) -> Folder:
    """Return the root of an archive; members are pairs of path and node."""
    root = _Branch()
    for path, node in members:
        parts = _parts(path)
        if parts is None:
            last = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
            root.leaves.append(Other(last, _OUTSIDE))
        elif parts and len(parts) <= _DEPTH and not any(map(is_junk, parts)):
            _place(root, parts, node, is_folder=path.endswith(("/", "\\")))
    return Folder(name, root.children)


@dataclass(slots=True)
class _Branch:
    branches: dict[str, "_Branch"] = field(default_factory=dict)
    leaves: list[Node] = field(default_factory=list)

    def children(self) -> Iterator[Node]:
        for name, branch in self.branches.items():
            yield Folder(name, branch.children)
        yield from self.leaves


def _place(root: _Branch, parts: list[str], node: Node, *, is_folder: bool) -> None:
    *above, name = parts
    branch = root
    for part in above:
        branch = branch.branches.setdefault(part, _Branch())
    if is_folder or isinstance(node, Folder):
        branch.branches.setdefault(name, _Branch())
    else:
        branch.leaves.append(replace(node, name=name))


def _parts(path: str) -> list[str] | None:
    """Split a path; None if it is absolute or climbs. Some systems write backslashes."""
    plain = path.replace("\\", "/")
    parts = plain.split("/")
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in parts:
        return None
    return [part for part in parts if part not in ("", ".")]
