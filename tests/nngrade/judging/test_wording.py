"""Calls can be retyped, exceptions show the learner's own lines, and no words can act."""

import numpy as np
import pytest

from nngrade.judging.calls import Kept, Seeded
from nngrade.judging.wording import (
    changed_in_words,
    first_lines,
    show,
    show_call,
    traceback_in_words,
)
from nngrade.sandbox.protocol import Frame, Raised
from nngrade.submission import Submission

GIB = 2**30
SOURCE = b"""import numpy as np

def softmax(x):
    return helper(x)

def helper(x):
\treturn 1 / 0
"""
SUBMISSION = Submission("", {"e05_softmax": SOURCE}, {})


@pytest.mark.parametrize(
    "value", [[1, "a", None], (1.5, [2, (3,)]), (7,), (), "text", {"a": 1}, -0.25, [np.ones(2)]]
)
def test_a_small_value_can_be_retyped(value):
    retyped = eval(show(value))  # noqa: S307 - that is what the learner does
    assert repr(retyped) == repr(value)


@pytest.mark.parametrize(
    "array",
    [
        np.array([[0.0, 1.0], [2.0, -3.5]]),
        np.array([[1e4, -1e-7], [10.0, 1234.0]], np.float32),
        np.array([1, 2, 3]),
        np.array([[0, 255]], np.uint8),
        np.array([True, False]),
        np.array(2.0),
        np.zeros((3, 4)),
        np.zeros((2, 3), np.float32),
    ],
)
def test_a_small_array_can_be_retyped_with_its_dtype(array):
    retyped = eval(show(array))  # noqa: S307 - that is what the learner does
    np.testing.assert_array_equal(retyped, array, strict=True)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.ones((3, 4)), f"np.array([{', '.join(['[1., 1., 1., 1.]'] * 3)}])"),
        (np.ones((13,)), "<float64 (13,)>"),
        (np.ones((0, 3), np.float32), "<float32 (0, 3)>"),
        (np.array([1 / 3]), "np.array([0.3333])"),
        (np.array([-0.0, -1e-9, 5e-324]), "np.array([0., -1e-09, 5e-324])"),
        (1 / 3, "0.333333"),
        (-0.0, "0.0"),
        ([1 / 3, (1 / 3,)], "[0.333333, (0.333333,)]"),
        (np.float32(0.5), "0.5"),
        (np.float32, "np.float32"),
        (abs, "abs"),
        (lambda x: x, "f"),
        (Seeded(7), "np.random.default_rng(7)"),
        (Kept(3, "…"), "…"),
        ("x" * 200, "'" + "x" * 79),
    ],
)
def test_other_values_are_shown_by_what_they_are(value, shown):
    assert show(value) == shown


def test_a_call_reads_as_it_is_typed():
    call = show_call("one_hot", (np.array([0, 2]),), {"num_classes": 3, "dtype": np.float32})
    assert call == "one_hot(np.array([0, 2]), num_classes=3, dtype=np.float32)"


def test_zeros_are_written_by_their_shape():
    assert (
        show_call("f", (np.zeros((3, 4)), np.zeros(3)), {})
        == "f(np.zeros((3, 4)), np.array([0., 0., 0.]))"
    )


def test_the_longest_arguments_are_the_first_to_be_shortened():
    x, labels = np.arange(12.0).reshape(4, 3) / 7, np.arange(12)
    assert show_call("cross_entropy_backward", (x, labels), {}) == (
        "cross_entropy_backward(<float64 (4, 3)>, np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]))"
    )


def test_a_long_call_shows_shapes_and_keeps_its_keywords():
    x, params = np.arange(12) / 7, [(np.ones(2), np.ones(3))] * 5
    call = show_call("fit", (x, params), {"epochs": 3, "x": x, "learning_rate": 0.1})
    assert call == (
        "fit(<float64 (12,)>, <list of 5>, epochs=3, x=<float64 (12,)>, learning_rate=0.1)"
    )


def raised(**fields) -> Raised:
    given = {"kind": "ValueError", "bases": [], "message": "bad shape", "frames": []} | fields
    return Raised(**given)


def told(one: Raised) -> str:
    return traceback_in_words(one, "softmax([1])", SUBMISSION, GIB)


def test_an_exception_is_told_with_its_words():
    assert told(raised()) == "softmax([1]) raised ValueError: bad shape"
    assert told(raised(message="")) == "softmax([1]) raised ValueError"


def test_the_learner_s_lines_follow_innermost_last():
    frames = [Frame("e05_softmax.py", 4, "softmax"), Frame("e05_softmax.py", 7, "helper")]
    assert told(raised(frames=frames)).splitlines()[1:] == [
        "  e05_softmax.py, line 4 in softmax",
        "      return helper(x)",
        "  e05_softmax.py, line 7 in helper",
        "      return 1 / 0",
    ]


def test_of_many_lines_the_last_three_are_shown():
    frames = [Frame("e05_softmax.py", 4, f"f{number}") for number in range(100)]
    text = told(raised(frames=frames))
    assert [f"f{number}" in text for number in (96, 97, 98, 99)] == [False, True, True, True]
    assert text.count("e05_softmax.py") == 3


def test_a_line_that_can_not_be_found_is_left_out():
    frames = [Frame("e05_softmax.py", 999, "f"), Frame("elsewhere.py", 1, "g")]
    assert told(raised(frames=frames)).splitlines()[1:] == [
        "  e05_softmax.py, line 999 in f",
        "  elsewhere.py, line 1 in g",
    ]


@pytest.mark.parametrize(
    ("line", "column", "pointed_at"), [(4, 12, "helper(x)"), (7, 9, "1 / 0"), (4, 5, "return")]
)
def test_a_caret_points_at_the_place_of_bad_syntax(line, column, pointed_at):
    """Whatever the line is indented with: the text is shown without its indent."""
    text = told(
        raised(kind="SyntaxError", frames=[Frame("e05_softmax.py", line, "")], column=column)
    )
    shown, caret = text.splitlines()[-2:]
    assert caret.strip() == "^"
    assert shown[caret.index("^") :].startswith(pointed_at)


@pytest.mark.parametrize("column", [-5, 10**9])
def test_a_column_that_lies_does_no_harm(column):
    text = told(raised(frames=[Frame("e05_softmax.py", 4, "")], column=column))
    assert len(text) < 400


def test_too_little_memory_is_told_with_the_limit():
    text = told(raised(kind="MemoryError", message="", frames=[Frame("e05_softmax.py", 4, "f")]))
    assert text.startswith("softmax([1]) used more than 1 GiB of memory.\n  e05_softmax.py, line 4")


@pytest.mark.parametrize("place", ["softmax([1])", "e05_softmax.py"])
def test_a_module_that_does_not_travel_is_told_with_where_its_content_can_go(place):
    """A learner's own helpers.py is no library: only the exercises' files are sent."""
    one = raised(
        kind="ModuleNotFoundError",
        bases=["ModuleNotFoundError", "ImportError"],
        message="No module named 'helpers'",
    )
    assert traceback_in_words(one, place, SUBMISSION, GIB) == (
        f"{place} raised ModuleNotFoundError: No module named 'helpers'. Only the exercises' own "
        "files, NumPy and the standard library are there when they are checked; helpers of your "
        "own belong in an exercise's file."
    )


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("SystemExit", ""),
        ("SystemExit", "bye."),
        ("NameError", "name 'exit' is not defined"),
        ("NameError", "name 'quit' is not defined"),
    ],
)
def test_leaving_is_told_to_be_none_of_an_exercise_s_business(kind, message):
    text = told(raised(kind=kind, message=message))
    assert text.startswith(f"softmax([1]) raised {kind}")
    assert text.endswith(". Exercises return values; they never exit.")
    assert ".." not in text


def test_asking_for_input_is_told_to_get_no_answer():
    text = told(raised(kind="EOFError", message="EOF when reading a line"))
    assert text.endswith("line. Nobody is there to answer input(): values come in as arguments.")
    assert told(raised(kind="EOFError", message="other")) == "softmax([1]) raised EOFError: other"
    assert told(raised(kind="NameError", message="name 'x'")).endswith("NameError: name 'x'")


def test_a_stub_that_was_needed_is_named_with_its_exercise_and_lesson():
    """In one sentence: it is no mistake, so there is no line to look at."""
    message = "linear_backward: see course/lessons/e08_backprop.md"
    frames = [Frame("e05_softmax.py", 4, "f")]
    assert told(raised(kind="NotImplementedError", message=message, frames=frames)) == (
        "linear_backward (e08) is not written yet, and softmax needs it. "
        "`nngrade lesson backprop` says how."
    )
    own = raised(kind="NotImplementedError", message="later", frames=frames)
    assert told(own).startswith("softmax([1]) raised NotImplementedError: later\n")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (["0"], "logits was changed by the call: f must return its result"),
        (["1", "0"], "logits and labels were changed by the call: f must"),
        (["2", "0", "1"], "logits, labels and argument 3 were changed by the call: f must"),
        (["num_classes"], "num_classes was changed by the call"),
        (["x\x1b"], "x\\x1b was changed by the call"),
    ],
)
def test_changed_arguments_are_called_by_their_parameters(changed, words):
    assert changed_in_words("f", changed, ("logits", "labels")).startswith(words)


def test_no_words_of_a_learner_can_act():
    evil = "\x1b]0;owned\x07\u202e\x00\r"
    frame = Frame(evil, 1, evil)
    source = Submission("", {evil: f"x = '{evil}'".encode()}, {})
    text = traceback_in_words(raised(kind=evil, message=evil, frames=[frame]), "f", source, GIB)
    assert text.replace("\n", "").isprintable()
    assert r"\x1b" in text


def test_long_words_are_cut():
    long = "x" * 10**6
    frames = [Frame(long, 1, long)] * 9
    assert len(told(raised(kind=long, message=long, frames=frames))) < 2000


def test_of_what_was_printed_the_first_lines_are_kept():
    twenty = "\n".join(f"line {number}" for number in range(20))
    assert first_lines(twenty) == twenty
    assert first_lines(twenty + "\n") == twenty
    assert first_lines(twenty + "\nmore\nand more\n") == twenty + "\n… and 2 more lines"


def test_what_was_printed_can_not_act():
    assert first_lines("\x1b[2J\u202e\r[/red]\t") == "\\x1b[2J\\u202e\\r[/red]\t"


def test_a_long_line_is_cut():
    assert len(first_lines("x" * 10**6)) <= 8000
