"""Hidden checks of exercise 4."""

import numpy as np
import pytest

pytestmark = pytest.mark.of("relu")


def test_positive_numbers_pass(student, reference):
    """Positive numbers pass, negative ones become 0"""
    z = np.array([[-2.0, 0.5, 3.0], [1.0, -0.25, 40.0]])
    student.relu(z).must_equal(reference.relu(z))


def test_twice_is_once(student, rng):
    """Applied twice, it does no more than once"""
    z = np.append(-1.5, rng.normal(size=5).round(1)).reshape(2, 3)
    once = student.relu(z).array((2, 3))
    student.relu(once).must_equal(once, note=", as after the first time")


def test_zero_stays_zero(student):
    """0 stays 0"""
    student.relu(np.zeros((2, 3))).must_equal(np.zeros((2, 3)))


def test_numbers_of_any_size(student, reference, rng):
    """A batch of random numbers, tiny ones and huge ones, gives the right result"""
    z = np.vstack([10 * rng.normal(size=(6, 5)), [0.25, -0.25, 0.75, -0.75, 0.5]])
    student.relu(z).must_equal(reference.relu(z))
    z = np.array([[1.5e-12, -1.5e-12, 0.1], [1e6, -1e6, 1e9]])
    returned = student.relu(z)
    for place, got in np.ndenumerate(returned.array((2, 3))):
        expected = max(z[place], 0.0)
        # The first lies below the comparison's tolerance; a right result is exact, or an ulp off.
        right = abs(got - expected) <= 1e-15 * abs(z[place])
        returned.must(right, f"at {list(place)}: got {got:g}, expected {expected:g}")


def test_any_shape(student, reference, rng):
    """An array of any shape gives one of the same shape"""
    shapes = (4,), (4, 1), (1, 4), (2, 3, 4)
    arrays = [*(rng.normal(size=shape) for shape in shapes), np.array(-1.5)]
    results = student.gather(*(student.relu.later(z) for z in arrays))
    for z, returned in zip(arrays, results, strict=True):
        # A single number may come back as a NumPy scalar or as an array without axes.
        plain = not z.ndim and type(returned.value) in {int, float}
        returned.must(not plain, "got a number of Python's, must be one of NumPy's, like z")
        returned.must_equal(np.asarray(reference.relu(z)))


def test_result_is_a_new_array(student):
    """The result is a new array, also where nothing is negative"""
    z = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    student.relu(z).must_equal(z)


def test_takes_integers(student, reference):
    """Whole numbers are taken, too"""
    z = np.array([[-2, 0, 3], [1, -1, 40]])
    student.relu(z).must_equal(reference.relu(z), kind="number")


def test_keeps_float32(student, reference, rng):
    """float32 gives float32"""
    z = rng.normal(size=(7, 5)).astype(np.float32)
    z[0, 0] = -1.5  # np.vectorize takes the dtype from what it makes of the first
    student.relu(z).must_equal(reference.relu(z))


def test_earlier_results_stay(student, rng):
    """A result stays as it is when the next numbers are taken"""
    z, others = rng.normal(size=(7, 5)), rng.normal(size=(7, 5))
    returned = student.relu(z)
    values = returned.array((7, 5))
    kept = student.relu.build(z)
    other = student.relu(others)
    other.must(
        not np.array_equal(other.value, values),
        "gave again what it gave for other values: each call must compute its own result",
    )
    returned.must(
        np.array_equal(kept.attribute("real"), values),
        "changed when the function was called again, with other values: each result must stay",
    )


def test_no_loop(student, reference, rng):
    """The work is done on whole arrays, not entry by entry"""
    student.relu.must_not_loop(lambda n: (rng.normal(size=(n, 5)),), reference.relu)
