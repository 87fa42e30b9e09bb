"""What systems leave behind is nobody's submission."""

import pytest

from nngrade.submission.nodes import is_junk


@pytest.mark.parametrize("name", ["__MACOSX", ".DS_Store", ".git", "__pycache__", "._ann.zip"])
def test_leftovers_are_junk(name):
    assert is_junk(name)


@pytest.mark.parametrize("name", ["ann", ".ann", "_ann", "MACOSX", "e01_data.py"])
def test_other_names_are_not(name):
    assert not is_junk(name)
