"""A pattern is said where it holds for every entry, and nothing where none does."""

import numpy as np
import pytest

from nngrade.diagnosis import Evidence, pattern, pattern_across

RNG = np.random.default_rng(5)
RIGHT = RNG.normal(size=(7, 4))


def changed(place, by=1.0):
    got = RIGHT.copy()
    got[place] += by
    return got


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (2 * RIGHT, "Every entry is 2 times what it must be."),
        (RIGHT / 7, "Every entry is 0.1429 times what it must be."),
        (-RIGHT, "Every entry has the wrong sign."),
        (0 * RIGHT, "Every entry is 0."),
        (RIGHT + 0.25, "Every entry is off by the same amount, 0.25."),
        (RIGHT.T, "It is the transpose of what it must be."),
        (RIGHT.reshape(4, 7), "The numbers are right, the shape isn't."),
        (RIGHT.ravel(), "The numbers are right, the shape isn't."),
        (RIGHT.sum(axis=0), "It is a sum or a mean of what it must be, over one axis."),
        (RIGHT.mean(axis=1), "It is a sum or a mean of what it must be, over one axis."),
        (np.roll(RIGHT, 2, axis=0), "The rows are right, but moved on by 2."),
        (np.roll(RIGHT, -1, axis=1), "The columns are right, but moved back by 1."),
        (RIGHT[::-1], "The rows are right, but in reverse order."),
        (RIGHT[[1, 0, 2, 4, 3, 6, 5]], "The rows are right, but in another order."),
        (RIGHT[:, [1, 0, 2, 3]], "The columns are right, but in another order."),
        (
            RIGHT * np.arange(1.0, 8.0)[:, None],
            "Each row is a multiple of what it must be: 1, 2, 3, 4, …",
        ),
        (
            RIGHT * np.arange(1.0, 5.0),
            "Each column is a multiple of what it must be: 1, 2, 3, 4, …",
        ),
        (np.abs(RIGHT), "The sizes are right, the minus signs are gone."),
        (np.minimum(RIGHT, 0.5), "What must be above 0.5 comes out as that."),
        (np.maximum(RIGHT, -0.5), "What must be below -0.5 comes out as that."),
        (changed((slice(None), 0)) + np.eye(7, 4), None),
        (changed(3, RNG.normal(size=4)), "Only row 3 is wrong."),
        (changed(6, RNG.normal(size=4)), "Only row 6, the last, is wrong."),
        (changed((slice(None), 0), RNG.normal(size=7)), "Only column 0, the first, is wrong."),
        (np.where(RIGHT > 0.4, RIGHT, 0.0), "The wrong entries are all 0."),
        (RNG.normal(size=(7, 4)), ""),
        (RIGHT, ""),
    ],
)
def test_a_pattern_is_said_in_a_sentence(got, words):
    if words is not None:
        assert pattern(got, RIGHT) == words


def test_a_small_error_is_told_from_rounding():
    got = RIGHT * (1 + 3e-5 * RNG.normal(size=RIGHT.shape))
    assert pattern(got, RIGHT).startswith("It is nearly right: off by ")


@pytest.mark.parametrize(
    ("got", "right", "words"),
    [
        (4.6, 2.3, "It is 2 times what it must be."),
        (2.3 / 7, 2.3, "It is 0.1429 times what it must be."),
        (-2.3, 2.3, "The sign is wrong."),
        (3.1, 2.3, ""),
        (0.0, 2.3, "It is 0."),
        (np.float32(4.6), 2.3, "It is 2 times what it must be."),
    ],
)
def test_the_factor_of_a_single_number_is_told_where_it_is_whole(got, right, words):
    assert pattern(got, right) == words


def test_entries_that_go_wrong_where_an_argument_is_0():
    z = np.where(np.abs(RIGHT) < 0.5, 0.0, RIGHT)
    got = np.where(z == 0, RNG.normal(size=z.shape) + 9.0, RIGHT)
    assert pattern(got, RIGHT, (1.0, z)) == "It goes wrong just where the argument is 0."
    got = np.where(z < 0, RNG.normal(size=z.shape) + 9.0, RIGHT)
    assert pattern(got, RIGHT, (z,)) == "It goes wrong just where the argument is negative."


def test_of_several_items_the_first_that_is_wrong_is_told():
    right = (RIGHT, RIGHT[0])
    assert pattern((RIGHT, 2 * RIGHT[0]), right) == ("Every entry is 2 times what it must be.")
    assert pattern((RIGHT[0], RIGHT), right) == "The items are right, their order isn't."
    assert pattern([(RIGHT, -RIGHT[0])], [right]) == ("Every entry has the wrong sign.")
    assert pattern((RIGHT,), right) == ""
    noise = RNG.normal(size=RIGHT.shape)
    assert pattern((noise, 2 * RIGHT[0]), right) == ""
    nested = [(RIGHT, RIGHT[0]), (2 * RIGHT, RIGHT[1])]
    assert pattern(nested[::-1], nested) == "The items are right, their order isn't."


def test_what_holds_of_any_wrong_value_is_no_pattern():
    pairs = RNG.normal(size=(5, 1)) * np.array([1.0, -1.0])
    assert pattern(RNG.normal(size=(5, 1)) * np.array([1.0, -1.0]), pairs) == ""
    single = np.diag([3.0, 4.0, 5.0])
    assert "multiple" not in pattern(np.diag([1.0, 4.0, 2.0]), single)
    assert pattern(RIGHT * 1.0002, RIGHT).startswith("It is nearly right")
    assert pattern(-1e-17 * RIGHT, RIGHT) == "Every entry is 0."
    assert pattern(RIGHT[1::-1], RIGHT[:2]) == "The rows are right, but in reverse order."
    assert pattern(2.3001, 2.3).endswith("of its value, more than rounding.")


@pytest.mark.parametrize(
    "odd",
    [None, "words", {}, np.array(["a"]), np.array([np.nan]), np.zeros((0, 4)), True, [1, "a"]],
)
def test_whatever_came_back_there_may_be_no_pattern(odd):
    assert pattern(odd, RIGHT) == ""
    assert pattern(RIGHT, odd) == ""
    assert pattern([odd], [RIGHT]) == ""


def call(*args):
    return Evidence("f", args, {}, None)


def test_what_all_failing_inputs_have_in_common_is_told():
    single, double = np.ones((3, 2), np.float32), np.ones((3, 2))
    assert pattern_across([call(single), call(single)], others_pass=True) == (
        "Only float32 inputs go wrong."
    )
    assert pattern_across([call(single), call(double)], others_pass=True) == ""
    assert pattern_across([call(single)], others_pass=False) == ""
    assert pattern_across([call(1e4 * double)], others_pass=True) == (
        "Only inputs of extreme size go wrong."
    )
    assert pattern_across([call(double[:1])], others_pass=True) == (
        "Only a batch of a single row goes wrong."
    )
    assert pattern_across([call(3)], others_pass=True) == ""


def test_numbers_of_any_size_overflow_in_silence():
    huge, other = (1e306 * RNG.normal(size=RIGHT.shape) for _ in range(2))
    assert pattern(other, huge) == ""
    assert pattern(huge, RIGHT) == ""
