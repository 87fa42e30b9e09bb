"""Runs the hidden checks, in the grader's own process, against a submission in a worker."""

from nngrade.judging.judge import Judge

__all__ = ["Judge"]
