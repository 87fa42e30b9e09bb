"""Each submission has its page, whatever became of it, and only those that are there have one."""

import pytest

from nngrade.bulk import Row
from nngrade.bulk.pages import write_pages
from nngrade.errors import NNGradeError


@pytest.fixture
def full_ledger(ledger, make_result, named):
    """Return the ledger of a class of three, one of whom can't be read."""
    for row in (
        Row("cid", "unreadable", "It is no zip file.", 0.0, 100.0, None),
        Row("ann lee", "graded", "", 6.0, 6.0, make_result()),
        Row("bob", "graded", "", 0.0, 6.0, make_result(0.0, "got 2", named)),
    ):
        ledger.save(row, "")
    return ledger


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_submission_has_a_page(full_ledger, course, tmp_path):
    page, feedback = write_pages(full_ledger, course.catalog, tmp_path)
    assert (page, feedback) == (tmp_path / "class.html", tmp_path / "feedback")
    assert names(feedback) == ["ann lee.html", "bob.html", "cid.html"]
    assert "You did it" in (feedback / "bob.html").read_text(encoding="utf-8")
    assert "It is no zip file." in (feedback / "cid.html").read_text(encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    assert "<strong>2</strong> of 3 submissions graded" in text
    assert 'href="feedback/ann%20lee.html"' in text
    assert "You did it" in text


def test_the_same_ledger_gives_the_same_pages(full_ledger, course, tmp_path):
    def read():
        write_pages(full_ledger, course.catalog, tmp_path)
        return {path: path.read_bytes() for path in tmp_path.rglob("*.html")}

    assert read() == read()


def test_feedback_of_a_submission_that_is_gone_goes_too(full_ledger, course, tmp_path):
    _, feedback = write_pages(full_ledger, course.catalog, tmp_path)
    (feedback / ".bob.html.77.tmp").write_text("half a page", encoding="utf-8")
    (feedback / "notes.txt").write_text("mine", encoding="utf-8")
    full_ledger.keep_only({"bob"})
    write_pages(full_ledger, course.catalog, tmp_path)
    assert names(feedback) == ["bob.html", "notes.txt"]


def test_a_folder_that_cannot_be_made_is_said_in_words(full_ledger, course, tmp_path):
    (tmp_path / "feedback").write_text("no folder", encoding="utf-8")
    with pytest.raises(NNGradeError, match="feedback can't be created"):
        write_pages(full_ledger, course.catalog, tmp_path)
