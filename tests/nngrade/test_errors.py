"""A fault is told in one sentence, with its cure and an exit status."""

import pytest

from nngrade.errors import (
    CatalogError,
    GraderError,
    NNGradeError,
    ProtocolError,
    SubmissionError,
    TrainingError,
    UsageFault,
)


def test_an_error_reads_as_what_happened_and_then_the_cure():
    error = GraderError("NumPy is not installed.", "Install nngrade again.")
    assert str(error) == "NumPy is not installed. Install nngrade again."
    assert (error.message, error.hint) == ("NumPy is not installed.", "Install nngrade again.")


def test_an_error_without_a_cure_ends_with_its_sentence():
    assert str(GraderError("NumPy is not installed.")) == "NumPy is not installed."


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (NNGradeError, 3),
        (GraderError, 3),
        (CatalogError, 3),
        (ProtocolError, 3),
        (UsageFault, 2),
        (SubmissionError, 2),
        (TrainingError, 1),
    ],
)
def test_each_kind_of_error_has_its_exit_status(kind, status):
    error = kind("It went wrong.")
    assert isinstance(error, NNGradeError)
    assert error.exit_code == status
