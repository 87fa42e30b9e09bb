"""Made-up submissions of a class, and what is counted of them."""

import pytest

from nngrade.report.classroom.graded import Graded
from nngrade.report.classroom.overview import overview
from nngrade.report.classroom.tally import Tally
from nngrade.results import SubmissionResult

VERSIONS = {"nngrade": "1", "numpy": "2"}


@pytest.fixture(scope="session")
def make_graded():
    """Return a function that makes a graded submission of 100 points."""

    def make(*exercises, name="ann", score=50.0, **given):
        result = SubmissionResult(score, 100.0, 7, "tier A", VERSIONS, exercises)
        return Graded(name, "graded", "", score, 100.0, result, **given)

    return make


@pytest.fixture(scope="session")
def make_refused():
    """Return a function that makes a submission that was not graded."""

    def make(name="zoe", status="unreadable", sentence="It is no zip. Pack it again."):
        return Graded(name, status, sentence, 0.0, 100.0, None)

    return make


@pytest.fixture(scope="session")
def count(catalog):
    """Return a function that counts submissions."""

    def counted(*submissions):
        tally = Tally(catalog)
        for one in submissions:
            tally.add(one)
        return tally

    return counted


@pytest.fixture(scope="session")
def view_of(catalog, count):
    """Return a function that computes the page of a class."""
    return lambda *submissions: overview(catalog, count(*submissions))
