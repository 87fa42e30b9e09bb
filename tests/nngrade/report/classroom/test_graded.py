"""A submission knows the way to its feedback, whatever it is called."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest


@pytest.mark.parametrize("name", ["ann", "ann lee", "名前", "a+b@c", "100%#?"])
def test_a_link_leads_to_the_file(make_refused, name):
    one = make_refused(name)
    address = urlsplit(one.link.address)
    assert PurePosixPath(unquote(address.path)) == PurePosixPath("feedback", one.file)
    assert (address.scheme, address.netloc, address.query, address.fragment) == ("", "", "", "")


def test_what_a_link_is_called_hides_nothing(make_refused):
    assert make_refused("a\u202eb").link.name == r"a\u202eb"
