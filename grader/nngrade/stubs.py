"""Turns a solution into the stub that learners start from.

The markers are comments, found by the tokenizer: the same words in a string are plain text.
"""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nngrade.errors import NNGradeError

BEGIN = "# BEGIN SOLUTION"
END = "# END SOLUTION"
LINE_LENGTH = 100  # as in pyproject.toml: stubs are held to the project's own format
LAYOUT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


@dataclass(frozen=True, slots=True)
class _Region:
    """The lines from BEGIN to END, counted from 1, and those of them that hold code."""

    function: str
    begin: int
    end: int
    code: tuple[int, ...]


def make_stub(source: str, file_name: str) -> str:
    """Return the source with each region replaced by a `raise NotImplementedError`.

    NNGradeError names file and line where the markers are malformed.
    """
    lines = _lines(source)
    for region in reversed(_regions(source, file_name)):
        marker = lines[region.begin - 1]
        indent = marker[: marker.index("#")]
        lines[region.begin - 1 : region.end] = _not_implemented(region.function, file_name, indent)
    stub = "".join(lines)
    _parse(stub, f"the stub of {file_name}")
    return stub


def solution_lines(source: str, file_name: str = "the solution") -> list[str]:
    """Return the lines of code within the regions, stripped: none may reach a learner."""
    lines = _lines(source)
    return [lines[row - 1].strip() for region in _regions(source, file_name) for row in region.code]


def stale_stubs(solutions: Path, exercises: Path) -> list[Path]:
    """Return the stubs that are missing, or differ by a byte from what their solution makes."""
    return list(_stale(solutions, exercises))


def write_stubs(solutions: Path, exercises: Path) -> list[Path]:
    """Bring the stale stubs up to date and return their paths."""
    stale = _stale(solutions, exercises)
    exercises.mkdir(parents=True, exist_ok=True)
    for path, stub in stale.items():
        path.write_bytes(stub)
    return list(stale)


def _stale(solutions: Path, exercises: Path) -> dict[Path, bytes]:
    sources = sorted(solutions.glob("*.py"))
    if not sources:
        raise NNGradeError(f"There are no solutions in {solutions}.")
    stubs = {
        exercises / source.name: make_stub(_read(source), source.name).encode()
        for source in sources
    }
    return {
        path: stub
        for path, stub in stubs.items()
        if not path.is_file() or path.read_bytes() != stub
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise NNGradeError(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NNGradeError(f"{path} is not UTF-8 text (byte {error.start}).") from error


def _not_implemented(function: str, file_name: str, indent: str) -> list[str]:
    lesson = Path(file_name).with_suffix(".md").name
    text = f'"{function}: see course/lessons/{lesson}"'
    statement = f"{indent}raise NotImplementedError({text})\n"
    if len(statement) <= LINE_LENGTH + 1:
        return [statement]
    return [f"{indent}raise NotImplementedError(\n", f"{indent}    {text}\n", f"{indent})\n"]


def _regions(source: str, file_name: str) -> list[_Region]:
    functions = dict(_functions(_parse(source, file_name).body))
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    rows = sorted(set(_code_rows(tokens)))
    return [
        _region(begin, end, rows, functions, file_name)
        for begin, end in _pairs(tokens, _lines(source), file_name)
    ]


def _region(
    begin: int, end: int, rows: list[int], functions: dict[str, range], file_name: str
) -> _Region:
    """Find the one function whose body holds all code of the region."""
    code = tuple(row for row in rows if begin < row < end)
    if not code:
        raise _fault(file_name, begin, "this region holds no code")
    for name, body in functions.items():
        if code[0] in body and code[-1] in body:
            return _Region(name, begin, end, code)
    raise _fault(file_name, begin, "this region is not inside the body of one function")


def _pairs(
    tokens: Iterable[tokenize.TokenInfo], lines: list[str], file_name: str
) -> Iterator[tuple[int, int]]:
    """Match each BEGIN with its END."""
    opened = 0
    for token in tokens:
        if token.type != tokenize.COMMENT or token.string not in {BEGIN, END}:
            continue
        row = token.start[0]
        if lines[row - 1].strip() != token.string:
            raise _fault(file_name, row, f"`{token.string}` must stand on a line of its own")
        if token.string == BEGIN:
            if opened:
                raise _fault(file_name, row, f"the region of line {opened} has not ended yet")
            opened = row
        elif opened:
            yield opened, row
            opened = 0
        else:
            raise _fault(file_name, row, f"there is no `{BEGIN}` before this `{END}`")
    if opened:
        raise _fault(file_name, opened, f"there is no `{END}` after this `{BEGIN}`")


def _code_rows(tokens: Iterable[tokenize.TokenInfo]) -> Iterator[int]:
    for token in tokens:
        if token.type not in LAYOUT:
            yield from range(token.start[0], token.end[0] + 1)


def _functions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, range]]:
    """Yield each function with the lines of its body, a method as `Class.method`."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and node.end_lineno:
            yield f"{prefix}{node.name}", range(node.body[0].lineno, node.end_lineno + 1)


def _parse(source: str, file_name: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise _fault(file_name, error.lineno or 1, f"not valid Python: {error.msg}") from error


def _lines(source: str) -> list[str]:
    """Split at newlines only, as the tokenizer does; `splitlines` knows other separators too."""
    return io.StringIO(source).readlines()


def _fault(file_name: str, row: int, text: str) -> NNGradeError:
    return NNGradeError(f"{file_name}:{row}: {text}.")
