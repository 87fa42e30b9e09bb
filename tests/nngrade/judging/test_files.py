"""A worker gets the files that can matter to its exercise."""

import time

import pytest

from nngrade.judging.files import named_in, reachable, without_replaced

SOURCES = {
    "e01_data": b"x = 1",
    "e03_linear": b"from e01_data import x",
    "e04_relu": b"import e04_relu, e99_more",
    "e08_backprop": b"from e03_linear import *  # not e04_relubis, e04",
}


def test_a_file_reaches_what_it_names_and_what_that_names():
    assert list(reachable(SOURCES, "e08_backprop")) == ["e08_backprop", "e03_linear", "e01_data"]
    assert list(reachable(SOURCES, "e04_relu")) == ["e04_relu"]
    assert reachable(SOURCES, "e99_more") == {}


def test_two_files_may_name_each_other():
    both = {"a": b"import b", "b": b"import a"}
    assert reachable(both, "a") == both


def test_a_name_counts_in_strings_and_comments_too():
    assert named_in({"a": b'__import__("e01_data")'}, ["e01_data", "e03_linear"]) == ["e01_data"]


@pytest.mark.parametrize(
    "asking",
    [
        b"from e04_relu import relu",
        b"import numpy as np\r\nfrom e04_relu import relu\r\nx = 1\r\n",
        b"def f(x):\n    from e04_relu import (\n        relu as r,\n        both,\n    )\n",
        b"x = 1  # names nothing",
    ],
)
def test_a_file_asked_for_stood_in_names_alone_is_left_out(asking):
    sources = {"e04_relu": b"def relu", "e08_backprop": asking}
    assert without_replaced(sources, {"e04_relu": {"relu", "both"}}) == {"e08_backprop": asking}


@pytest.mark.parametrize(
    "asking",
    [
        b"from e04_relu import relu, helper",
        b"from e04_relu import *",
        b"import e04_relu",
        b"from e04_relu import relu\nimport sys; sys.modules['e04_relu'].helper()",
        b"from e04_relu import relu; y = 1",
        b"from e04_relu import (relu, helper)",
    ],
)
def test_a_file_stays_that_more_may_be_asked_of(asking):
    sources = {"e04_relu": b"def relu", "e03_linear": b"", "e08_backprop": asking}
    assert without_replaced(sources, {"e04_relu": {"relu"}}) == sources
    assert without_replaced(sources, {}) == sources


def test_no_line_takes_long_to_understand():
    hostile = (
        b"from e04_relu import " + b" " * 2**20 + b"!\n" + b"from e04_relu import (\n" * 20_000
    )
    started = time.process_time()
    sources = {"e04_relu": b"", "e08_backprop": hostile}
    assert without_replaced(sources, {"e04_relu": {"relu"}}) == sources
    assert time.process_time() - started < 2
