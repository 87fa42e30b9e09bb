"""Lists the submissions of a class: their ids and where each lies, before any is read."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from nngrade.catalog import Catalog
from nngrade.errors import SubmissionError
from nngrade.submission.archives import is_archive, unpacked, without_suffix
from nngrade.submission.disk import folder_at
from nngrade.submission.faults import UnreadableError, shown
from nngrade.submission.finding import holds, inner
from nngrade.submission.ids import unique_ids
from nngrade.submission.limits import CLASS
from nngrade.submission.nodes import File, Folder, Node, is_junk

# An archive of the class may hold archives, and so may a learner's own; not both.
DEPTH = 2


class Item(NamedTuple):
    """A submission that is not read yet.

    depth: how many archives within one another may be opened
    fault: why it won't be read, "" if it will
    """

    id: str
    node: Node
    depth: int
    fault: str


@contextmanager
def open_class(path: Path, catalog: Catalog) -> Iterator[list[Item]]:
    """List a folder's or an archive's submissions, sorted by id; raises SubmissionError."""
    try:
        node = node_at(path)
        if isinstance(node, Folder):
            yield _items(_nodes(node), path, DEPTH, catalog)
        else:
            with unpacked(node, CLASS) as root:
                yield _items(_unwrapped(_nodes(root), catalog), path, DEPTH - 1, catalog)
    except UnreadableError as error:
        raise SubmissionError(str(error)) from error


def node_at(path: Path) -> Folder | File:
    """Return a folder or a file that somebody named; raises SubmissionError where there is none."""
    if path.is_dir():
        return folder_at(path)
    if path.is_file():
        return File(path.name, path.stat().st_size, lambda: path.open("rb"))
    raise SubmissionError(f"There is no folder or archive {path}.", "Check the path.")


def _nodes(folder: Folder) -> list[Node]:
    return [node for node in folder.children() if not is_junk(node.name)]


def _unwrapped(nodes: list[Node], catalog: Catalog) -> list[Node]:
    """Step into the one folder of an archive that holds the whole class."""
    if len(nodes) != 1 or not isinstance(nodes[0], Folder):
        return nodes
    inside = _nodes(nodes[0])
    several = sum(map(_may_be_one, inside)) > 1
    return inside if several and not _is_one(inside, catalog) else nodes


def _may_be_one(node: Node) -> bool:
    return isinstance(node, Folder) or (isinstance(node, File) and is_archive(node.name))


def _is_one(nodes: list[Node], catalog: Catalog) -> bool:
    """Whether this is a submission itself; a stray file among many is none."""
    alone = holds(nodes, catalog) and not any(map(_may_be_one, nodes))
    return alone or any(holds(down, catalog) for down in inner(nodes))


def _items(nodes: list[Node], path: Path, depth: int, catalog: Catalog) -> list[Item]:
    if not nodes:
        raise SubmissionError(f"{path} is empty.", "Name the folder that holds the submissions.")
    if _is_one(nodes, catalog):
        cure = "Name the folder that holds all submissions, or use `nngrade check --submission`."
        raise SubmissionError(f"{path} is one submission, not a class.", cure)
    return sorted(_listed(nodes, depth), key=lambda item: item.id)


def _listed(nodes: list[Node], depth: int) -> Iterator[Item]:
    """Name each as its folder would be called; two of one name keep their own, and a fault."""
    named: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        named[_name(node)].append(node)
    names = {
        _own_name(node): name if len(same) == 1 else node.name
        for name, same in named.items()
        for node in same
    }
    ids = unique_ids(names)
    # By its own name: what stands in an archive twice is one submission that can't be read.
    once = {_own_name(node): node for node in nodes}
    for own, node in once.items():
        yield Item(ids[own], node, depth, _fault(named[_name(node)]))


def _fault(same: list[Node]) -> str:
    if len(same) == 1:
        return ""
    names = " and ".join(sorted(shown(_own_name(node)) for node in same))
    return f"Two submissions have one name: {names}. Keep the one that counts."


def _name(node: Node) -> str:
    return node.name if isinstance(node, Folder) else without_suffix(node.name)


def _own_name(node: Node) -> str:
    return f"{node.name}/" if isinstance(node, Folder) else node.name
