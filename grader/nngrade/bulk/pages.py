"""The pages of a bulk run: feedback for each learner, and one page of the class."""

from collections.abc import Iterable
from pathlib import Path

from nngrade.bulk.ledger import Ledger, Row, in_words
from nngrade.catalog import Catalog
from nngrade.report.classroom.feedback import feedback
from nngrade.report.classroom.graded import FEEDBACK, Graded
from nngrade.report.classroom.overview import overview
from nngrade.report.classroom.pages import class_page, feedback_page
from nngrade.report.classroom.tally import Tally
from nngrade.report.page import write_page

COMMAND = "nngrade bulk"


def write_pages(ledger: Ledger, catalog: Catalog, folder: Path) -> list[Path]:
    """Write feedback/<submission>.html and class.html; return class.html and the folder."""
    tally, place = Tally(catalog), folder / FEEDBACK
    with in_words(place):
        place.mkdir(exist_ok=True)
        _remove_others(place, ledger.tasks())
    for row in ledger.rows():
        graded = _graded(row)
        page = feedback_page(feedback(catalog, graded))
        write_page(place / graded.file, page, what="feedback", command=COMMAND)
        tally.add(graded)
    path = folder / "class.html"
    write_page(path, class_page(overview(catalog, tally)), what="class's page", command=COMMAND)
    return [path, place]


def _remove_others(place: Path, ids: Iterable[str]) -> None:
    """Remove the feedback of submissions that are gone, and drafts of a run that was killed."""
    kept = {f"{one}.html" for one in ids}
    for path in (*place.glob("*.html"), *place.glob(".*.html.*.tmp")):
        if path.name not in kept:
            path.unlink()


def _graded(row: Row) -> Graded:
    return Graded(
        row.id, row.status, row.sentence, row.score, row.points, row.result, row.accuracies
    )
