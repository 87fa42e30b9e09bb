"""Hidden checks of exercise 9."""

from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pytest

from nngrade.compare import describe, difference, form_difference

# --- minibatches ---------------------------------------------------------------------------------

# What a right order may look like by chance; tests/checks works the rates out again.
SAMPLES, BATCH_SIZE, PASSES = 60, 10, 6
# About 2 of 59 neighbours stay together; more than 20 do once in 10^13 passes.
MOST_NEIGHBOURS = 20
# Of the first half to come about 15 are from the first half of x; fewer than 5 or more than 25 are
# once in 8 · 10^7 passes (the tails of the hypergeometric distribution).
HALF, LEAST_EARLY = 30, 5
# Batches of one sample show the order itself. About 1 of 60 stays at its place: more than 12 do
# once in 6 · 10^9 passes. About 5 come right after one of their class: more than 25 do once in
# 4 · 10^12. About 30 come right after one from further down in x: fewer than 14, or fewer than
# 14 of the others, once in 10^13.
MOST_AT_HOME, MOST_OF_A_CLASS, LEAST_FALLS = 12, 25, 14


class Pass:
    """One pass through n samples, as drawn.

    Sample i is the row [10·i, 10·i + 1, 10·i + 2] of x; its label, (7·i + 3) % 11, is neither i
    nor anything that grows with i. Each batch is sure to be a pair of arrays that fit each other,
    and each row of x_batch to be one of x.
    """

    def __init__(self, student, n, batch_size, rng, dtypes=(np.float64, np.int64)):
        places = np.arange(n)
        self.x = (10 * places[:, None] + np.arange(3)).astype(dtypes[0])
        self.labels = ((7 * places + 3) % 11).astype(dtypes[1])
        self.drawn = student.minibatches.items(self.x, self.labels, batch_size, rng, limit=1000)
        self.batches = self.drawn.value
        place_of = {tuple(row): place for place, row in enumerate(self.x.tolist())}
        self.places = [
            self._examined(f"batch {number}", batch, place_of)
            for number, batch in enumerate(self.batches, start=1)
        ]

    @property
    def sizes(self):
        """How many samples each batch has."""
        return [len(places) for places in self.places]

    @property
    def order(self):
        """The places in x of all samples, in the order in which they came."""
        return [place for places in self.places for place in places]

    def must(self, holds, otherwise, earlier=()):
        """End the check where this doesn't hold."""
        self.drawn.must(holds, otherwise, earlier=[one.drawn for one in earlier])

    def must_be_mixed(self, name="the pass", earlier=()):
        """Demand an order of all `SAMPLES` that was drawn from all orders."""
        neighbours = int((np.abs(np.diff(self.order)) == 1).sum())
        self.must(
            neighbours <= MOST_NEIGHBOURS,
            f"in {name}, {neighbours} of {len(self.order)} samples came right after a neighbour of "
            "theirs in x: the order must be random",
            earlier,
        )
        # By chance a batch is a block of the data once in 10^8 passes.
        for places in self.places:
            block = len(places) > 1 and np.ptp(places) + 1 == len(places) == len({*places})
            words = f"in {name}, a batch is a block of x: its rows {sorted(places)}"
            self.must(not block, words, earlier)
        early = sum(place < HALF for place in self.order[:HALF])
        self.must(
            LEAST_EARLY <= early <= HALF - LEAST_EARLY,
            f"in {name}, {early} of the first {HALF} samples that came are from the first half "
            "of x: in an order drawn from all orders, about 15 are",
            earlier,
        )

    def must_have_an_order_of_its_own(self):
        """Demand an order of all `SAMPLES` with nothing left of that of x, or of the classes."""
        if sorted(self.order) != list(range(SAMPLES)):
            return  # each sample once: another check's matter
        order, labels = np.array(self.order), self.labels[self.order].astype(int)
        at_home = int((order == np.arange(len(order))).sum())
        of_a_class = int((np.diff(labels) == 0).sum())
        falls = int((np.diff(order) < 0).sum())
        self.must(
            at_home <= MOST_AT_HOME,
            f"{at_home} of {len(order)} samples came just when it would have been their turn in "
            "x: in an order drawn from all orders, about 1 does",
        )
        self.must(
            of_a_class <= MOST_OF_A_CLASS,
            f"{of_a_class} of {len(order)} samples came right after one with the same label: in "
            "an order drawn from all orders, about 5 do",
        )
        self.must(
            LEAST_FALLS <= falls < len(order) - LEAST_FALLS,
            f"{falls} of {len(order)} samples came right after one from further down in x: in an "
            "order drawn from all orders, about 30 do",
        )

    def _examined(self, name, batch, place_of):
        """Return the places in x of a batch's rows, once it is sure to be a batch."""
        pair = isinstance(batch, tuple | list) and len(batch) == 2
        self.must(pair, f"{name} is {describe(batch)}, must be a pair (x_batch, labels_batch)")
        x, labels = batch
        size = len(x) if isinstance(x, np.ndarray) and x.ndim else 0
        for part, got, data in (("x_batch", x, self.x), ("labels_batch", labels, self.labels)):
            found = form_difference(got, (size, *data.shape[1:]), data.dtype)
            self.must(not found, f"{part} of {name}: {found}")
        places = [place_of.get(tuple(row)) for row in x.tolist()]
        if None in places:
            strange = x[places.index(None)].tolist()
            self.drawn.fail(f"x_batch of {name} has a row that x hasn't: {strange}")
        return places


@pytest.mark.of("minibatches")
def test_it_is_a_generator(student):
    """It gives one batch when asked for one, as generators do"""
    x, labels = np.zeros((4, 3)), np.arange(4)
    given = student.minibatches.in_place(x, labels, 2, student.seeded(1))
    given.must(given.value is not None, "got None: is there a yield?")
    whole = isinstance(given.value, list | tuple | np.ndarray)
    given.must(not whole, f"got {describe(given.value)}: all batches at once, must be a generator")


@pytest.mark.of("minibatches")
def test_pairs_stay_pairs(student):
    """Each sample keeps its own label"""
    # Labels that go wrong by rule and labels that are drawn differ from one pass to the next.
    passes = [Pass(student, 12, 5, student.seeded(seed)) for seed in (1, 2)]
    for drawn, other in (passes, reversed(passes)):
        for (_, labels), places in zip(drawn.batches, drawn.places, strict=True):
            for label, place in zip(labels.tolist(), places, strict=True):
                own = int(drawn.labels[place])
                drawn.must(
                    label == own,
                    f"x[{place}] came with the label {label}, but labels[{place}] is {own}",
                    [other],
                )


@pytest.mark.of("minibatches")
def test_each_sample_once(student):
    """Each sample comes exactly once"""
    asked = ((11, 4), (12, 4), (600, 9))
    passes = [Pass(student, *sizes, student.seeded(3)) for sizes in asked]
    for drawn in passes:
        others, came = all_but(drawn, passes), Counter(drawn.order)
        missing = [place for place in range(len(drawn.x)) if place not in came]
        drawn.must(not missing, f"these rows of x never came: {first_of(missing)}", others)
        twice = sorted(place for place, count in came.items() if count > 1)
        drawn.must(not twice, f"these rows of x came more than once: {first_of(twice)}", others)


def all_but(drawn, passes):
    """Return the passes that one is compared with."""
    return [one for one in passes if one is not drawn]


def first_of(places):
    """Write the first ten, and how many more there are."""
    more = f" and {len(places) - 10} more" if len(places) > 10 else ""
    return f"{', '.join(map(str, places[:10]))}{more}"


@pytest.mark.of("minibatches")
def test_a_smaller_last_batch(student):
    """Eleven samples by four make batches of 4, 4 and 3; none is ever empty"""
    expected = {
        (11, 4): [4, 4, 3],
        (12, 4): [4, 4, 4],
        (3, 5): [3],
        (9, 4): [4, 4, 1],
        (3, 1): [1, 1, 1],
        (300, 130): [130, 130, 40],
    }
    passes = [Pass(student, *asked, student.seeded(4)) for asked in expected]
    for drawn, sizes in zip(passes, expected.values(), strict=True):
        got = f"batches of {first_of(drawn.sizes)}" if drawn.sizes else "no batch at all"
        words = f"got {got}, must be {first_of(sizes)}"
        drawn.must(drawn.sizes == sizes, words, all_but(drawn, passes))


@pytest.mark.of("minibatches")
def test_the_order_is_random(student, rng):
    """The samples come in a random order, each batch a mix of them all"""
    generators = [student.seeded(int(seed)) for seed in rng.integers(10_000, size=PASSES)]
    passes = [Pass(student, SAMPLES, BATCH_SIZE, generator) for generator in generators]
    for drawn in passes:
        drawn.must_be_mixed(earlier=all_but(drawn, passes))
    # The order inside a batch is free, and in batches of one sample there is none.
    Pass(student, SAMPLES, 1, generators[0]).must_have_an_order_of_its_own()


@pytest.mark.of("minibatches")
def test_a_new_order_each_pass(student, rng):
    """Each pass with the same generator has another order, drawn from all orders"""
    generator = student.keep(student.seeded(int(rng.integers(10_000))))
    passes = [Pass(student, SAMPLES, BATCH_SIZE, generator) for _ in range(PASSES)]
    for number, drawn in enumerate(passes, start=1):
        drawn.must_be_mixed(f"pass {number} of six", all_but(drawn, passes))
    for (first, one), (second, other) in combinations(enumerate(passes, start=1), 2):
        # By chance two orders of 60 are equal once in 10^81 passes.
        other.must(
            one.order != other.order,
            f"passes {first} and {second} had the same order: {first_of(one.order)}",
            all_but(other, passes),
        )
    for turn, places in enumerate(zip(*(drawn.order for drawn in passes), strict=True)):
        # By chance one of 60 turns is the same sample's in all six passes once in 10^7 runs.
        passes[-1].must(
            len(set(places)) > 1,
            f"x[{places[0]}] came as number {turn + 1} in each of six passes",
            passes[:-1],
        )


@pytest.mark.of("minibatches")
def test_the_order_follows_rng(student):
    """The order is drawn from rng, and from nothing else"""
    # Several others tell an order that is always the same from one of two.
    one, same, *others = (
        Pass(student, SAMPLES, BATCH_SIZE, student.seeded(seed)) for seed in (5, 5, 6, 7, 8, 9)
    )
    same.must(
        one.order == same.order,
        "two generators of the same seed gave two orders:\n"
        f"    {first_of(one.order)}\n    {first_of(same.order)}",
        [one],
    )
    for other in others:
        other.must(
            one.order != other.order,
            f"generators of different seeds gave the same order: {first_of(one.order)}",
            [one, *all_but(other, others)],
        )


@pytest.mark.of("minibatches")
def test_batches_stay_valid(student):
    """A batch keeps its numbers when the next one is drawn, and x and labels keep theirs"""
    # Both are examined whenever batches are drawn.
    Pass(student, 9, 2, student.seeded(7))


@pytest.mark.of("minibatches")
def test_batches_keep_the_dtypes(student):
    """A batch has the dtypes of x and labels, float32 and uint8 here"""
    Pass(student, 10, 4, student.seeded(8), dtypes=(np.float32, np.uint8))


# --- sgd_step ------------------------------------------------------------------------------------


def layers(rng, *sizes, dtype=np.float64):
    """Draw a list of tuples, such as params and grads are, for layers of these sizes."""
    return [
        (rng.normal(size=(n, m)).astype(dtype), rng.normal(size=m).astype(dtype))
        for n, m in pairwise(sizes)
    ]


def must_have_stepped(step, params, grads, learning_rate, earlier=()):
    """Demand that the arrays passed as params hold what a step leads to."""
    # The arrays of params come first among those that were passed.
    held = iter(step.held)
    for layer, (pair, gradients) in enumerate(zip(params, grads, strict=True), start=1):
        for name, before, gradient in zip(("W", "b"), pair, gradients, strict=True):
            after = next(held)
            found = difference(after, before - learning_rate * gradient)
            if found and np.array_equal(before, after):
                found = "as it was before the step, its numbers must change"
            step.must(not found, f"{name} of layer {layer}: {found}", earlier=earlier)


@pytest.mark.of("sgd_step")
def test_a_step_by_hand(student):
    """A step changes the arrays themselves, to the numbers that you can work out by hand"""
    params = [
        (np.array([[1.0, 2.0]]), np.array([3.0, 4.0])),
        (np.array([[5.0], [6.0]]), np.array([7.0])),
    ]
    grads = [
        (np.array([[10.0, -20.0]]), np.array([-5.0, 20.0])),
        (np.array([[30.0], [-10.0]]), np.array([40.0])),
    ]
    step = student.sgd_step.in_place(params, grads, 0.1)
    must_have_stepped(step, params, grads, 0.1)


@pytest.mark.of("sgd_step")
def test_each_layer_steps(student, rng):
    """In a network of four layers each W and each b makes its own step, large gradients or not"""
    params, grads = layers(rng, 7, 6, 5, 4, 3), layers(rng, 7, 6, 5, 4, 3)
    grads = [(1e4 * dW, 1e4 * db) for dW, db in grads]
    step = student.sgd_step.in_place(params, grads, 0.3)
    must_have_stepped(step, params, grads, 0.3)


@pytest.mark.of("sgd_step")
def test_a_second_step(student, rng):
    """A second step goes by its own gradients and rate, whatever came before"""
    earlier = []
    for learning_rate in (0.5, 2.0):
        params, grads = layers(rng, 4, 3, 2), layers(rng, 4, 3, 2)
        step = student.sgd_step.in_place(params, grads, learning_rate)
        must_have_stepped(step, params, grads, learning_rate, earlier)
        earlier = [step]


@pytest.mark.of("sgd_step")
def test_a_rate_of_zero(student, rng):
    """At a learning rate of 0 nothing moves"""
    params, grads = layers(rng, 4, 3, 2), layers(rng, 4, 3, 2)
    step = student.sgd_step.in_place(params, grads, 0.0)
    must_have_stepped(step, params, grads, 0.0)


@pytest.mark.of("sgd_step")
def test_the_gradients_stay(student, rng):
    """The gradients are afterwards what they were before"""
    params, grads = layers(rng, 4, 3, 2), layers(rng, 4, 3, 2)
    step = student.sgd_step.in_place(params, grads, 0.1)
    given = [gradient for pair in grads for gradient in pair]
    names = ("dW of layer 1", "db of layer 1", "dW of layer 2", "db of layer 2")
    for name, before, after in zip(names, given, step.held[len(given) :], strict=True):
        found = difference(after, before)
        step.must(not found, f"{name} has changed: {found}")


@pytest.mark.of("sgd_step")
def test_the_lists_stay(student, rng):
    """The lists hold as many tuples (W, b) and (dW, db) afterwards as before"""
    params, grads = layers(rng, 5, 4, 3), layers(rng, 5, 4, 3)
    step = student.sgd_step.in_place(params, grads, 0.1)
    for name, before, after in zip(
        ("params", "grads"), (params, grads), step.after[:2], strict=True
    ):
        found = difference(after, before, scale=np.inf)  # their values are no matter here
        step.must(not found, f"{name} after the step: {found}")


@pytest.mark.of("sgd_step")
def test_nothing_is_returned(student, rng):
    """It returns None, as functions do that change something in place"""
    step = student.sgd_step.in_place(layers(rng, 4, 3, 2), layers(rng, 4, 3, 2), 0.1)
    step.must_equal(None)


@pytest.mark.of("sgd_step")
def test_a_step_in_float32(student, rng):
    """Parameters and gradients in float32 make a step, too"""
    params, grads = (layers(rng, 4, 3, 2, dtype=np.float32) for _ in range(2))
    step = student.sgd_step.in_place(params, grads, 0.1)
    must_have_stepped(step, params, grads, 0.1)
