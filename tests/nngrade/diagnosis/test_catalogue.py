"""Misconceptions are plain functions with a mark, read from files by exercise."""

from textwrap import dedent

import numpy as np
import pytest

from nngrade.diagnosis import Misconceptions, misconception
from nngrade.errors import GraderError
from nngrade.results import Diagnosis


def test_a_misconception_has_its_id_from_its_name():
    @misconception(of="softmax", title="You normalised over the batch", hint="Print the sums.")
    def over_the_batch(logits):
        return logits / logits.sum(axis=0)

    marked = over_the_batch.misconception
    assert (marked.id, marked.of) == ("over-the-batch", "softmax")
    assert marked.diagnosis == Diagnosis(
        "over-the-batch", "You normalised over the batch", "Print the sums."
    )
    np.testing.assert_array_equal(over_the_batch(np.ones((2, 1))), [[0.5], [0.5]])


def written(folder, text) -> Misconceptions:
    (folder / "e04_relu.py").write_text(dedent(text), encoding="utf-8")
    return Misconceptions(folder)


def test_a_file_is_read_in_its_order_and_helpers_are_none(tmp_path):
    known = written(
        tmp_path,
        """
        from nngrade.diagnosis import misconception

        def helper(z): return z

        @misconception(of="relu", title="t", hint="h")
        def second_to_none(z): return helper(z)

        @misconception(of="relu", title="t", hint="h")
        def another(z): return -z
        """,
    )
    assert [one.id for one in known.of("e04_relu")] == ["second-to-none", "another"]
    assert known.of("e04_relu")[0].function(3) == 3


def test_an_exercise_may_have_no_misconceptions(tmp_path):
    assert Misconceptions(tmp_path).of("e04_relu") == ()


def test_a_file_is_loaded_once_and_only_when_asked_for(tmp_path):
    known = written(tmp_path, "1 / 0\n")
    with pytest.raises(GraderError, match=r"e04_relu\.py don't load: ZeroDivisionError"):
        known.of("e04_relu")
    known = written(tmp_path, "")
    assert known.of("e04_relu") == ()
    (tmp_path / "e04_relu.py").write_text("1 / 0\n", encoding="utf-8")
    assert known.of("e04_relu") == ()


def test_a_predicate_and_symptoms_are_kept():
    def always(_call):
        return True

    @misconception(of="zeros", title="t", hint="h", when=always, by_symptoms=True)
    def zeros(fan_in, fan_out):
        return np.zeros((fan_in, fan_out))

    assert zeros.misconception.when is always
    assert zeros.misconception.by_symptoms


SHARED = """
from nngrade.diagnosis import misconception
from helpers import half

@misconception(of=".forward", title="t", hint="h")
def halved(self, x): return half(x)
"""


def test_a_file_takes_in_what_stands_in_another_for_the_class_that_it_names(tmp_path):
    """So that two exercises, each with a class of its own, share their mistakes."""
    (tmp_path / "helpers.py").write_text("def half(x): return x / 2\n", encoding="utf-8")
    (tmp_path / "both.py").write_text(SHARED, encoding="utf-8")
    for slug, name in (("e10_one", "One"), ("e11_two", "Two")):
        text = f'from both import *\nCLASS = "{name}"\n'
        (tmp_path / f"{slug}.py").write_text(text, encoding="utf-8")
    known = Misconceptions(tmp_path)
    (one,), (two,) = known.of("e10_one"), known.of("e11_two")
    assert [(one.id, one.of), (two.id, two.of)] == [
        ("halved", "One.forward"),
        ("halved", "Two.forward"),
    ]
    assert one.function(None, 4) == 2


def test_a_shared_mistake_needs_a_class(tmp_path):
    with pytest.raises(GraderError, match=r"don't load: KeyError\('CLASS'\)"):
        written(tmp_path, SHARED.replace("from helpers import half", "half = abs")).of("e04_relu")
