"""Hidden checks of exercise 8: each way back, held against the way forward."""

import numpy as np
import pytest

from nngrade.compare import describe, difference, form_difference
from nngrade.gradcheck import central_differences, clear_of_kinks
from nngrade.sandbox.protocol import Items, Take, Taken

# Where a gradient check is to judge the values: only their form and finiteness are compared.
ANY_VALUES = np.inf
CHANGED = "changed when the function was called again, with other values: each result must stay"


def weighed(forward, upstream):
    """Make one number of what `forward()` gives: its gradient is what the upstream leads to."""
    return lambda: float((forward() * upstream).sum())


# --- relu_backward -------------------------------------------------------------------------------


@pytest.mark.of("relu_backward")
def test_z_decides(student):
    """The upstream passes where z is above 0, whatever its own sign, and nowhere else"""
    dz = student.relu_backward(np.array([5.0, -6.0, 7.0, -8.0]), np.array([-1.0, 0.5, 3.0, -4.0]))
    dz.must_equal(np.array([0.0, -6.0, 7.0, 0.0]))


@pytest.mark.of("relu_backward")
def test_nothing_passes_at_zero(student):
    """Where z is exactly 0, nothing passes; just above 0, all of the upstream does"""
    upstream, z = np.array([[-5.0, 6.0], [7.0, -8.0]]), np.array([[0.0, 1e-9], [-1e-9, 0.0]])
    student.relu_backward(upstream, z).must_equal(np.array([[0.0, 6.0], [0.0, 0.0]]))


@pytest.mark.of("relu_backward")
def test_relu_agrees_with_differences(student, reference, rng):
    """Its gradient agrees with central differences of relu"""
    z, upstream = away_from_kinks(rng, (7, 5)), rng.normal(size=(7, 5))
    dz = student.relu_backward(upstream, z)
    numeric = central_differences(weighed(lambda: reference.relu(z), upstream), z)
    student.gradient_check({"dz": dz.array(z.shape)}, {"dz": numeric}, call=dz)


def away_from_kinks(rng, shape):
    """Draw an array with no entry so near 0 that a difference would cross ReLU's kink."""
    while not clear_of_kinks(z := rng.normal(size=shape)):
        pass
    return z


@pytest.mark.of("relu_backward")
def test_relu_of_any_shape(student, reference, rng):
    """A row and a block of numbers work as a matrix does"""
    pairs = [rng.normal(size=(2, *shape)) for shape in [(6,), (2, 3, 4)]]
    calls = [student.relu_backward.later(*pair) for pair in pairs]
    for dz, pair in zip(student.gather(*calls), pairs, strict=True):
        dz.must_equal(reference.relu_backward(*pair))


@pytest.mark.of("relu_backward")
def test_relu_keeps_float32(student, reference, rng):
    """An upstream and a z in float32 give a float32 gradient"""
    upstream, z = rng.normal(size=(2, 7, 5)).astype(np.float32)
    student.relu_backward(upstream, z).must_equal(reference.relu_backward(upstream, z))


@pytest.mark.of("relu_backward")
def test_earlier_relu_gradient_stays(student, rng):
    """A gradient stays as it is when the next one is computed"""
    (first, z), others = rng.normal(size=(2, 7, 5)), rng.normal(size=(2, 7, 5))
    dz = student.relu_backward(first, z)
    values = dz.array(z.shape)
    kept = student.relu_backward.build(first, z)
    student.relu_backward(*others)
    dz.must(not difference(kept.attribute("real"), values), CHANGED)


@pytest.mark.of("relu_backward")
def test_relu_without_a_loop(student, reference, rng):
    """ReLU's gradient is computed on whole arrays, not row by row"""
    student.relu_backward.must_not_loop(
        lambda n: tuple(rng.normal(size=(2, n, 5))), reference.relu_backward
    )


# --- linear_backward -----------------------------------------------------------------------------


def linear_inputs(rng, n=7, d=6, m=5):
    """Draw (upstream, x, W) with N, D and M all different."""
    return rng.normal(size=(n, m)), rng.normal(size=(n, d)), rng.normal(size=(d, m))


@pytest.mark.of("linear_backward")
def test_each_gradient_has_its_shape(student, rng):
    """Each gradient, dx, dW and db, has the shape of what it belongs to"""
    gradients = student.linear_backward(*linear_inputs(rng))
    shapes = {"dx": (7, 6), "dW": (6, 5), "db": (5,)}
    for (name, got), shape in zip(named(gradients).items(), shapes.values(), strict=True):
        found = form_difference(got, shape, np.float64)
        gradients.must(not found, f"{name} must have the shape of {name[1:]}: {found}")


def named(gradients):
    """Return dx, dW and db by name, once they are sure to be a tuple of three."""
    value = gradients.value
    three = isinstance(value, tuple) and len(value) == 3
    gradients.must(three, f"got {describe(value)}, must be the tuple (dx, dW, db)")
    return dict(zip(("dx", "dW", "db"), value, strict=True))


def must_equal_each(gradients, expected, scale=1.0):
    """Demand each of the three."""
    for (name, got), wanted in zip(named(gradients).items(), expected, strict=True):
        found = difference(got, wanted, scale=scale)
        gradients.must(not found, f"{name}: {found}")


@pytest.mark.of("linear_backward")
def test_linear_by_hand(student):
    """Whole numbers give the sums that you can work out by hand"""
    upstream, x = np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 4.0]]), np.array([[5.0], [2.0]])
    W = np.array([[1.0, 2.0, 3.0]])
    dx, dW = np.array([[7.0], [13.0]]), np.array([[11.0, -2.0, 18.0]])
    db = np.array([4.0, -1.0, 6.0])
    must_equal_each(student.linear_backward(upstream, x, W), (dx, dW, db))


@pytest.mark.of("linear_backward")
def test_linear_follows_the_formulas(student, reference, rng):
    """Any number of samples, inputs and outputs gives the right sums, one of each included"""
    for sizes in ((7, 6, 5), (1, 6, 5), (7, 1, 5), (7, 6, 1), (300, 6, 5)):
        inputs = linear_inputs(rng, *sizes)
        must_equal_each(student.linear_backward(*inputs), reference.linear_backward(*inputs))


@pytest.mark.of("linear_backward")
def test_a_large_upstream(student, reference, rng):
    """Where the upstream is a million times as large, so are all three gradients"""
    upstream, x, W = linear_inputs(rng)
    inputs = 1e6 * upstream, x, W
    expected = [1e6 * gradient for gradient in reference.linear_backward(upstream, x, W)]
    must_equal_each(student.linear_backward(*inputs), expected, scale=1e3)


@pytest.mark.of("linear_backward")
def test_zeros_are_numbers(student, reference, rng):
    """Zeros in the upstream, in x and in W are numbers like any other"""
    whole = linear_inputs(rng)
    inputs = [tensor * (rng.permutation(tensor.size) % 2).reshape(tensor.shape) for tensor in whole]
    must_equal_each(student.linear_backward(*inputs), reference.linear_backward(*inputs))


@pytest.mark.of("linear_backward")
def test_linear_agrees_with_differences(student, reference, rng):
    """All three gradients agree with central differences of linear_forward"""
    upstream, x, W = linear_inputs(rng)
    b = rng.normal(size=5)
    gradients = student.linear_backward(upstream, x, W)
    must_equal_each(gradients, reference.linear_backward(upstream, x, W), scale=ANY_VALUES)
    loss = weighed(lambda: reference.linear_forward(x, W, b), upstream)
    tensors = {"dx": x, "dW": W, "db": b}
    numeric = {name: central_differences(loss, tensor) for name, tensor in tensors.items()}
    student.gradient_check(named(gradients), numeric, call=gradients)


@pytest.mark.of("linear_backward")
def test_linear_keeps_float32(student, reference, rng):
    """Arguments in float32 give three float32 gradients"""
    inputs = [tensor.astype(np.float32) for tensor in linear_inputs(rng)]
    must_equal_each(student.linear_backward(*inputs), reference.linear_backward(*inputs))


@pytest.mark.of("linear_backward")
def test_earlier_linear_gradients_stay(student, rng):
    """The three gradients stay as they are when the next ones are computed"""
    first, others = linear_inputs(rng), linear_inputs(rng)
    gradients = student.linear_backward(*first)
    arrays = named(gradients)
    kept = student.linear_backward.build(*first)
    student.linear_backward(*others)
    taken = student.ask(Take(kept.handle, 4), "linear_backward")
    now = student.plain(Items(taken.items)) if isinstance(taken, Taken) else []
    gradients.must(len(now) == 3, f"got {len(now)} items of a result, must be 3")
    for (name, array), later in zip(arrays.items(), now, strict=True):
        gradients.must(isinstance(array, np.ndarray), f"{name} is {describe(array)}")
        gradients.must(not difference(later, array), f"{name} {CHANGED}")


@pytest.mark.of("linear_backward")
def test_linear_without_a_loop(student, reference, rng):
    """The linear layer's gradients are computed on whole arrays, not row by row"""
    student.linear_backward.must_not_loop(
        lambda n: linear_inputs(rng, n), reference.linear_backward
    )


# --- cross_entropy_backward ----------------------------------------------------------------------


@pytest.mark.of("cross_entropy_backward")
def test_equal_scores(student):
    """Equal scores, three samples, four classes: -3/12 for the right class, 1/12 for the others"""
    dz = student.cross_entropy_backward(np.zeros((3, 4)), np.array([2, 0, 1]))
    dz.must_equal(
        np.array([[1.0, 1.0, -3.0, 1.0], [-3.0, 1.0, 1.0, 1.0], [1.0, -3.0, 1.0, 1.0]]) / 12.0
    )


@pytest.mark.of("cross_entropy_backward")
def test_each_row_adds_up_to_zero(student, rng):
    """Each row of the gradient adds up to 0"""
    logits, labels = rng.normal(size=(7, 5)), rng.integers(5, size=7)
    dz = student.cross_entropy_backward(logits, labels)
    for row, total in enumerate(dz.array(logits.shape).sum(axis=1)):
        dz.must(abs(total) < 1e-9, f"row {row} adds up to {total:.4g}, must be 0")


@pytest.mark.of("cross_entropy_backward")
def test_scores_follow_the_formula(student, reference, rng):
    """Scores of ordinary size give the right gradient, for five classes and for twelve"""
    pairs = [(rng.normal(size=(7, c)), c - 1 - np.arange(7) % c) for c in (5, 12)]
    calls = [student.cross_entropy_backward.later(*pair) for pair in pairs]
    for dz, pair in zip(student.gather(*calls), pairs, strict=True):
        dz.must_equal(reference.cross_entropy_backward(*pair))


@pytest.mark.of("cross_entropy_backward")
def test_scores_agree_with_differences(student, reference, rng):
    """Its gradient agrees with central differences of cross_entropy"""
    logits, labels = rng.normal(size=(7, 5)), rng.integers(5, size=7)
    dz = student.cross_entropy_backward(logits, labels)
    numeric = central_differences(lambda: reference.cross_entropy(logits, labels), logits)
    student.gradient_check({"dz": dz.array(logits.shape)}, {"dz": numeric}, call=dz)


@pytest.mark.of("cross_entropy_backward")
def test_one_sample(student, reference, rng):
    """One sample alone is a batch, too"""
    logits, labels = rng.normal(size=(1, 5)), np.array([3])
    student.cross_entropy_backward(logits, labels).must_equal(
        reference.cross_entropy_backward(logits, labels)
    )


@pytest.mark.of("cross_entropy_backward")
def test_large_scores_stay_finite(student, reference, rng):
    """Scores of ±10,000 give a finite gradient"""
    logits, labels = rng.choice([-1e4, 0.0, 1e4], size=(7, 5)), rng.integers(5, size=7)
    student.cross_entropy_backward(logits, labels).must_equal(
        reference.cross_entropy_backward(logits, labels)
    )


@pytest.mark.of("cross_entropy_backward")
def test_scores_keep_float32(student, reference, rng):
    """Scores in float32 give a float32 gradient"""
    logits, labels = rng.normal(size=(7, 5)).astype(np.float32), rng.integers(5, size=7)
    student.cross_entropy_backward(logits, labels).must_equal(
        reference.cross_entropy_backward(logits, labels)
    )


@pytest.mark.of("cross_entropy_backward")
def test_labels_of_eight_bits(student, reference, rng):
    """Labels may be of 8 bits, as those of MNIST are, also in a large batch"""
    logits, labels = rng.normal(size=(90, 5)), rng.integers(5, size=90).astype(np.uint8)
    student.cross_entropy_backward(logits, labels).must_equal(
        reference.cross_entropy_backward(logits, labels)
    )


@pytest.mark.of("cross_entropy_backward")
def test_earlier_scores_gradient_stays(student, rng):
    """A gradient stays as it is when that of other scores is computed"""
    logits, others, labels = *rng.normal(size=(2, 7, 5)), rng.integers(5, size=7)
    dz = student.cross_entropy_backward(logits, labels)
    values = dz.array(logits.shape)
    kept = student.cross_entropy_backward.build(logits, labels)
    student.cross_entropy_backward(others, labels)
    dz.must(not difference(kept.attribute("real"), values), CHANGED)


@pytest.mark.of("cross_entropy_backward")
def test_scores_without_a_loop(student, reference, rng):
    """The loss's gradient is computed on whole arrays, not row by row"""
    student.cross_entropy_backward.must_not_loop(
        lambda n: (rng.normal(size=(n, 5)), rng.integers(5, size=n)),
        reference.cross_entropy_backward,
    )
