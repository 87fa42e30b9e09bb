"""Finds the exercise files in a folder, and reads them."""

from collections.abc import Iterator
from itertools import islice

from nngrade.catalog import Catalog, Exercise
from nngrade.submission.faults import UnreadableError, missing, shown, told
from nngrade.submission.limits import ONE, too_many
from nngrade.submission.model import MAX_SOURCE
from nngrade.submission.nodes import File, Folder, Node, Other, is_junk

_INNER = "exercises"
# A copy of the whole course brings them along: they are nobody's work.
_NOT_OWN = "solutions"


def listed(folder: Folder) -> list[Node]:
    """Return what lies in a folder, without junk, in an order that is always the same."""
    nodes = list(islice(folder.children(), ONE.members + 1))
    if len(nodes) > ONE.members:
        raise too_many(ONE)
    return sorted((node for node in nodes if not is_junk(node.name)), key=lambda node: node.name)


def holds(nodes: list[Node], catalog: Catalog) -> bool:
    """Whether a folder's nodes are where the exercise files lie."""
    files = {exercise.file.casefold() for exercise in catalog.exercises}
    return any(node.name.casefold() in files for node in nodes)


def find_files(folder: Folder, catalog: Catalog) -> list[Node]:
    """Return what lies where the exercise files are, [] if they are nowhere.

    That is in the folder, in its `exercises`, or in either way one folder down.
    """
    top = listed(folder)
    if holds(top, catalog):
        return top
    for nodes in inner(top):
        if holds(nodes, catalog):
            return nodes
    below = _below(top)
    return _only(below, catalog) or _only(
        {name: nodes for name, down in below.items() for nodes in inner(down)}, catalog
    )


def inner(nodes: list[Node]) -> Iterator[list[Node]]:
    """Yield what lies in the `exercises` folder among these nodes."""
    for node in nodes:
        if isinstance(node, Folder) and node.name == _INNER:
            yield listed(node)


def _below(nodes: list[Node]) -> dict[str, list[Node]]:
    below: dict[str, list[Node]] = {}
    seen = 0
    for node in nodes:
        if isinstance(node, Folder) and node.name != _NOT_OWN:
            below[node.name] = listed(node)
            seen += len(below[node.name])
            if seen > ONE.members:
                raise too_many(ONE)
    return below


def _only(places: dict[str, list[Node]], catalog: Catalog) -> list[Node]:
    """Return the one place that holds exercise files, [] if none does."""
    found = [name for name, nodes in places.items() if holds(nodes, catalog)]
    if len(found) > 1:
        names = " and ".join(shown(name) for name in found[:2])
        raise UnreadableError(f"There are exercise files in both {names}. Keep one of them.")
    return places[found[0]] if found else []


def read_files(nodes: list[Node], catalog: Catalog) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the sources by module, and a sentence for each that can't be had.

    Raises UnreadableError where there is none at all that could be read.
    """
    sources: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for exercise in catalog.exercises:
        try:
            sources[exercise.module] = _read(_file(nodes, exercise), exercise)
        except UnreadableError as error:
            problems[exercise.module] = str(error)
    if not sources:
        lost = {missing(exercise) for exercise in catalog.exercises}
        raise UnreadableError(next(one for one in problems.values() if one not in lost))
    return sources, problems


def _file(nodes: list[Node], exercise: Exercise) -> File:
    name = exercise.file
    same = [node for node in nodes if node.name.casefold() == name.casefold()]
    if not same:
        raise UnreadableError(missing(exercise))
    if len(same) > 1:
        raise UnreadableError(f"{name} is there {len(same)} times. Keep one of them.")
    (node,) = same
    if node.name != name:
        raise UnreadableError(
            f"{name} is missing, but there is {shown(node.name)}. Name it {name}."
        )
    if isinstance(node, File):
        return node
    raise UnreadableError(f"{name} {node.reason if isinstance(node, Other) else 'is a folder.'}")


def _read(file: File, exercise: Exercise) -> bytes:
    if file.size > MAX_SOURCE:
        raise UnreadableError(f"{exercise.file} is larger than 1 MB.")
    with told(exercise.file), file.stream() as stream:
        source = stream.read(MAX_SOURCE + 1)
    if len(source) != file.size:
        raise UnreadableError(f"{exercise.file} changed while it was being read. Read it again.")
    return source
