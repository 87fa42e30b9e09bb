"""A metered stream gives out what it may, and no more."""

import io

import pytest

from nngrade.submission.faults import UnreadableError
from nngrade.submission.limits import Metered


def metered(data, budget):
    return Metered(io.BytesIO(data), budget, UnreadableError("too much"))


def test_all_bytes_come_out_within_the_budget():
    stream = metered(b"12345", 5)
    assert stream.read(2) + stream.read(100) + stream.read() == b"12345"


def test_a_byte_above_the_budget_is_refused():
    stream = metered(b"123456", 5)
    assert stream.read(5) == b"12345"
    with pytest.raises(UnreadableError, match="too much"):
        stream.read(1)


def test_a_huge_request_costs_no_more_than_the_budget():
    class Recorder(io.BytesIO):
        def read(self, size=-1):
            sizes.append(size)
            return super().read(size)

    sizes: list[int] = []
    Metered(Recorder(b"12"), 5, UnreadableError("")).read(1 << 40)
    assert max(sizes) == 6


def test_without_a_budget_all_comes_out():
    stream = metered(b"123456", 1)
    stream.budget = None
    assert stream.read() == b"123456"


def test_what_is_read_twice_counts_twice():
    stream = metered(b"123", 5)
    stream.read()
    stream.seek(0)
    assert stream.tell() == 0
    with pytest.raises(UnreadableError):
        stream.read()
