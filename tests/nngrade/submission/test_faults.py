"""What goes wrong is told in a sentence, about a name that can be seen."""

import zipfile

import pytest

from nngrade.submission.faults import UnreadableError, missing, shown, told


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied"), "can't be read: Permission denied. Change its"),
        (OSError(5, "Input/output error"), "can't be read: Input/output error."),
        (OSError("Not a gzipped file"), "is broken or incomplete. Pack it again, as a zip."),
        (zipfile.BadZipFile("File is not a zip file"), "is broken or incomplete."),
        (EOFError(), "is broken or incomplete."),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "is broken or incomplete."),
        (MemoryError(), "is broken or incomplete."),
    ],
)
def test_an_error_becomes_a_sentence(error, sentence):
    with pytest.raises(UnreadableError) as caught, told("ann.zip"):
        raise error
    assert str(caught.value).startswith(f"ann.zip {sentence}")


def test_a_sentence_stays_as_it_is():
    with pytest.raises(UnreadableError, match=r"^own words$"), told("ann.zip"):
        raise UnreadableError("own words")


def test_a_fault_of_the_grader_stays_one():
    with pytest.raises(AssertionError), told("ann.zip"):
        raise AssertionError


def test_a_name_neither_acts_nor_breaks_the_line():
    assert shown("a\x1b[31m\u202e\nb\tc") == "a\\x1b[31m\\u202e\\nb\\tc"
    assert len(shown("x" * 5000)) == 100


def test_a_missing_file_is_told_with_the_way_to_its_stub(catalog):
    told_so = "e01_data.py is missing. `nngrade reset data` puts its stub into your exercises."
    assert missing(catalog.exercises[0]) == told_so
