"""A graded submission, as its pages need it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from nngrade.report import words
from nngrade.results import Outcome, SubmissionResult

FEEDBACK = "feedback"
# What is said of an exercise that has no verdict.
STATES = {Outcome.NOT_STARTED: "not started", Outcome.ERROR: "could not be checked"}


@dataclass(frozen=True, slots=True)
class Link:
    """A submission's name, and the address of its feedback page from the class's page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission; `sentence` says why there is no `result`.

    accuracies: share of the test images that its trained networks get right, by network
    """

    id: str
    status: str
    sentence: str
    score: float
    points: float
    result: SubmissionResult | None
    accuracies: Mapping[str, float] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of its feedback page; ids are clean names."""
        return f"{self.id}.html"

    @property
    def link(self) -> Link:
        """The way to its feedback page."""
        file = quote(self.file, safe="", errors="replace")
        return Link(words.line(self.id), f"{FEEDBACK}/{file}")
