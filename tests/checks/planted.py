"""Plants a misconception in the reference solutions: a complete submission with one bug."""

import ast
from pathlib import Path

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.diagnosis import Misconception
from nngrade.submission import Submission, read_submission

# Where __init__ sets the attribute, it must be possible to set.
_PROPERTY = "property({}, lambda self, value: vars(self).update(params=value))"


def plant(course: Course, exercise: Exercise, bug: Misconception) -> Submission:
    """Return the solutions with `bug.of` replaced by the bug, in the exercise's own file."""
    right = read_submission(course.solutions, course.catalog)
    wrong = _undecorated(course.misconceptions / f"{exercise.slug}.py")
    name = bug.id.replace("-", "_")
    value = _PROPERTY.format(name) if bug.of.endswith(".params") else name
    source = right.sources[exercise.module].decode() + f"\n\n{wrong}\n\n{bug.of} = {value}\n"
    return Submission(bug.id, right.sources | {exercise.module: source.encode()}, {})


def _undecorated(path: Path) -> str:
    """Return the misconceptions' file as a learner could have written it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not _is_ours(node)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
    return ast.unparse(tree)


def _is_ours(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nngrade")
