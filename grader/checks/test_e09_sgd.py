"""Hidden checks of exercise 9."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from nngrade.compare import describe, difference, form_difference

# --- minibatches ---------------------------------------------------------------------------------


class Pass:
    """One pass through n samples, as drawn: sample i is the row [i, i, i], its label is i.

    Each batch is sure to be a pair of arrays that fit each other and the data.
    """

    def __init__(self, student, n, batch_size, rng, dtypes=(np.float64, np.int64)):
        labels = np.arange(n)
        x = np.repeat(labels[:, None], 3, axis=1)
        self.dtypes = dtypes
        self.drawn = student.minibatches.items(
            x.astype(dtypes[0]), labels.astype(dtypes[1]), batch_size, rng, limit=100
        )
        self.batches = self.drawn.value
        for number, batch in enumerate(self.batches, start=1):
            self._examine(f"batch {number}", batch)

    @property
    def sizes(self):
        """How many samples each batch has."""
        return [len(labels) for _, labels in self.batches]

    @property
    def order(self):
        """All labels in the order in which they came."""
        return [int(label) for _, labels in self.batches for label in labels]

    def must(self, holds, otherwise):
        """End the check where this doesn't hold."""
        self.drawn.must(holds, otherwise)

    def _examine(self, name, batch):
        pair = isinstance(batch, tuple | list) and len(batch) == 2
        self.must(pair, f"{name} is {describe(batch)}, must be a pair (x_batch, labels_batch)")
        x, labels = batch
        size = len(x) if isinstance(x, np.ndarray) and x.ndim else 0
        found = form_difference(x, (size, 3), self.dtypes[0])
        self.must(not found, f"x_batch of {name}: {found}")
        found = form_difference(labels, (size,), self.dtypes[1])
        self.must(not found, f"labels_batch of {name}: {found}")


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
    drawn = Pass(student, 10, 4, student.seeded(2))
    for x_batch, labels in drawn.batches:
        for row, label in zip(x_batch, labels, strict=True):
            drawn.must(
                (row == label).all(),
                f"the row {row.tolist()} came with the label {label}, must come with that of "
                "its own sample",
            )


@pytest.mark.of("minibatches")
def test_each_sample_once(student):
    """Each sample comes exactly once"""
    drawn = Pass(student, 10, 4, student.seeded(3))
    missing = sorted(set(range(10)) - set(drawn.order))
    drawn.must(not missing, f"these samples never came: {missing}")
    twice = sorted(label for label, count in Counter(drawn.order).items() if count > 1)
    drawn.must(not twice, f"these samples came more than once: {twice}")


@pytest.mark.of("minibatches")
def test_a_smaller_last_batch(student):
    """Ten samples by four make batches of 4, 4 and 2; none is ever empty"""
    expected = {
        (10, 4): [4, 4, 2],
        (8, 4): [4, 4],
        (3, 5): [3],
        (9, 4): [4, 4, 1],
        (3, 1): [1, 1, 1],
    }
    for (n, batch_size), sizes in expected.items():
        drawn = Pass(student, n, batch_size, student.seeded(4))
        drawn.must(drawn.sizes == sizes, f"got batches of {drawn.sizes}, must be {sizes}")


@pytest.mark.of("minibatches")
def test_the_order_is_random(student, rng):
    """The samples come in a random order, each batch a mix of them all"""
    drawn = Pass(student, 60, 10, student.seeded(int(rng.integers(10_000))))
    neighbours = int((np.abs(np.diff(drawn.order)) == 1).sum())
    # By chance about 2 of 59 neighbours stay together; more than 20 do once in 10^13 passes.
    drawn.must(neighbours <= 20, f"{neighbours + 1} samples came in the order of the data")
    # By chance a batch is a block of the data once in 10^8 passes.
    for _, labels in drawn.batches:
        block = len(labels) > 1 and np.ptp(labels) < len(labels)
        drawn.must(not block, f"a batch is a block of the data: {sorted(labels.tolist())}")


@pytest.mark.of("minibatches")
def test_a_new_order_each_pass(student, rng):
    """A second pass with the same generator has another order"""
    generator = student.keep(student.seeded(int(rng.integers(10_000))))
    first, second = (Pass(student, 60, 10, generator) for _ in range(2))
    # By chance two orders of 60 are equal once in 10^81 passes.
    second.must(first.order != second.order, f"two passes had the same order, {first.order[:6]} …")


@pytest.mark.of("minibatches")
def test_the_order_follows_rng(student):
    """The order is drawn from rng, and from nothing else"""
    one, same, other = (Pass(student, 60, 10, student.seeded(seed)) for seed in (5, 5, 6))
    same.must(
        one.order == same.order,
        f"two generators of the same seed gave two orders, {one.order[:6]} … and "
        f"{same.order[:6]} …: is rng all that you draw from?",
    )
    other.must(
        one.order != other.order,
        f"generators of different seeds gave the same order, {one.order[:6]} …",
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


def must_have_stepped(step, params, grads, learning_rate):
    """Demand that the arrays passed as params hold what a step leads to."""
    # The arrays of params come first among those that were passed.
    held = iter(step.held)
    for layer, (pair, gradients) in enumerate(zip(params, grads, strict=True), start=1):
        for name, before, gradient in zip(("W", "b"), pair, gradients, strict=True):
            after = next(held)
            found = difference(after, before - learning_rate * gradient)
            if found and np.array_equal(before, after):
                found = "as it was before the step, its numbers must change"
            step.must(not found, f"{name} of layer {layer}: {found}")


@pytest.mark.of("sgd_step")
def test_a_step_by_hand(student):
    """A step changes the arrays themselves, to the numbers that you can work out by hand"""
    params = [(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]))]
    grads = [(np.array([[10.0, -20.0]]), np.array([-5.0, 20.0]))]
    step = student.sgd_step.in_place(params, grads, 0.1)
    must_have_stepped(step, params, grads, 0.1)


@pytest.mark.of("sgd_step")
def test_each_layer_steps(student, rng):
    """In a network of three layers each W and each b makes its own step"""
    params, grads = layers(rng, 7, 6, 5, 4), layers(rng, 7, 6, 5, 4)
    step = student.sgd_step.in_place(params, grads, 0.3)
    must_have_stepped(step, params, grads, 0.3)


@pytest.mark.of("sgd_step")
def test_a_second_step(student, rng):
    """A second step goes by its own gradients and rate, whatever came before"""
    for learning_rate in (0.5, 0.2):
        params, grads = layers(rng, 4, 3), layers(rng, 4, 3)
        step = student.sgd_step.in_place(params, grads, learning_rate)
        must_have_stepped(step, params, grads, learning_rate)


@pytest.mark.of("sgd_step")
def test_a_rate_of_zero(student, rng):
    """At a learning rate of 0 nothing moves"""
    params, grads = layers(rng, 4, 3), layers(rng, 4, 3)
    step = student.sgd_step.in_place(params, grads, 0.0)
    must_have_stepped(step, params, grads, 0.0)


@pytest.mark.of("sgd_step")
def test_the_gradients_stay(student, rng):
    """The gradients are afterwards what they were before"""
    params, grads = layers(rng, 4, 3), layers(rng, 4, 3)
    step = student.sgd_step.in_place(params, grads, 0.1)
    for name, before, after in zip(("dW", "db"), grads[0], step.held[2:], strict=True):
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
    step = student.sgd_step.in_place(layers(rng, 4, 3), layers(rng, 4, 3), 0.1)
    step.must_equal(None)


@pytest.mark.of("sgd_step")
def test_a_step_in_float32(student, rng):
    """Parameters and gradients in float32 make a step, too"""
    params, grads = (layers(rng, 4, 3, dtype=np.float32) for _ in range(2))
    step = student.sgd_step.in_place(params, grads, 0.1)
    must_have_stepped(step, params, grads, 0.1)
