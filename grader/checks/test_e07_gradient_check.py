"""Hidden checks of exercise 7: the learner's checker is itself put to the test."""

from types import SimpleNamespace

import numpy as np
import pytest

from nngrade.compare import describe, difference
from nngrade.gradcheck import LIMIT, clear_of_kinks, passes, relative_error
from nngrade.judging.wording import MAX_SHOWN, show
from nngrade.sandbox.runner import Violation

# A relative error is read for its order of magnitude: a tiny number added to what it is
# divided by is no mistake. This scale lets 2e-6 pass.
ROUGH = 1e9


# --- functions to differentiate -----------------------------------------------------------------


def function(name, shape, formula, points=None):
    """Name a formula for the learner's code to call; whatever isn't of this shape is refused."""

    def f(*args, **kwargs):
        if len(args) != 1 or kwargs:
            raise Violation(f"{name} takes one array, and nothing else")
        x = _of_shape(args[0], shape, name)
        if points is not None:
            points.append(x)
        with np.errstate(all="ignore"):
            return np.float64(formula(x))

    f.__name__ = name
    return f


def _of_shape(value, shape, name):
    if not isinstance(value, np.ndarray | np.generic | float | int):
        raise Violation(f"{name} takes an array, but got {describe(value)}", "TypeError")
    x = np.asarray(value)
    if x.shape != shape or x.dtype.kind not in "fiu":
        raise Violation(
            f"{name} takes an array of shape {shape}, but got one of shape {x.shape} and "
            f"dtype {x.dtype}"
        )
    return x.astype(np.float64)


# --- a small network, and fifteen wrong ways back ------------------------------------------------


class Network:
    """Two layers and five samples; `theta` holds all parameters, one after the other."""

    SHAPES = ((2, 3), (3,), (3, 4), (4,))

    def __init__(self, softmax, rng):
        self.softmax = softmax
        self.labels = np.array([0, 3, 1, 2, 1])
        self.x = rng.normal(size=(5, 2))
        self.theta = rng.normal(size=sum(map(np.prod, self.SHAPES)))

    def forward(self, theta):
        """Return all that a pass forward computes."""
        W1, b1, W2, b2 = self._split(theta)
        z = self.x @ W1 + b1
        a = np.maximum(z, 0.0)
        p = self.softmax(a @ W2 + b2)
        return SimpleNamespace(z=z, a=a, p=p, y=np.eye(4)[self.labels], W=W2)

    def loss(self, theta):
        """Return the cross entropy."""
        return -np.log(self.forward(theta).p[np.arange(5), self.labels]).mean()

    def backward(self, **wrong):
        """Return the gradient for theta, with these parts of the way back replaced."""
        part = RIGHT | wrong
        s = self.forward(self.theta)
        s.d = part["scores"](s)
        s.dW = part["activation"](s).T @ s.d
        s.da = s.d @ part["weights"](s).T
        dz = s.da * part["mask"](s)
        tensors = (self.x.T @ dz, part["bias"](dz), s.dW, part["bias"](s.d))
        return np.concatenate([tensor.ravel() for tensor in tensors])

    def wrong(self):
        """Return wrong gradients by what is wrong: mistakes on the way back, then plain slips."""
        right, (_, _, dW2, _) = self.backward(), self._split(self.backward())
        last = np.zeros_like(right)
        last[-1] = 0.01 * np.linalg.norm(right)
        turned = right.copy()
        turned[9:21] = dW2.T.ravel()
        return {what: self.backward(**parts) for what, parts in WRONG.items()} | {
            "with dW2 transposed": turned,
            "with each entry one place too far": np.roll(right, 1),
            "with its last entry off": right + last,
            "with the same number added to each entry": right + last[-1],
            "with all entries a ten-thousandth too large": 1.0001 * right,
            "that gives zeros": np.zeros_like(right),
        }

    def _split(self, theta):
        ends = np.cumsum([np.prod(shape) for shape in self.SHAPES])
        parts = np.split(theta, ends[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self.SHAPES, strict=True)]


RIGHT = {
    "scores": lambda s: (s.p - s.y) / 5,
    "activation": lambda s: s.a,
    "weights": lambda s: s.W,
    "mask": lambda s: s.z > 0,
    "bias": lambda dz: dz.sum(axis=0),
}
WRONG = {
    "with the 1/N left out": {"scores": lambda s: s.p - s.y},
    "with the 1/N applied twice": {"scores": lambda s: (s.p - s.y) / 25},
    "with a 2 too many": {"scores": lambda s: 2 * (s.p - s.y) / 5},
    "with the sign turned round": {"scores": lambda s: (s.y - s.p) / 5},
    "with the labels left out": {"scores": lambda s: s.p / 5},
    "with one more derivative of softmax": {
        "scores": lambda s: (s.p - s.y) * s.p * (1 - s.p) / 5,
    },
    "with z in the place of relu(z)": {"activation": lambda s: s.z},
    "with the weights moved too early": {"weights": lambda s: s.W - 0.5 * s.dW},
    "without the mask of ReLU": {"mask": lambda _: 1.0},
    "with the mask of ReLU inverted": {"mask": lambda s: s.z <= 0},
    "with the mask of ReLU taken from the upstream": {"mask": lambda s: s.da > 0},
    "multiplied by the activation": {"mask": lambda s: s.a},
    "with the bias gradient averaged": {"bias": lambda dz: dz.mean(axis=0)},
    "with the bias gradients all added up": {"bias": lambda dz: np.full(dz.shape[1], dz.sum())},
    "with the bias gradient left at 0": {"bias": lambda dz: np.zeros(dz.shape[1])},
}


@pytest.fixture
def network(reference, rng):
    """Supply a network clear of ReLU's kinks, on which each wrong way back is clearly wrong."""
    while True:
        drawn = Network(reference.softmax, rng)
        if clear_of_kinks(drawn.forward(drawn.theta).z) and _smallest_mistake(drawn) > 0.01:
            return drawn


def _smallest_mistake(network):
    right = network.backward()
    return min(relative_error(right, network.backward(**parts)) for parts in WRONG.values())


# --- numerical_gradient --------------------------------------------------------------------------


def must_be_gradient(returned, right, note=""):
    """Demand the form of x and a relative error below the limit, as measured by the grader."""
    plain = isinstance(returned.value, float) and not right.ndim
    got = np.float64(returned.value) if plain else returned.array(right.shape)
    error = relative_error(got, right)
    if not passes(error):
        returned.fail(
            f"{_in_words(np.asarray(got), right, error)}\n"
            f"  That is a relative error of {error:.1e}, where less than 1e-6 is right.{note}"
        )


def _in_words(got, right, error):
    """Show both gradients whole where one look tells them apart, else their first difference."""
    whole = f"got {show(got[()])}, must be {show(right)}"
    if got.size <= MAX_SHOWN and error > 0.01:
        return whole
    return difference(got, np.asarray(right)) or whole


@pytest.mark.of("numerical_gradient")
def test_sum_of_squares(student):
    """The gradient of the sum of all x² is 2 · x"""
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    f = function("sum_of_squares", (2, 2), lambda x: (x**2).sum())
    must_be_gradient(student.numerical_gradient(f, x), 2.0 * x)


@pytest.mark.of("numerical_gradient")
def test_a_curved_function(student):
    """It is right to ten digits, not to five, where f bends strongly"""
    x = np.array([0.5, -0.25, 1.0])
    f = function("sum_of_exp_4x", (3,), lambda x: np.exp(4.0 * x).sum())
    must_be_gradient(student.numerical_gradient(f, x), 4.0 * np.exp(4.0 * x))


@pytest.mark.of("numerical_gradient")
def test_each_entry_alone(student):
    """One entry is moved at a time, with all the others at their places"""
    x = np.array([[1.0, 2.0, 0.5], [-1.5, 1.25, 3.0]])
    f = function("product_of_all", (2, 3), np.prod)
    must_be_gradient(student.numerical_gradient(f, x), np.prod(x) / x)


@pytest.mark.of("numerical_gradient")
def test_any_number_of_axes(student):
    """The array x may have any number of axes, none included, and entries of 0"""
    inputs = [
        np.array(0.3),
        np.array([0.1, -0.4, 0.0, 2.0]),
        np.array([[[0.0, 0.6, -0.5]], [[-1.1, 0.9, 1.4]]]),
    ]
    calls = [
        student.numerical_gradient.later(
            function("sum_of_sin_2x", x.shape, lambda x: np.sin(2.0 * x).sum()), x
        )
        for x in inputs
    ]
    for x, gradient in zip(inputs, student.gather(*calls), strict=True):
        must_be_gradient(gradient, 2.0 * np.cos(2.0 * x))


@pytest.mark.of("numerical_gradient")
def test_small_slopes(student):
    """A gradient of small numbers is as right, for its size, as one of large numbers"""
    x = np.array([0.3, -0.4, 0.9])
    f = function("a_hundredth_of_sin_2x", (3,), lambda x: 0.01 * np.sin(2.0 * x).sum())
    must_be_gradient(student.numerical_gradient(f, x), 0.02 * np.cos(2.0 * x))


@pytest.mark.of("numerical_gradient")
def test_tiny_slopes(student):
    """Slopes of a ten-millionth aren't 0"""
    x = np.array([0.3, -0.4, 0.9])
    f = function("a_ten_millionth_of_sin_2x", (3,), lambda x: 1e-7 * np.sin(2.0 * x).sum())
    must_be_near(student.numerical_gradient(f, x), 2e-7 * np.cos(2.0 * x))


@pytest.mark.of("numerical_gradient")
def test_a_transposed_array(student):
    """An x that is the transpose of another array is measured like any other"""
    x = np.array([[0.5, -1.0, 2.0], [1.5, 3.0, -2.5]]).T
    f = function("sum_of_squares", (3, 2), lambda x: (x**2).sum())
    note = "\n  To see it yourself, write x as the .T of an array of shape (2, 3)."
    must_be_gradient(student.numerical_gradient(f, x), 2.0 * x, note)


@pytest.mark.of("numerical_gradient")
def test_x_is_as_before(student):
    """Afterwards x is as it was before, to the last bit"""
    x = np.array([0.1, 0.7, 1.3, -2.9, 12.6])
    f = function("sum_of_squares", (5,), lambda x: (x**2).sum())
    student.numerical_gradient(f, x)


@pytest.mark.of("numerical_gradient")
def test_earlier_gradient_stays(student):
    """A gradient stays as it is when the next one is measured"""
    x, other = np.array([0.5]), np.array([1.5])
    f = function("sum_of_squares", (1,), lambda x: (x**2).sum())
    gradient = student.numerical_gradient(f, x)
    must_be_gradient(gradient, 2.0 * x)
    kept = student.numerical_gradient.build(f, x)
    student.numerical_gradient(f, other)
    gradient.must(
        not difference(kept.attribute("real"), gradient.value),
        "changed when the function was called again, with another x: each result must stay",
    )


@pytest.mark.of("numerical_gradient")
def test_h_is_the_step(student):
    """The step h says how far to go to either side, from large entries as from small ones"""
    x, points = np.array([0.5, 0.0, -20.0]), []
    f = function("sum_of_cubes", (3,), lambda x: (x**3).sum(), points)
    gradient = student.numerical_gradient(f, x, h=0.01)
    far = max((np.abs(point - x).max() for point in points), default=0.0)
    gradient.must(
        0.008 < far < 0.05,
        f"called sum_of_cubes at most {far:.2g} away from x, but h is 0.01",
    )
    must_be_near(gradient, 3.0 * x**2)


def must_be_near(gradient, right):
    """Demand the right gradient but for a thousandth: a wide step leaves an error of h²."""
    error = relative_error(gradient.array(right.shape), right)
    gradient.must(error < 1e-3, f"got {show(gradient.value)}, must be near {show(right)}")


@pytest.mark.of("numerical_gradient")
def test_a_network_and_its_backward_pass(student, network):
    """On a small network it agrees with the right backward pass, and with no wrong one"""
    f = function("loss", network.theta.shape, network.loss)
    gradient = student.numerical_gradient(f, network.theta)
    got = gradient.array(network.theta.shape)
    for what, candidate in network.wrong().items():
        wrong = relative_error(got, candidate)
        gradient.must(not wrong < LIMIT, f"agrees with a wrong backward pass, one {what}")
    must_be_gradient(gradient, network.backward())


# --- relative_error ------------------------------------------------------------------------------


def number(returned):
    """Return the value, once it is sure to be one number."""
    value = returned.value
    real = isinstance(value, float | int | np.floating | np.integer)
    plain = real and not isinstance(value, bool)
    words = str(value) if isinstance(value, bool) else describe(value)
    returned.must(plain, f"got {words}, expected one number")
    return float(value)


@pytest.mark.of("relative_error")
def test_two_vectors_by_hand(student):
    """[3, 4] and [3, 0] have a relative error of 4 / (5 + 3)"""
    student.relative_error(np.array([3.0, 4.0]), np.array([3.0, 0.0])).must_equal(0.5, scale=ROUGH)


@pytest.mark.of("relative_error")
def test_equal_and_opposite(student):
    """Equal arrays give 0, opposite ones 1"""
    a = np.array([1.0, -2.0, 2.0])
    equal, opposite = student.gather(
        student.relative_error.later(a, a.copy()), student.relative_error.later(a, -a)
    )
    equal.must_equal(0.0)
    opposite.must_equal(1.0, scale=ROUGH)


@pytest.mark.of("relative_error")
def test_zeros(student):
    """Two arrays of zeros are equal; zeros and anything else are as far apart as can be"""
    zeros, ones = np.zeros(3), np.ones(3)
    both, one = student.gather(
        student.relative_error.later(zeros, zeros.copy()),
        student.relative_error.later(zeros, ones),
    )
    both.must_equal(0.0)
    one.must_equal(1.0, scale=ROUGH)


@pytest.mark.of("relative_error")
def test_a_matrix_gives_one_number(student, reference):
    """Arrays of any shape give one number, from the squares of all entries"""
    a = np.array([[1.0, 2.0, -3.0], [0.5, -1.0, 4.0]])
    b = np.array([[1.5, 2.0, 1.0], [-2.0, -1.0, 3.0]])
    pairs = [(a, b), (a.reshape(3, 1, 2), b.reshape(3, 1, 2)), (a[0, 1, ...], b[1, 2, ...])]
    pairs = [(np.array(one), np.array(other)) for one, other in pairs]
    errors = student.gather(*(student.relative_error.later(*pair) for pair in pairs))
    for error, pair in zip(errors, pairs, strict=True):
        error.must_equal(reference.relative_error(*pair), scale=ROUGH)


@pytest.mark.of("relative_error")
def test_near_is_not_equal(student):
    """Arrays that are near each other aren't equal"""
    a = np.array([1.0, -2.0, 2.0])
    error, small = student.gather(
        student.relative_error.later(a, 1.000004 * a),
        student.relative_error.later(a, 1.000000004 * a),
    )
    error.must(
        1e-6 < number(error) < 3e-6,
        f"got {number(error):.2g}, but one is 1.000004 times the other: that is an error of "
        "0.000002, too large for a right gradient",
    )
    small.must(
        1e-9 < number(small) < 3e-9,
        f"got {number(small):.2g}, but one is 1.000000004 times the other: that is an error of "
        "0.000000002",
    )


@pytest.mark.of("relative_error")
def test_any_size(student, rng):
    """What counts is how far apart two arrays are for their size, be they tiny or huge"""
    a = rng.normal(size=6)
    a /= np.linalg.norm(a)
    near = a * (1.0 + 1e-9 * rng.normal(size=6))
    tiny, huge = student.gather(
        student.relative_error.later(1e-12 * a, 3e-12 * a),
        student.relative_error.later(1e7 * a, 1e7 * near),
    )
    # The error is 1/2; no more than the size of `a` may have been added to what it is divided by.
    tiny.must(
        0.3 < number(tiny) < 0.7,
        f"got {number(tiny):.2g}, but one is three times the other, so that the error is 1/2",
    )
    huge.must(
        passes(number(huge)), f"got {number(huge):.2g}, but the two agree to nine digits or so"
    )


@pytest.mark.of("relative_error")
def test_float32_arrays(student, reference, rng):
    """float32 arrays give a float, too"""
    a, b = rng.normal(size=(2, 4, 3)).astype(np.float32)
    expected = np.float32(reference.relative_error(a, b))
    student.relative_error(a, b).must_equal(expected)


@pytest.mark.of("relative_error")
def test_right_and_wrong_backward_passes(student, reference, network):
    """It accepts the right backward pass of a small network, and no wrong one"""
    numeric = reference.numerical_gradient(network.loss, network.theta)
    candidates = {"": network.backward()} | network.wrong()
    right, *wrong = student.gather(
        *(student.relative_error.later(numeric, candidate) for candidate in candidates.values())
    )
    right.must(
        passes(number(right)), f"got {number(right):.2g} for a right gradient: below 1e-6 is right"
    )
    for what, error in zip(network.wrong(), wrong, strict=True):
        error.must(
            not number(error) < LIMIT,
            f"got {number(error):.2g} for a backward pass {what}: below 1e-6, so that this mistake "
            "passes for right",
        )
