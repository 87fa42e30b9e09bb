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
    """A statement of a file of misconceptions: what it defines, and the names that it uses.

    defines: "" for what is always kept, such as an import
    """

    text: str
    defines: str
    uses: frozenset[str]


def _written(path: Path, name: str) -> str:
    """Return a bug as a learner could have written it, with all that it calls, and no more."""
    parts = _parts(path)
    kept: set[str] = {""}
    called = {name, *(used for part in parts if not part.defines for used in part.uses)}
    while new := called & {part.defines for part in parts} - kept:
        kept |= new
        called = {used for part in parts if part.defines in new for used in part.uses}
    return "\n".join(part.text for part in parts if part.defines in kept)


@cache
def _parts(path: Path) -> tuple[_Part, ...]:
    """Return the statements of a file, bugs without their marks."""
    parts = []
    for node in _body(path, set()):
        if isinstance(node, ast.FunctionDef) and _is_marked(node):
            node.decorator_list = []
        if not _is_ours(node):
            parts.append(_part(node))
    return tuple(parts)


def _part(node: ast.stmt) -> _Part:
    uses = frozenset(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))
    return _Part(ast.unparse(node), _defined(node), uses)


def _defined(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


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
