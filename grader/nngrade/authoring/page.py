"""The page of all misconceptions, made from the kill matrix: what was tried, and what found it."""

from collections.abc import Iterator, Sequence

from nngrade.authoring.mutants import Matrix, Mutant

_HEAD = """\
# Mistakes that the grader knows

Made by `nngrade dev mutants`; changes belong into `grader/misconceptions/`.

Each of these {count} mistakes was written down as a small wrong implementation and graded as a
submission. It fails the checks whose numbers stand beside it, and is told by its name. Every
check is here for the mistakes that it finds.
"""


def misconceptions_page(matrices: Sequence[Matrix]) -> str:
    """Return the text of `course/misconceptions.md`."""
    count = sum(len(one.mutants) for one in matrices)
    parts = [_HEAD.format(count=count), *("\n".join(_exercise(one)) for one in matrices)]
    return "\n".join(parts) + "\n"


def _exercise(matrix: Matrix) -> Iterator[str]:
    numbers = {check: number for number, (check, _, _) in enumerate(matrix.checks, 1)}
    yield f"\n## {matrix.slug[1:3].lstrip('0')} · {matrix.title}\n"
    functions = list(dict.fromkeys(function for _, function, _ in matrix.checks))
    for function in functions:
        yield f"### `{function}`\n"
        for check, of, title in matrix.checks:
            if of == function:
                yield f"{numbers[check]}. {title}"
        yield "\n| The mistake | fails |\n|---|---|"
        for one in matrix.mutants:
            if one.of == function:
                yield _row(one, numbers)
        yield ""


def _row(one: Mutant, numbers: dict[str, int]) -> str:
    failed = " ".join(str(numbers[check]) for check in one.fails)
    title = one.title.replace("|", r"\|")
    return f"| {title} | {failed} |"
