"""Lets the tests here import their helpers, which are no package, and files of checks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def pytest_configure(config):
    """Make the checks' own mark known, so that their files can be imported."""
    config.addinivalue_line("markers", "of(function): the function that a check examines")
