"""The command line: the only room that prints or exits."""

from nngrade.cli.app import main

__all__ = ["main"]
