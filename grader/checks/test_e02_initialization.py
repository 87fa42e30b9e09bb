"""Hidden checks of exercise 2.

Statistics are held to bands that correct code leaves less than once in a million runs; the
comment beside each band says how that is known, and tests/checks works it out again.
"""

import math
from itertools import combinations, pairwise

import numpy as np
import pytest

from nngrade.compare import Kind, describe, difference, form_difference, nonfinite

he_normal = pytest.mark.of("he_normal")
init_params = pytest.mark.of("init_params")

# Many draws, so that bands are narrow; none of the shapes is square.
WIDE, TALL, BROADER = (100, 400), (300, 130), (300, 250)

# A float64 draw is never 0, one in float32 about once in 10⁷: more than 10 of 40,000 never are.
MOST_ZEROS = 10

# The mean of n draws has the standard deviation std/√n: beyond 7 of these in 3 of 10¹² runs.
MEAN_ERRORS = 7

# The sum of squares of n draws is chi-squared: its relative standard deviation leaves 3 %
# in 1 of 10¹⁴ runs for n = 39,000, in 3 of 10⁷ for n = 18,000 (Laurent and Massart, 2000).
STD_TOLERANCE = 0.03
LAYER_SIZES = [400, 100, 180, 300]

# A count of 39,000 draws is binomial: beyond 7 of its standard deviations in fewer than 2 of 10⁹
# runs, also for the 105 draws that lie beyond 3 of the weights' own (Bennett's inequality).
DISTANCES = (0.5, 1, 2, 3)
COUNT_ERRORS = 7

# Each layer multiplies the mean square by chi-squared over 50, its degrees of freedom binomial:
# ten of them leave the band of a factor 12 in 3 of 10⁸ runs (Chernoff's inequality).
DEEP, FACTOR = [100] * 11, 12


@he_normal
def test_shape_is_fan_in_by_fan_out(student, seeded):
    """The weights have the shape (fan_in, fan_out)"""
    weights(student.he_normal(7, 5, seeded()))


@he_normal
def test_units_differ(student, seeded):
    """Each column is drawn on its own, and each row, too"""
    returned = student.he_normal(7, 5, seeded())
    W = weights(returned)
    for name, lines in (("columns", W.T), ("rows", W)):
        for one, two in combinations(range(len(lines)), 2):
            equal = np.array_equal(lines[one], lines[two])
            returned.must(not equal, f"{name} {one} and {two} are equal, must differ")
            opposite = np.array_equal(lines[one], -lines[two])
            words = f"{name} {one} and {two} differ in the sign only, must be drawn apart"
            returned.must(not opposite, words)


@he_normal
def test_hardly_a_weight_is_0(student, seeded):
    """Each weight is drawn, so that hardly one is exactly 0"""
    returned = student.he_normal(*WIDE, seeded())
    zeros = int((weights(returned, WIDE) == 0).sum())
    words = f"{zeros} of {math.prod(WIDE)} weights are exactly 0: was each of them drawn?"
    returned.must(zeros <= MOST_ZEROS, words)


@he_normal
def test_mean_is_0(student, seeded):
    """The mean of the weights is 0"""
    returned = student.he_normal(*TALL, seeded())
    W = weights(returned, TALL)
    # The weights' own std, so that one that is too large isn't taken for a mean that is off.
    std = max(W.std(), he_std(len(W)))
    mean, limit = W.mean(), MEAN_ERRORS * std / math.sqrt(W.size)
    words = f"the mean is {mean:.3g}, must lie between {-limit:.2g} and {limit:.2g}"
    returned.must(abs(mean) < limit, words)


@he_normal
def test_std_follows_fan_in(student, seeded):
    """The standard deviation is √(2 / fan_in), whatever fan_out is"""
    # The third tells a rule of both numbers from one number for all layers.
    shapes = [TALL, WIDE, BROADER]
    results = student.gather(*(student.he_normal.later(*shape, seeded()) for shape in shapes))
    for shape, returned in zip(shapes, results, strict=True):
        others = [one for one in results if one is not returned]
        must_have_he_std(returned, weights(returned, shape), "", others)


@he_normal
def test_weights_follow_a_bell_curve(student, seeded):
    """The weights follow a normal distribution"""
    returned = student.he_normal(*TALL, seeded())
    distances = np.abs(weights(returned, TALL)) / he_std(TALL[0])
    for stds in DISTANCES:
        share, expected = (distances < stds).mean(), math.erf(stds / math.sqrt(2))
        limit = COUNT_ERRORS * math.sqrt(expected * (1 - expected) / distances.size)
        returned.must(
            abs(share - expected) < limit,
            f"{share:.2%} of the weights lie nearer to 0 than {stds:g} · √(2 / {TALL[0]}), must be "
            f"{expected - limit:.2%} to {expected + limit:.2%}",
        )


@he_normal
def test_same_seed_same_weights(student, seeded):
    """Two generators with the same seed give the same weights"""
    generator = seeded()
    first, second = (student.he_normal(7, 5, generator) for _ in range(2))
    found = difference(weights(second), weights(first))
    second.must(not found, f"{found}, as in the first call", earlier=[first])


@he_normal
def test_other_seed_other_weights(student):
    """Two generators with different seeds give different weights"""
    first, second = (student.he_normal(7, 5, student.seeded(seed)) for seed in (1, 2))
    equal = np.array_equal(weights(first), weights(second))
    words = "got the same weights as for np.random.default_rng(1), must differ"
    second.must(not equal, words, earlier=[first])


@he_normal
def test_one_generator_goes_on(student, seeded):
    """Two calls with one generator give different weights"""
    generator = student.keep(seeded())
    first, second = (student.he_normal(7, 5, generator) for _ in range(2))
    equal = np.array_equal(weights(first), weights(second))
    words = "the second call with this generator repeats the first, must differ"
    second.must(not equal, words, earlier=[first])


@he_normal
def test_earlier_weights_stay(student, seeded):
    """Weights stay as they are when others are drawn"""
    generator = seeded()
    returned = student.he_normal(7, 5, generator)
    drawn = weights(returned)
    kept = student.he_normal.build(7, 5, generator)
    student.he_normal(7, 5, student.seeded(generator.seed + 1))
    found = difference(kept.attribute("real"), drawn, kind=Kind.FLOATING)
    returned.must(not found, "changed when the function was called again: each result must stay")


@he_normal
def test_dtype_is_the_one_asked_for(student, seeded):
    """The weights are float64, or of the dtype that is asked for"""
    usual, small = student.gather(
        student.he_normal.later(7, 5, seeded()),
        student.he_normal.later(7, 5, seeded(), dtype=np.float32),
    )
    usual.array((7, 5), np.float64)
    small.array((7, 5), np.float32)


@init_params
def test_one_layer_fewer_than_widths(student, seeded):
    """Between n widths there are n - 1 layers (W, b), of the right shapes"""
    every = [[7, 6, 5, 4], [6, 4], [8, 7, 6, 5, 4]]
    results = student.gather(*(student.init_params.later(sizes, seeded()) for sizes in every))
    for sizes, returned in zip(every, results, strict=True):
        layers(returned, sizes)


@init_params
def test_biases_are_0(student, seeded):
    """All biases are 0"""
    returned = student.init_params([7, 6, 5, 4], seeded())
    for number, (_, b) in enumerate(layers(returned, [7, 6, 5, 4])):
        largest = np.abs(b).max()
        words = f"b of params[{number}] has entries as large as {largest:.3g}, must be all 0"
        returned.must(largest == 0, words)


@init_params
def test_each_layer_has_its_own_std(student, seeded):
    """Each layer's weights have the standard deviation √(2 / fan_in) of that layer"""
    returned = student.init_params(LAYER_SIZES, seeded())
    for number, (W, _) in enumerate(layers(returned, LAYER_SIZES)):
        must_have_he_std(returned, W, f"W of params[{number}]: ")


@init_params
def test_layers_differ(student, seeded):
    """Layers of one size get different weights"""
    # The last is narrower: it tells weights that are drawn again from weights that are used again.
    sizes = [6, 6, 6, 6, 5]
    returned = student.init_params(sizes, seeded())
    drawn = [W for W, _ in layers(returned, sizes)]
    for one, two in combinations(range(3), 2):
        equal = np.array_equal(drawn[one], drawn[two])
        returned.must(not equal, f"params[{one}] and params[{two}] have equal weights, must differ")


@init_params
def test_ten_layers_keep_the_size(student, seeded, rng):
    """Behind ten ReLU layers, numbers are neither huge nor tiny"""
    returned = student.init_params(DEEP, seeded())
    z = rng.normal(size=(20, 100))
    z *= math.sqrt(2) / np.sqrt((z**2).mean(axis=1, keepdims=True))
    with np.errstate(all="ignore"):
        for W, b in layers(returned, DEEP):
            z = np.maximum(z, 0) @ W + b
        size = math.sqrt((z**2).mean())
    low, high = math.sqrt(2) / FACTOR, math.sqrt(2) * FACTOR
    returned.must(
        low < size < high,
        f"numbers of typical size 1.4 come out of ten layers with the size {size:.3g}, must be "
        f"{low:.2f} to {high:.1f}",
    )


@init_params
def test_same_seed_same_network(student, seeded):
    """Two generators with the same seed give the same network"""
    sizes, generator = [7, 6, 5, 4], seeded()
    first, second = (student.init_params(sizes, generator) for _ in range(2))
    pairs = zip(layers(second, sizes), layers(first, sizes), strict=True)
    for number, ((W, _), (other_W, _)) in enumerate(pairs):
        found = difference(W, other_W)
        words = f"W of params[{number}]: {found}, as in the first call"
        second.must(not found, words, earlier=[first])


@init_params
def test_other_seed_other_network(student):
    """Two generators with different seeds give different networks"""
    sizes = [7, 6, 5, 4]
    first, second = (student.init_params(sizes, student.seeded(seed)) for seed in (1, 2))
    must_have_no_layer_of(second, first, sizes, "for np.random.default_rng(1)")


@init_params
def test_one_generator_goes_on_to_another_network(student, seeded):
    """Two calls with one generator give different networks"""
    sizes, generator = [7, 6, 5, 4], student.keep(seeded())
    first, second = (student.init_params(sizes, generator) for _ in range(2))
    must_have_no_layer_of(second, first, sizes, "in the first call with this generator")


@init_params
def test_arrays_can_be_written_into(student, seeded, rng):
    """Each array can be written into without changing another, be it another network's"""
    sizes = [6, 6, 6, 6]
    returned = student.init_params(sizes, seeded())
    layers(returned, sizes)
    net, other = (student.init_params.build(sizes, seeded()) for _ in range(2))
    before = other.params
    net.write_params([(rng.normal(size=(6, 6)), rng.normal(size=6)) for _ in range(3)])
    returned.must(
        not difference(other.params, before),
        "numbers written into one network's arrays changed those of another network",
    )


@init_params
def test_all_arrays_have_the_dtype_asked_for(student, seeded):
    """All arrays are float64, or of the dtype that is asked for"""
    sizes = [7, 6, 5, 4]
    usual, small = student.gather(
        student.init_params.later(sizes, seeded()),
        student.init_params.later(sizes, seeded(), dtype=np.float32),
    )
    layers(usual, sizes, np.float64, Kind.SAME)
    layers(small, sizes, np.float32, Kind.SAME)


@pytest.fixture
def seeded(student, rng):
    """Return a maker of generators with seeds of this run."""
    return lambda: student.seeded(int(rng.integers(10_000)))


def weights(returned, shape=(7, 5)):
    """Return what `he_normal` drew, once it is sure to be a finite array of this shape."""
    return returned.array(shape, kind=Kind.FLOATING)


def he_std(fan_in):
    return math.sqrt(2 / fan_in)


def must_have_he_std(returned, W, place, earlier=()):
    """Demand the standard deviation that follows from the number of rows."""
    std, expected = W.std(), he_std(len(W))
    holds = abs(std / expected - 1) < STD_TOLERANCE
    words = f"the standard deviation is {std:.3g}, must be √(2 / {len(W)}) = {expected:.3g}"
    returned.must(holds, f"{place}{words}", earlier=earlier)


def must_have_no_layer_of(returned, other, sizes, when):
    """Demand that no layer has the weights that it had before."""
    pairs = zip(layers(returned, sizes), layers(other, sizes), strict=True)
    for number, ((W, _), (other_W, _)) in enumerate(pairs):
        equal = np.array_equal(W, other_W)
        words = f"params[{number}] has the same weights as {when}, must differ"
        returned.must(not equal, words, earlier=[other])


def layers(returned, sizes, dtype=np.float64, kind=Kind.FLOATING):
    """Return `[(W, b), …]`, once it is sure to have that form, these widths and this dtype."""
    shapes = list(pairwise(sizes))
    params = returned.value
    holds = isinstance(params, list) and len(params) == len(shapes)
    expected = f"expected a list of {len(shapes)} tuples (W, b)"
    returned.must(holds, f"got {describe(params)}, {expected}")
    for number, (layer, shape) in enumerate(zip(params, shapes, strict=True)):
        holds = isinstance(layer, tuple) and len(layer) == 2
        words = f"params[{number}]: got {describe(layer)}, expected a tuple (W, b)"
        returned.must(holds, words)
        for name, array, wanted in zip("Wb", layer, (shape, shape[1:]), strict=True):
            found = form_difference(array, wanted, dtype, kind) or nonfinite(array)
            returned.must(not found, f"{name} of params[{number}]: {found}")
    return params
