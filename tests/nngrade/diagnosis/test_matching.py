"""A mistake is named when, and only when, it explains what the learner's code did."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from nngrade.diagnosis import Case, Evidence, Failure, misconception

X = np.array([[-1.0, 2.0], [3.0, -4.0]])


def right(x):
    return np.maximum(x, 0.0)


class Network:
    """A network with one matrix, as simple as its misconceptions need it."""

    def __init__(self, sizes, rng, dtype=np.float64):
        self.params = [
            (rng.normal(size=pair).astype(dtype), np.zeros(pair[1], dtype))
            for pair in pairwise(sizes)
        ]

    def forward(self, x):
        """Run x through all layers."""
        for W, b in self.params:
            x = x @ W + b
        return x


class SimpleNetwork(Network):
    """The same, its sizes given one by one."""

    def __init__(self, rng, input_size=3, hidden_size=2, output_size=2, dtype=np.float64):
        super().__init__([input_size, hidden_size, output_size], rng, dtype)


REFERENCE = SimpleNamespace(
    relu=right,
    halves=lambda x: iter([x[:1], x[1:]]),
    draw=lambda rng: rng.normal(size=3),
    loss=lambda x: float(x.sum()),
    total=sum,
    nothing=lambda _: 0.0,
    NeuralNetwork=Network,
    SimpleNetwork=SimpleNetwork,
)


def named(function, of="relu", **more):
    """Make a misconception of a function; its name becomes the id."""
    title = f"You wrote {function.__name__}"
    marked = misconception(of=of, title=title, hint="Print it.", **more)
    return marked(function).misconception


@named
def absolute(x):
    return np.abs(x)


@named
def mask(x):
    return (x > 0).astype(x.dtype)


@named
def in_place(x):
    x[x < 0] = 0.0
    return x


@named
def changing(x):
    result = np.maximum(x, 0.0)
    x[...] = 0.0
    return result


@named
def unchanged_below_ten(x):
    return np.where(x < 10, np.maximum(x, 0.0), 10.0)


@named
def failing(x):
    return x.no_such_attribute


def evidence(got, *, function="relu", args=(X,), **others) -> Evidence:
    return Evidence(function, args, others.pop("kwargs", {}), got, **others)


def found(given, *candidates) -> str | None:
    explaining = Case(given, REFERENCE).explained_by(candidates)
    return explaining[0].id if explaining else None


# --- naming by values -----------------------------------------------------------------------


def test_the_mistake_that_gives_the_same_values_is_named():
    assert found(evidence(np.abs(X)), mask, absolute) == "absolute"
    assert found(evidence((X > 0).astype(float)), mask, absolute) == "mask"


def test_what_none_of_them_explains_has_no_name():
    assert found(evidence(X + 1), mask, absolute) is None
    assert found(evidence(np.abs(X).astype(np.float32)), mask, absolute) is None
    assert found(evidence(np.abs(X)[:1]), mask, absolute) is None
    assert found(evidence(None), mask, absolute) is None
    assert found(evidence(np.abs(X))) is None


def test_of_two_that_fit_the_first_in_the_file_is_named():
    also_absolute = named(lambda x: np.sqrt(x * x))
    assert found(evidence(np.abs(X)), also_absolute, absolute) == "<lambda>"
    assert found(evidence(np.abs(X)), absolute, also_absolute) == "absolute"


def test_the_mistakes_of_another_function_are_not_tried():
    def elsewhere(x):
        return np.abs(x)

    assert found(evidence(np.abs(X)), named(elsewhere, of="leaky_relu")) is None
    assert found(evidence(np.abs(X)), named(elsewhere)) == "elsewhere"


def test_a_mistake_that_is_right_on_these_inputs_explains_nothing():
    """It gives what the reference gives, so it can't be why the check failed."""
    assert found(evidence(right(X)), unchanged_below_ten) is None
    large = np.array([[-1.0, 20.0]])
    bounded = np.array([[0.0, 10.0]])
    assert found(evidence(bounded, args=(large,)), unchanged_below_ten) == "unchanged-below-ten"


def test_a_mistake_that_fails_on_these_inputs_is_passed_over():
    assert found(evidence(np.abs(X)), failing, absolute) == "absolute"
    assert found(evidence(None), failing) is None


def test_the_exception_of_a_mistake_names_it():
    by_one_row = named(lambda x: x[:, :1] @ x)
    with pytest.raises(ValueError, match="mismatch") as raised:
        by_one_row.function(X)
    got = Failure("ValueError", str(raised.value))
    assert found(evidence(got), failing, by_one_row) == "<lambda>"
    assert found(evidence(Failure("TypeError", got.message)), failing, by_one_row) is None
    assert found(evidence(Failure("ValueError", "other words")), failing, by_one_row) is None


@pytest.mark.parametrize("odd", ["words", None, {}, object(), [X], (1.0, "a"), np.array(["a"])])
def test_a_mistake_may_return_anything(odd):
    strange = named(lambda _: odd)
    for got in (X, 1.0, None, "other", [1.0]):
        if got is not odd:
            assert found(evidence(got), strange) is None


def test_keyword_arguments_are_passed_on():
    scaled = named(lambda x, *, factor: x * factor)
    assert found(evidence(X * 3, kwargs={"factor": 3}), scaled) == "<lambda>"
    assert found(evidence(X * 3, kwargs={"factor": 2}), scaled) is None


def test_the_nan_of_a_mistake_is_recognised_without_a_warning():
    def without_shift(logits):
        return np.exp(logits) / np.exp(logits).sum()

    logits = np.array([1e4, 0.0])
    with np.errstate(all="ignore"):
        got = without_shift(logits)
    assert np.isnan(got).any()
    assert found(evidence(got, args=(logits,)), named(without_shift)) == "without-shift"
    assert found(evidence(np.array([1.0, 0.5]), args=(logits,)), named(without_shift)) is None


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_an_ordinary_number_is_not_taken_for_an_infinite_one(value):
    diverging = named(lambda _: value, of="loss")
    assert found(evidence(2.3, function="loss"), diverging) is None
    assert found(evidence(value, function="loss"), diverging) == "<lambda>"


def test_a_generator_is_compared_by_what_it_yields():
    def first_half_only(x):
        yield x[:1]

    short = named(first_half_only, of="halves")
    assert found(evidence([X[:1]], function="halves"), short) == "first-half-only"
    assert found(evidence([X[1:]], function="halves"), short) is None


def test_a_seeded_argument_stands_for_a_new_generator_each_time():
    doubled = named(lambda rng: 2 * rng.normal(size=3), of="draw")
    seeded = SimpleNamespace(seed=7)
    got = 2 * np.random.default_rng(7).normal(size=3)
    assert found(evidence(got, function="draw", args=(seeded,)), failing, doubled) == "<lambda>"


# --- naming by side effects -----------------------------------------------------------------


def test_with_right_values_a_changed_argument_names_the_mistake():
    zeros = np.zeros_like(X)
    effects = evidence(right(X), after=(zeros,))
    assert found(effects, absolute, in_place, changing) == "changing"
    effects = evidence(right(X), after=(right(X),), aliased=True)
    assert found(effects, absolute, changing, in_place) == "in-place"


def test_with_right_values_a_shortened_list_names_the_mistake():
    emptying = named(lambda sizes: sum(sizes.pop() for _ in list(sizes)), of="total")
    keeping = named(lambda sizes: sum(list(sizes)), of="total")
    effects = evidence(5, function="total", args=([2, 3],), after=([],))
    assert found(effects, keeping) is None
    assert found(effects, keeping, emptying) == "<lambda>"
    assert found(evidence(5, function="total", args=([2, 3],)), keeping, emptying) is None


def test_with_right_values_a_rounding_error_left_behind_names_the_mistake():
    def there_and_back(x):
        value = right(x)
        x += 0.7
        x -= 0.7
        return value

    x = np.array([0.1, -0.4])
    moved = x + 0.7 - 0.7
    assert (moved != x).any()
    mistake = named(there_and_back)
    assert found(evidence(right(x), args=(x,), after=(moved,)), mistake) == "there-and-back"
    assert found(evidence(right(x), args=(x,)), mistake) is None


def test_with_wrong_values_the_mistake_with_the_same_side_effects_is_named_first():
    def wrong_and_changing(x):
        value = np.abs(x)
        x[:] = 0.0
        return value

    both = absolute, named(wrong_and_changing)
    assert found(evidence(np.abs(X)), *both) == "absolute"
    assert found(evidence(np.abs(X), after=(np.zeros_like(X),)), *both) == "wrong-and-changing"
    assert found(evidence(np.abs(X), after=(X + 1.0,)), *both) == "absolute"


def test_arrays_that_were_replaced_in_a_list_name_the_mistake():
    def replacing(arrays):
        arrays[0] = arrays[0] + 1.0
        return 0.0

    mistake, ones, twos = named(replacing, of="nothing"), np.ones(2), np.full(2, 2.0)
    effects = evidence(0.0, function="nothing", args=([ones],), after=([twos], ones))
    assert found(effects, mistake) == "replacing"
    effects = evidence(0.0, function="nothing", args=([ones],), after=([twos], twos))
    assert found(effects, mistake) is None


def test_with_right_values_shared_memory_names_the_mistake():
    given = np.abs(X)
    view = named(lambda x: x[...])
    assert found(evidence(given, args=(given,), after=(given,), aliased=True), view) == "<lambda>"
    assert found(evidence(given, args=(given,), after=(given,)), view) is None


def test_a_mistake_that_writes_into_its_argument_spoils_nothing():
    given = X.copy()
    assert found(evidence(np.abs(X), args=(given,)), in_place, changing, absolute) == "absolute"
    np.testing.assert_array_equal(given, X)


# --- methods of a network -------------------------------------------------------------------

PARAMS = [(np.full((3, 2), 2.0), np.full(2, 1.0)), (np.eye(2), np.zeros(2))]


def bias_left_out(self, x):
    for W, _ in self.params:
        x = x @ W
    return x


@pytest.mark.parametrize("owner", ["SimpleNetwork", "NeuralNetwork"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_method_is_tried_on_a_network_with_the_learners_parameters(owner, dtype):
    params = [(W.astype(dtype), b.astype(dtype)) for W, b in PARAMS]
    x = np.ones((4, 3), dtype)
    method = f"{owner}.forward"
    without = named(bias_left_out, of=method)
    got = np.full((4, 2), 6.0, dtype)
    given = evidence(got, function=method, args=(x,), params=params)
    assert found(given, without) == "bias-left-out"
    right_answer = np.full((4, 2), 7.0, dtype)
    given = evidence(right_answer, function=method, args=(x,), params=params)
    assert found(given, without) is None


def test_without_known_parameters_a_method_gets_no_name():
    method = "NeuralNetwork.forward"
    given = evidence(np.full((4, 2), 6.0), function=method, args=(np.ones((4, 3)),))
    assert found(given, named(bias_left_out, of=method)) is None


# --- naming by predicates -------------------------------------------------------------------


def test_a_predicate_sees_arguments_by_name_and_what_came_back():
    seen = []

    def small(call):
        seen.append((call.rng.seed, call.got.std()))
        return call.got.std() < 0.1

    mistake = named(lambda rng: rng.normal(size=3) / 100, of="draw", when=small)
    seeded = SimpleNamespace(seed=7)
    got = np.array([0.01, 0.02, 0.0])
    assert found(evidence(got, function="draw", args=(seeded,)), mistake) == "<lambda>"
    assert found(evidence(100 * got, function="draw", args=(seeded,)), mistake) is None
    assert [seed for seed, _ in seen] == [7, 7]


def test_a_predicate_sees_the_earlier_calls_first():
    repeated = named(
        lambda rng: rng, of="draw", when=lambda first, second: (first.got == second.got).all()
    )
    seeded = SimpleNamespace(seed=7)

    def pair(one, two):
        first = evidence(one, function="draw", args=(seeded,))
        return evidence(two, function="draw", args=(seeded,), earlier=(first,))

    assert found(pair(np.ones(2), np.ones(2)), repeated) == "<lambda>"
    assert found(pair(np.ones(2), np.zeros(2)), repeated) is None


@pytest.mark.parametrize("odd", [None, "words", [], np.array("a"), Failure("ValueError", "")])
def test_a_predicate_that_fails_names_nothing(odd):
    mistake = named(lambda rng: rng, of="draw", when=lambda call: call.got.std() < call.other)
    assert found(evidence(odd, function="draw", args=(SimpleNamespace(seed=7),)), mistake) is None


def test_a_constructor_is_called_by_its_class():
    wide = named(
        lambda _: None,
        of="Network.__init__",
        when=lambda call: call.sizes == [3, 2] and call.got[0][0].std() > 5,
    )
    names = SimpleNamespace(Network=Network)
    params = [(np.array([[9.0, -9.0]]), np.zeros(2))]
    given = evidence(params, function="Network.__init__", args=([3, 2], SimpleNamespace(seed=1)))
    assert Case(given, names).explained_by((wide,)) == [wide]


def test_what_is_known_by_its_symptoms_alone_is_not_matched_by_values():
    slow = named(np.abs, by_symptoms=True)
    assert found(evidence(np.abs(X)), slow) is None
    assert found(evidence(np.abs(X)), slow, absolute) == "absolute"


def test_an_attribute_that_is_no_method_has_no_arguments():
    shown = named(lambda _: None, of="Network.params", when=lambda call: call.got == [3])
    names = SimpleNamespace(Network=Network)
    given = evidence([3], function="Network.params", args=())
    assert Case(given, names).explained_by((shown,)) == [shown]
    assert Case(given, names).right != [3]


# --- what a case tells besides ----------------------------------------------------------------


def test_a_case_knows_what_the_reference_gives():
    np.testing.assert_array_equal(Case(evidence(None), REFERENCE).right, right(X))
    by_zero = evidence(None, function="total", args=(3,))
    assert Case(by_zero, REFERENCE).right == Failure("TypeError", "'int' object is not iterable")


def test_only_calls_without_chance_can_contradict():
    assert Case(evidence(X), REFERENCE).comparable
    assert not Case(evidence(X, args=(SimpleNamespace(seed=1),)), REFERENCE).comparable
    assert not Case(evidence(X, kwargs={"x": SimpleNamespace(handle=1)}), REFERENCE).comparable
    assert not Case(evidence(X, earlier=(evidence(X),)), REFERENCE).comparable


@pytest.mark.parametrize(
    ("got", "telling"),
    [
        (1.0, True),
        (float("inf"), False),
        (np.float32("nan"), False),
        (np.array([np.nan, 1.0]), True),
        (np.array([np.nan, np.inf]), False),
        ((float("nan"), [np.zeros(2)]), True),
        ([float("nan")], False),
        ([], True),
        (None, True),
        (Failure("ValueError", "no"), True),
    ],
)
def test_an_infinity_alone_tells_little(got, telling):
    assert Case(evidence(got), REFERENCE).telling is telling
