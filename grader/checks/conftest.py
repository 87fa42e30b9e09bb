"""Fixtures of the checks; `student`, `reference` and `rng` come from the plugin."""

import pytest
from networks import Networks


@pytest.fixture
def networks(request, student, reference, rng):
    """Build networks of the class that the file of checks names as NETWORK."""
    return Networks(student, reference, rng, request.module.NETWORK)
