"""Reads what learners hand in as data: into memory, never unpacked, never run.

`read_submission` reads a folder of exercises, `read_one` what somebody handed in, `read_class` a
whole class: folders, archives, or one archive of them all.
"""

from nngrade.submission.intake import Entry, count_class, read_class, read_one
from nngrade.submission.model import MAX_SOURCE, Submission
from nngrade.submission.single import read_submission

__all__ = [
    "MAX_SOURCE",
    "Entry",
    "Submission",
    "count_class",
    "read_class",
    "read_one",
    "read_submission",
]
