"""How a check ends when it doesn't pass: the outcome, and the message that the learner reads."""

from dataclasses import dataclass
from typing import Any

from nngrade.results import Outcome


@dataclass(frozen=True, slots=True)
class Evidence:
    """The call behind a failure: what was asked and what came back, to find the mistake's name.

    `params` is set for a network's methods: what the network held at the time.
    """

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    got: Any
    params: list[tuple[Any, Any]] | None = None


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
