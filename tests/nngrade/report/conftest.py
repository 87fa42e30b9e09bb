"""Made-up results for the report, and pages and pictures taken apart again."""

from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from nngrade.catalog import Catalog, Exercise
from nngrade.results import (
    CheckResult,
    Evaluation,
    Example,
    ExerciseResult,
    GradientCheck,
    Outcome,
    TrainingRun,
)

HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>"
    ' $\\frac{1}{ {{7*7}} {% raw %} \x1b[31mred \u202eevil\u2066 \x00 \ud800 \' onload="x" </style>'
)
VOID = {"br", "hr", "img", "input", "link", "meta"}


@pytest.fixture(scope="session")
def hostile():
    return HOSTILE


@pytest.fixture(scope="session")
def catalog():
    """Return a course of three exercises: 20, 30 and 50 points."""
    return Catalog(
        (
            Exercise("e01_data", "e01_data.py", "data", ("normalize", "one_hot"), 20.0),
            Exercise("e02_softmax", "e02_softmax.py", "softmax", ("softmax",), 30.0),
            Exercise(
                "e03_simple_network",
                "e03_simple_network.py",
                "simple network",
                ("SimpleNetwork.forward", "SimpleNetwork.fit"),
                50.0,
                requires=("e02_softmax",),
            ),
        )
    )


@pytest.fixture(scope="session")
def make_check():
    def make(outcome=Outcome.PASSED, **given):
        given = {"id": "a", "title": "A title", "function": "softmax"} | given
        return CheckResult(outcome=outcome, **given)

    return make


@pytest.fixture(scope="session")
def make_exercise():
    def make(slug="e02_softmax", outcome=Outcome.PASSED, score=30.0, checks=(), **given):
        return ExerciseResult(slug, "title", outcome, score, 30.0, checks=tuple(checks), **given)

    return make


@pytest.fixture(scope="session")
def make_gradient():
    def make(tensor="dW", relative_error=2e-10, numeric=(1.0, -2.0, 0.5), analytic=None):
        return GradientCheck(tensor, relative_error, analytic or numeric, numeric)

    return make


@pytest.fixture(scope="session")
def example():
    """Return a 4 x 6 image of a 7, taken for a 1."""
    return Example(index=3, label=7, prediction=1, probability=0.875, pixels=bytes(range(24)))


@pytest.fixture(scope="session")
def make_run(example):
    weights = np.linspace(-1, 1, 24, dtype=np.float32)
    right = replace(example, prediction=7)
    evaluation = Evaluation(
        accuracy=0.9365,
        confusion=((5, 0, 1), (3, 7, 0), (0, 2, 9)),
        image_shape=(4, 6),
        examples=(right, example),
        confident_mistakes=(example,),
        first_layer=(weights.tobytes(), (-weights).tobytes()),
    )

    def make(network="simple", **given):
        run = TrainingRun(
            network=network,
            layer_sizes=(24, 10, 3),
            seed=4,
            source="bundled",
            epochs=3,
            batch_size=64,
            learning_rates=(0.1, 0.1, 0.01),
            losses=(0.5, 0.3, 0.2),
            accuracies=(0.91, 0.92, 0.9365),
            accuracy=0.9365,
            seconds=75.0,
            isolation="tier A",
            evaluation=evaluation,
        )
        return replace(run, **given)

    return make


@pytest.fixture(scope="session")
def parse_svg():
    def parse(text):
        return ET.fromstring(text)  # noqa: S314 - the picture is the report's own

    return parse


class _Tree(HTMLParser):
    """Builds an element tree from a page, as a browser reads it: with scripting off."""

    def __init__(self):
        super().__init__()
        self.builder = ET.TreeBuilder()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.open.append(tag)
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_startendtag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes what is not open"
        self.builder.end(tag)

    def handle_data(self, data):
        if self.open:
            self.builder.data(data)


@pytest.fixture(scope="session")
def parse_page():
    """Return a parser from a page to its <html> element; a tag left open fails."""

    def parse(page):
        tree = _Tree()
        tree.feed(page)
        tree.close()
        assert tree.open == []
        return tree.builder.close()

    return parse
