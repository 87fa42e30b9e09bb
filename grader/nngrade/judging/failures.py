"""How a check ends when it doesn't pass: the outcome, and the message that the learner reads."""

from nngrade.diagnosis import Evidence
from nngrade.results import Outcome


class CheckFailure(Exception):
    """Ends a check with an outcome other than passed."""

    def __init__(
        self,
        message: str,
        outcome: Outcome = Outcome.FAILED,
        evidence: Evidence | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.outcome = outcome
        self.evidence = evidence
