"""The nine schemes are what lesson 2 calls them."""

import numpy as np
import pytest

from nngrade.authoring.schemes import schemes, spreads
from nngrade.judging.reference import Reference

FAN_IN, FAN_OUT = 400, 200


@pytest.fixture(scope="module")
def reference(course):
    return Reference(course.solutions, course.catalog)


@pytest.mark.parametrize(
    ("name", "mean", "std"),
    [
        ("zeros", 0, 0),
        ("constant 0.1", 0.1, 0),
        ("uniform 0…1", 0.5, 1 / np.sqrt(12)),
        ("normal, std 1", 0, 1),
        ("normal, std 0.01", 0, 0.01),
        ("normal, std 0.001", 0, 0.001),
        ("√(2/fan_out)", 0, 0.1),
        ("Xavier", 0, np.sqrt(2 / 600)),
        ("He", 0, np.sqrt(2 / 400)),
    ],
)
def test_a_scheme_draws_what_its_name_says(reference, name, mean, std):
    W = schemes(reference.he_normal)[name](FAN_IN, FAN_OUT, np.random.default_rng(0))
    assert W.shape == (FAN_IN, FAN_OUT)
    assert W.mean() == pytest.approx(mean, abs=5 * std / np.sqrt(W.size) + 1e-12)
    assert W.std() == pytest.approx(std, rel=0.02, abs=1e-12)


def test_there_are_nine(reference):
    assert len(schemes(reference.he_normal)) == 9


def test_he_keeps_the_spread_and_half_of_it_halves_it_at_each_layer(reference):
    def half(fan_in, fan_out, rng):
        return reference.he_normal(fan_in, fan_out, rng) / 2

    kept = spreads(reference.he_normal, reference.relu, layers=5, width=100)
    halved = spreads(half, reference.relu, layers=5, width=100)
    assert len(kept) == 5
    assert 0.5 < kept[-1] < 2
    np.testing.assert_allclose(halved, kept / 2.0 ** np.arange(1, 6))
