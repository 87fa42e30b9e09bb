"""Names mistakes: what a call did is held against what known wrong implementations do."""

from nngrade.diagnosis.catalogue import Misconception, Misconceptions, misconception
from nngrade.diagnosis.evidence import Evidence, Failure, Recorded
from nngrade.diagnosis.matching import Case
from nngrade.diagnosis.patterns import pattern, pattern_across

__all__ = [
    "Case",
    "Evidence",
    "Failure",
    "Misconception",
    "Misconceptions",
    "Recorded",
    "misconception",
    "pattern",
    "pattern_across",
]
