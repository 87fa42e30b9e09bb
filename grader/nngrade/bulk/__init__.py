"""Grades a class: many submissions, quickly, resumably, nothing lost."""

from nngrade.bulk.engine import Engine, LocalEngine
from nngrade.bulk.ledger import Ledger, Row
from nngrade.bulk.outputs import write_outputs
from nngrade.bulk.run import Counts, Progress, grade_class, locked
from nngrade.bulk.task import Setup
from nngrade.bulk.trainer import EPOCHS

__all__ = [
    "EPOCHS",
    "Counts",
    "Engine",
    "Ledger",
    "LocalEngine",
    "Progress",
    "Row",
    "Setup",
    "grade_class",
    "locked",
    "write_outputs",
]
