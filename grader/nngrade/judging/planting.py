"""Plants a misconception in the reference solutions: a complete submission with one bug."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.diagnosis import Misconception
from nngrade.submission import Submission, read_submission

# Where __init__ sets the attribute, it must be possible to set.
_PROPERTY = "property({}, lambda self, value: vars(self).update(params=value))"


def plant(course: Course, exercise: Exercise, bug: Misconception) -> Submission:
    """Return the solutions with `bug.of` replaced by the bug, in the exercise's own file."""
    right = _solutions(course)
    name = bug.function.__name__
    wrong = _written(course.misconceptions / f"{exercise.slug}.py", name)
    value = _PROPERTY.format(name) if bug.of.endswith(".params") else name
    source = right.sources[exercise.module].decode() + f"\n\n{wrong}\n\n{bug.of} = {value}\n"
    return Submission(bug.id, right.sources | {exercise.module: source.encode()}, {})


@cache
def _solutions(course: Course) -> Submission:
    return read_submission(course.solutions, course.catalog)


class _Part(NamedTuple):
    """A piece of a file of misconceptions, and the names that it uses."""

    text: str
    names: frozenset[str]


def _written(path: Path, name: str) -> str:
    """Return a bug as a learner could have written it, with all that it calls."""
    bugs, others = _parts(path)
    kept: set[str] = set()
    called = {name, *others.names}
    while new := called & bugs.keys() - kept:
        kept |= new
        called = {used for bug in new for used in bugs[bug].names}
    return "\n".join([others.text, *(bug.text for key, bug in bugs.items() if key in kept)])


@cache
def _parts(path: Path) -> tuple[dict[str, _Part], _Part]:
    """Return the bugs of a file by name, without their marks, and what else it defines."""
    bugs: dict[str, _Part] = {}
    others: list[ast.stmt] = []
    for node in _body(path, set()):
        if isinstance(node, ast.FunctionDef) and _is_marked(node):
            node.decorator_list = []
            bugs[node.name] = _part([node])
        elif not _is_ours(node):
            others.append(node)
    return bugs, _part(others)


def _part(nodes: list[ast.stmt]) -> _Part:
    walked = (inner for node in nodes for inner in ast.walk(node))
    names = frozenset(node.id for node in walked if isinstance(node, ast.Name))
    return _Part(ast.unparse(ast.Module(nodes, [])), names)


def _body(path: Path, seen: set[Path]) -> Iterator[ast.stmt]:
    """Yield a file's statements, in the place of an import from a file beside it that file's."""
    seen.add(path)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        named = node.module if isinstance(node, ast.ImportFrom) else None
        beside = path.parent / f"{named}.py"
        if not (named and beside.is_file()):
            yield node
        elif beside not in seen:
            yield from _body(beside, seen)


def _is_marked(node: ast.FunctionDef) -> bool:
    """Whether it stands below `@misconception(…)`; helpers may have decorators of their own."""
    calls = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(one.func, ast.Name) and one.func.id == "misconception" for one in calls)


def _is_ours(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nngrade")
