"""The files of a bulk run, made from the ledger alone: sorted by id, replaced as a whole."""

import csv
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import msgspec

from nngrade.bulk.ledger import Ledger, Row, in_words
from nngrade.catalog import Catalog
from nngrade.training import NETWORKS

# A spreadsheet takes a cell for a formula that begins with one of these (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_outputs(ledger: Ledger, catalog: Catalog, folder: Path) -> list[Path]:
    """Write gradebook.csv, results.jsonl, class.html and feedback; return their paths."""
    from nngrade.bulk.pages import write_pages  # noqa: PLC0415 - graders need no Jinja2

    slugs = [exercise.slug for exercise in catalog.exercises]
    book, lines = folder / "gradebook.csv", folder / "results.jsonl"
    with _replaced(book) as file:
        _write_gradebook(file, ledger.rows(), slugs)
    with _replaced(lines) as file:
        for row in ledger.rows():
            file.write(json.dumps(public(row), ensure_ascii=False) + "\n")
    return [book, lines, *write_pages(ledger, catalog, folder)]


def public(row: Row) -> dict[str, object]:
    """Return a submission as results.jsonl holds it."""
    head: dict[str, object] = {"submission": row.id, "status": row.status}
    if row.result is None:
        return head | {"message": row.sentence, "score": 0.0, "exercises": []}
    training = {"training": msgspec.to_builtins(row.trained)} if row.trained else {}
    return head | row.result.public() | training


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_gradebook(file: TextIO, rows: Iterable[Row], slugs: Sequence[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    accuracies = [f"{network}_accuracy" for network in NETWORKS]
    writer.writerow(["submission", "status", "score", "points", *slugs, *accuracies])
    for row in rows:
        scores = {one.slug: f"{one.score:g}" for one in row.result.exercises} if row.result else {}
        head = [safe_cell(row.id), row.status, f"{row.score:g}", f"{row.points:g}"]
        cells = [scores.get(slug, "") for slug in slugs]
        reached = [f"{row.accuracies[one]:g}" if one in row.accuracies else "" for one in NETWORKS]
        writer.writerow([*head, *cells, *reached])


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """Write beside a file and rename: readers find the old one or the new one, whole."""
    beside = path.with_name(f".{path.name}.new")
    with in_words(path):
        try:
            with beside.open("w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)  # what is left of it would only take space
            raise
