"""A planted misconception is a submission as a learner could have written it."""

import ast

import numpy as np
import pytest

from nngrade.diagnosis import Misconceptions
from nngrade.judging.planting import plant

SHARED = """
from nngrade.diagnosis import misconception
from helpers import half

@misconception(of=".forward", title="t", hint="h")
def halved(self, x): return half(x)

@misconception(of=".forward", title="t", hint="h")
def halved_twice(self, x): return half(halved(self, x))
"""
NET = "class Net:\n    def forward(self, x):\n        return x\n"


@pytest.fixture
def course(written_course, tmp_path):
    return written_course(
        tmp_path,
        {"e01_net": ("Net.forward",)},
        solutions={"e01_net": NET},
        checks={},
        misconceptions={
            "helpers": "def half(x): return x / 2\n",
            "both": SHARED,
            "e01_net": """
                from helpers import half
                from both import *
                CLASS = "Net"

                @misconception(of=".forward", title="t", hint="h")
                def quartered(self, x): return half(half(x))
            """,
        },
    )


@pytest.mark.parametrize(("bug", "got"), [("halved", 6), ("halved-twice", 3), ("quartered", 3)])
def test_it_holds_all_that_its_mistake_calls_and_nothing_of_ours(course, bug, got):
    (exercise,) = course.catalog.exercises
    (planted,) = [
        one for one in Misconceptions(course.misconceptions).of("e01_net") if one.id == bug
    ]
    source = plant(course, exercise, planted).sources["e01_net"].decode()
    for word in ("nngrade", "misconception", "helpers", "both"):
        assert word not in source
    names = {}
    exec(compile(ast.parse(source), "e01_net.py", "exec"), names)  # noqa: S102 - as a worker does
    assert names["Net"]().forward(np.float64(12)) == got


def test_it_holds_no_mistake_that_it_does_not_call(course):
    (exercise,) = course.catalog.exercises
    bugs = {one.id: one for one in Misconceptions(course.misconceptions).of("e01_net")}
    source = plant(course, exercise, bugs["halved"]).sources["e01_net"].decode()
    assert source.count("def half(") == 1
    assert "quartered" not in source
    assert "halved_twice" not in source
