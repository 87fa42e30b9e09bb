"""The one comparison: nothing wrong passes it, nothing right fails it, and it says why."""

import numpy as np
import pytest

from nngrade.compare import (
    Kind,
    describe,
    difference,
    form_difference,
    margins_heard_by,
    nonfinite,
    tolerance,
)
from nngrade.sandbox.protocol import Opaque

RIGHT = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
NAN, INF = float("nan"), float("inf")


def changed(place, value) -> np.ndarray:
    wrong = RIGHT.copy()
    wrong[place] = value
    return wrong


@pytest.mark.parametrize(
    "got",
    [
        RIGHT.copy(),
        np.asfortranarray(RIGHT),
        np.repeat(RIGHT, 2, axis=1)[:, ::2],
        RIGHT * (1 + 1e-12),
    ],
)
def test_equal_arrays_pass_whatever_their_layout_and_last_digits(got):
    assert difference(got, RIGHT) is None


@pytest.mark.parametrize(
    ("got", "told"),
    [
        (None, "got None, expected an array of shape (2, 3). Is there a return at the end?"),
        (RIGHT.tolist(), "got a list of length 2, expected an array of shape (2, 3)."),
        (6.0, "got 6, expected an array of shape (2, 3)."),
        ("six", "got str 'six', expected an array of shape (2, 3)."),
        (Opaque("Tensor"), "got an object of type Tensor, expected an array of shape (2, 3)."),
        (RIGHT.T, "got shape (3, 2), expected (2, 3)"),
        (RIGHT[:1], "got shape (1, 3), expected (2, 3)"),
        (RIGHT.ravel(), "got shape (6,), expected (2, 3)"),
        (RIGHT[None], "got shape (1, 2, 3), expected (2, 3)"),
        (np.float64(1.0), "got 1, expected an array of shape (2, 3)."),
        (RIGHT.astype(np.float32), "got dtype float32, expected float64"),
        (RIGHT.astype(np.int64), "got dtype int64, expected float64"),
        (changed((1, 2), NAN), "at [1, 2]: got nan, expected finite numbers"),
        (changed((0, 1), -INF), "at [0, 1]: got -inf, expected finite numbers"),
        (RIGHT[0, :2], "got shape (2,), expected (2, 3)"),
        (changed((1, 0), 4.5), "1 of 6 entries differ; the first, at [1, 0]: got 4.5, expected 4"),
        (-RIGHT, "6 of 6 entries differ; the first, at [0, 0]: got -1, expected 1"),
    ],
)
def test_a_difference_is_told_from_the_outside_in(got, told):
    """First the type, then the shape, then the dtype, then whether it is finite, then values."""
    assert difference(got, RIGHT) == told


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.ones((3, 1)), np.ones(3)),
        (np.ones(1), np.ones(3)),
        (np.ones(()), np.ones(3)),
        (1.0, np.ones(3)),
        (np.ones(3), 1.0),
        (np.ones(1), 1.0),
        (np.array(1.0), 1.0),
        (np.ones((1, 3)), [1.0, 1.0, 1.0]),
    ],
)
def test_what_broadcasting_would_make_equal_is_different(got, expected):
    assert difference(got, expected) is not None


@pytest.mark.parametrize("wrong", [NAN, INF, -INF, 0.0, -1.0, 1e300])
@pytest.mark.parametrize("kind", list(Kind))
def test_no_wrong_number_passes_under_any_kind(wrong, kind):
    assert difference(changed((0, 0), wrong), RIGHT, kind=kind) is not None
    assert difference(wrong, 1.0, kind=kind) is not None


def test_all_nan_is_wrong_everywhere():
    assert difference(np.full_like(RIGHT, NAN), RIGHT) is not None


@pytest.mark.parametrize("expected", [NAN, INF, -INF])
def test_what_is_not_finite_equals_itself_alone(expected):
    """Such values are expected of wrong implementations, when a mistake is sought."""
    for got in (NAN, INF, -INF, 0.0, 3.0):
        same = got == expected or (got != got and expected != expected)  # noqa: PLR0124 - nan
        assert (difference(got, expected) is None) == same
        assert (difference(np.array([1.0, got]), np.array([1.0, expected])) is None) == same


@pytest.mark.parametrize(
    ("dtype", "kind", "right"),
    [
        (np.float64, Kind.SAME, True),
        (np.float32, Kind.SAME, False),
        (np.float32, Kind.FLOATING, True),
        (np.float16, Kind.FLOATING, True),
        (np.int64, Kind.FLOATING, False),
        (np.int8, Kind.INTEGER, True),
        (np.uint64, Kind.INTEGER, True),
        (np.float64, Kind.INTEGER, False),
        (np.int32, Kind.NUMBER, True),
        (np.float32, Kind.NUMBER, True),
        (np.bool_, Kind.NUMBER, False),
        (np.bool_, Kind.INTEGER, False),
        (np.bool_, Kind.FLOATING, False),
    ],
)
def test_a_kind_says_which_dtypes_are_right(dtype, kind, right):
    ones = np.ones((2, 2))
    assert (difference(ones.astype(dtype), ones, kind=kind) is None) == right


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Kind.SAME, "got dtype bool, expected float64"),
        (Kind.FLOATING, "got dtype bool, expected a floating dtype"),
        (Kind.INTEGER, "got dtype bool, expected an integer dtype"),
        (Kind.NUMBER, "got dtype bool, expected a number"),
    ],
)
def test_a_wrong_dtype_is_told_in_words(kind, told):
    assert difference(np.ones(2, bool), np.ones(2), kind=kind) == told


@pytest.mark.parametrize(
    ("dtype", "passes", "fails"),
    [(np.float64, 1e-10, 1e-8), (np.float32, 2e-5, 1e-3), (np.float16, 2e-3, 1e-1)],
)
def test_rounding_is_allowed_as_far_as_the_dtype_rounds(dtype, passes, fails):
    for size in (1.0, 100.0):
        right = np.full(3, size, dtype)
        assert difference((right * dtype(1 + passes)).astype(dtype), right) is None
        assert difference((right * dtype(1 + fails)).astype(dtype), right) is not None
        assert difference(dtype(size * (1 + passes)), dtype(size)) is None
        assert difference(dtype(size * (1 + fails)), dtype(size)) is not None


def test_of_two_numbers_the_coarser_dtype_decides():
    """A loss of float32 inputs may be a float32, though the expected one is a float."""
    assert difference(np.float32(1.00002), 1.0) is None
    assert difference(1.00002, 1.0) is not None
    assert difference(1.00002, np.float32(1.0)) is None


def test_rounding_grows_with_the_inputs_where_that_is_said():
    """float32 logits of 10,000 carry rounding of a thousandth, which the loss inherits."""
    got, expected = np.array([1.002], np.float32), np.array([1.0], np.float32)
    assert difference(got, expected) is not None
    assert difference(got, expected, scale=1e4) is None
    assert difference(got * np.float32(2), expected, scale=1e4) is not None
    assert tolerance(np.float64, 1e4) == tolerance(np.float64)


def test_integers_are_exact():
    right = np.array([1000000, 2])
    assert difference(right + np.array([1, 0]), right) is not None
    assert tolerance(np.int64) == 0.0


def test_zero_is_zero_whatever_its_sign():
    assert difference(np.array([-0.0]), np.array([0.0])) is None


def test_empty_arrays_of_one_shape_are_equal():
    assert difference(np.ones((0, 3)), np.ones((0, 3))) is None
    assert difference(np.ones((0, 2)), np.ones((0, 3))) is not None


@pytest.mark.parametrize("got", [2, 2.0, np.float64(2), np.float32(2), np.int64(2), np.uint8(2)])
def test_a_number_is_any_real_scalar(got):
    assert difference(got, 2.0) is None


@pytest.mark.parametrize(
    ("got", "told"),
    [
        (None, "got None, expected one number"),
        (True, "got bool True, expected one number"),
        (np.True_, "got bool np.True_, expected one number"),
        ("1.0", "got str '1.0', expected one number"),
        ([1.0], "got a list of length 1, expected one number"),
        (np.ones(1), "got an array of shape (1,), expected one number"),
        (
            np.array(1.0),
            "got a number in a box, an array of shape (), expected the bare number",
        ),
        (NAN, "got nan, expected a finite number"),
        (np.float32(INF), "got inf, expected a finite number"),
        (1.5, "got 1.5, expected 1"),
        (np.float64(-1), "got -1, expected 1"),
    ],
)
def test_what_is_not_the_number_is_told(got, told):
    assert difference(got, 1.0) == told


def test_zero_has_no_sign():
    assert difference(-0.0, 1.0) == "got 0, expected 1"
    assert difference(np.array([1.0]), np.array([-0.0])) == "at [0]: got 1, expected 0"
    assert difference(-0.0, None) == "got 0, expected None"


def test_numbers_that_look_alike_are_told_apart():
    assert difference(1.00000002, 1.0) == "got 1.00000002, expected 1"
    got, expected = np.array([1.00000002]), np.array([1.0])
    assert difference(got, expected) == "at [0]: got 1.00000002, expected 1"


def test_of_two_entries_or_more_the_wrong_ones_are_counted():
    two = np.array([1.0, 2.0])
    assert difference(two * 2, two) == "2 of 2 entries differ; the first, at [0]: got 2, expected 1"
    assert difference(two[:1] * 2, two[:1]) == "at [0]: got 2, expected 1"
    assert difference(np.array(2.0), np.array(1.0)) == "got 2, expected 1"


@pytest.mark.parametrize(
    ("got", "expected", "told"),
    [
        (("a", "b"), ["a", "b"], "got a tuple of length 2, expected a list of length 2"),
        (["a"], ("a",), "got a list of length 1, expected a tuple of length 1"),
        (["a"], ["a", "b"], "got a list of length 1, expected length 2"),
        (["a", "c"], ["a", "b"], "item 1: got str 'c', expected 'b'"),
        ([(1.0, RIGHT.T)], [(1.0, RIGHT)], "item 0: item 1: got shape (3, 2), expected (2, 3)"),
        (None, [1.0], "got None, expected a list of length 1"),
        (RIGHT, [RIGHT], "got an array of shape (2, 3) and dtype float64, expected a list"),
    ],
)
def test_sequences_are_compared_item_by_item(got, expected, told):
    assert difference(expected, expected) is None
    assert difference(got, expected).startswith(told)


def test_kind_and_scale_reach_into_sequences():
    got, expected = [np.ones(2, np.float32)], [np.ones(2)]
    assert difference(got, expected) is not None
    assert difference(got, expected, kind=Kind.FLOATING) is None
    near = [np.array([1.002], np.float32)]
    assert difference(near, [np.array([1.0], np.float32)], scale=1e4) is None


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        (None, None, True),
        (0, None, False),
        (True, True, True),
        (np.True_, True, True),
        (1, True, False),
        (False, True, False),
        ("green", "green", True),
        ("Green", "green", False),
        (None, "green", False),
    ],
)
def test_none_truth_and_words_are_compared_as_such(got, expected, right):
    assert (difference(got, expected) is None) == right


def test_nothing_equals_what_no_result_can_be():
    """A wrong implementation may return anything; looking for it must not break."""
    for odd in ({}, {1.0}, object(), range(3)):
        assert difference(1.0, odd) is not None
        assert difference(RIGHT, odd) is not None


def test_an_array_of_a_form_is_told_apart_from_others():
    assert form_difference(RIGHT, (2, 3), np.float64) is None
    assert form_difference(np.float64(1.0), (), np.float64) is None
    assert form_difference(np.array(1.0), (), np.float64) is None
    assert form_difference(RIGHT, (2, 3), np.float32, Kind.FLOATING) is None
    assert form_difference(1.0, (), np.float64) == "got 1, expected an array of shape ()."
    assert form_difference(RIGHT, (3, 2), np.float64) == "got shape (2, 3), expected (3, 2)"


def test_the_first_entry_that_is_not_finite_is_told():
    assert nonfinite(RIGHT) is None
    assert nonfinite(np.array([1, 2])) is None
    assert nonfinite(changed((1, 1), NAN)) == "at [1, 1]: got nan, expected finite numbers"
    assert nonfinite(np.array(NAN)) == "got nan, expected finite numbers"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "None"),
        (1.23456789, "1.23457"),
        (np.float32(0.5), "0.5"),
        (7, "int 7"),
        ({"a": 1}, "a dictionary of length 1"),
        ((), "a tuple of length 0"),
        (RIGHT, "an array of shape (2, 3) and dtype float64"),
        (Opaque("generator"), "an object of type generator"),
    ],
)
def test_a_value_is_named_briefly(value, told):
    assert describe(value) == told


def test_a_long_value_is_cut_and_its_odd_characters_shown():
    assert len(describe("x" * 1000)) == 80
    assert "\x1b" not in describe("\x1b[2J")
    assert "\x1b" not in describe(Opaque("\x1b[2J"))
    assert len(describe(Opaque("x" * 1000))) < 120


def margins(*pairs, scale=1.0):
    """Return what a listener hears while each pair (got, expected) is compared."""
    heard = []
    with margins_heard_by(lambda dtype, margin: heard.append((dtype, margin))):
        for got, expected in pairs:
            difference(got, expected, kind=Kind.NUMBER, scale=scale)
    return heard


def test_a_margin_is_the_allowed_error_over_the_actual_one():
    zeros, small = np.zeros(3), np.array([0.0, 1e-11, -2e-11])
    assert margins((small, zeros)) == [("float64", pytest.approx(1e-9 / 2e-11))]
    assert margins((small[1], 0.0)) == [("float64", pytest.approx(100.0))]
    assert margins((zeros, zeros)) == [("float64", INF)]
    assert margins((changed((0, 0), 2.0), RIGHT))[0][1] < 1


def test_a_margin_belongs_to_the_expected_dtype():
    one, small = np.float64(1.0), np.float32(1.0)
    found = margins((one, small), (small, one), (np.array([one]), np.array([small])), (1.0, 1))
    assert [dtype for dtype, _ in found] == ["float32", "float64", "float32", "float64"]


def test_what_must_be_equal_to_the_last_bit_has_no_margin():
    integers = np.array([1, 2])
    assert margins((integers, integers), ("a", "a"), ([], []), (None, None)) == []
    assert margins((np.array([]), np.array([]))) == []


def test_nobody_hears_of_comparisons_made_later():
    heard = []
    with margins_heard_by(lambda *margin: heard.append(margin)):
        pass
    difference(RIGHT, RIGHT)
    assert heard == []
