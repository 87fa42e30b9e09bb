"""By chance, right code fails an exercise in fewer than one of a million runs.

Each rate is worked out from the checks' own constants: an exact tail, or a bound above it.
Events that need equal floating numbers from different draws don't happen, and aren't counted.
"""

import importlib.util
import math
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest

LIMIT = 1e-6


def checks_of(course, name: str) -> ModuleType:
    """Load a file of checks by its path."""
    spec = importlib.util.spec_from_file_location(name, course.checks / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- exercise 2 -----------------------------------------------------------------------------


def test_right_weights_fail_less_than_once_in_a_million_runs(course):
    checks = checks_of(course, "test_e02_initialization")
    wide, tall = math.prod(checks.WIDE), math.prod(checks.TALL)
    drawn = [wide, tall, *(n * m for n, m in pairwise(checks.LAYER_SIZES))]
    shares = [math.erf(stds / math.sqrt(2)) for stds in checks.DISTANCES]
    rates = {
        "mean": normal_tails(checks.MEAN_ERRORS),
        "std": sum(std_tails(n, checks.STD_TOLERANCE) for n in drawn),
        "bell curve": sum(binomial_tails(tall, p, checks.COUNT_ERRORS) for p in shares),
        "ten layers": depth_tails(checks.DEEP[0], len(checks.DEEP) - 1, checks.FACTOR),
    }
    assert sum(rates.values()) < LIMIT, rates


def normal_tails(errors: float) -> float:
    """Return how often a normal number is further than `errors` standard deviations off."""
    return math.erfc(errors / math.sqrt(2))


def std_tails(n: int, tolerance: float) -> float:
    """Bound how often the std of n normal draws is off by this part of itself.

    Their sum of squares is chi-squared with n - 1 degrees of freedom: Chernoff's inequality.
    """
    ratios = [n * (1 + off) ** 2 / (n - 1) for off in (-tolerance, tolerance)]
    return sum(math.exp(-(n - 1) / 2 * (ratio - 1 - math.log(ratio))) for ratio in ratios)


def binomial_tails(n: int, p: float, errors: float) -> float:
    """Return how often a count of n is `errors` standard deviations off, or more."""
    limit = errors * math.sqrt(n * p * (1 - p))
    return sum(binomial(n, k, p) for k in range(n + 1) if abs(k - n * p) >= limit)


def binomial(n: int, k: int, p: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))


def depth_tails(width: int, depth: int, factor: float, rows: int = 20) -> float:
    """Bound how often numbers grow or shrink by more than `factor` in `depth` ReLU layers.

    Each multiplies a row's mean square by chi-squared over width/2, with as many degrees of freedom
    as entries are above 0. Chernoff's inequality for one row holds for the mean of several, too
    (Jensen's); that few entries are above 0 is counted apart, for each row.
    """
    few = width // 6
    powers = np.arange(0.25, few / 2, 0.25)
    above, below = (
        min(moment(sign * power, width, few) ** depth / factor ** (2 * power) for power in powers)
        for sign in (1, -1)
    )
    return above + below + rows * depth * sum(binomial(width, k, 0.5) for k in range(few))


def moment(power: float, width: int, few: int) -> float:
    """Return the mean of a power of what one layer multiplies a row's mean square by."""
    return sum(
        binomial(width, k, 0.5)
        * math.exp(power * math.log(4 / width) + math.lgamma(k / 2 + power) - math.lgamma(k / 2))
        for k in range(few, width + 1)
    )


# --- exercise 9 -----------------------------------------------------------------------------


def test_right_shuffles_fail_less_than_once_in_a_million_runs(course):
    checks = checks_of(course, "test_e09_sgd")
    n, size, passes = checks.SAMPLES, checks.BATCH_SIZE, checks.PASSES
    assert n == 2 * checks.HALF
    mixed = {
        "neighbours": neighbours_tail(n, checks.MOST_NEIGHBOURS),
        "block": n // size * (n - size + 1) / math.comb(n, size),
        "early": hypergeometric_tails(n, checks.LEAST_EARLY),
    }
    rates = {name: (1 + passes) * rate for name, rate in mixed.items()} | {
        "equal orders": (math.comb(passes, 2) + 1) / math.factorial(n),
        "one sample's turn in all passes": n * n / n**passes,
    }
    assert sum(rates.values()) < LIMIT, rates


def neighbours_tail(n: int, most: int) -> float:
    """Bound how often more than `most` neighbours stay together in an order of n.

    k of them make n - k blocks, each of which may be turned round: in (n - k)! · 2ᵏ orders at most.
    """
    k = most + 1
    return math.comb(n - 1, k) * 2**k * math.factorial(n - k) / math.factorial(n)


def hypergeometric_tails(n: int, least: int) -> float:
    """Return how often fewer than `least` of n/2 are from one half, or from the other."""
    half = n // 2
    return 2 * sum(math.comb(half, k) ** 2 for k in range(least)) / math.comb(n, half)


# --- the rates themselves -------------------------------------------------------------------


def seen(happens: Callable[[np.random.Generator], bool], runs: int = 2_000) -> float:
    """Return how often something happens, less three standard errors."""
    rng = np.random.default_rng(0)
    rate = sum(happens(rng) for _ in range(runs)) / runs
    return rate - 3 * math.sqrt(rate / runs)


def std_is_off(rng) -> bool:
    return abs(rng.normal(size=100).std() - 1) > 0.15


def depth_is_off(rng) -> bool:
    z = rng.normal(size=(3, 40))
    z *= math.sqrt(2) / np.sqrt((z**2).mean(axis=1, keepdims=True))
    for _ in range(4):
        z = np.maximum(z, 0) @ rng.normal(0, math.sqrt(2 / 40), (40, 40))
    return not 1 / 2 < math.sqrt((z**2).mean() / 2) < 2


def neighbours_are_many(rng) -> bool:
    return (np.abs(np.diff(rng.permutation(20))) == 1).sum() > 5


def half_comes_early(rng) -> bool:
    return not 3 <= (rng.permutation(20)[:10] < 10).sum() <= 7


@pytest.mark.parametrize(
    ("happens", "rate", "exact"),
    [
        (std_is_off, std_tails(100, 0.15), False),
        (depth_is_off, depth_tails(40, 4, 2.0, rows=3), False),
        (neighbours_are_many, neighbours_tail(20, 5), False),
        (half_comes_early, hypergeometric_tails(20, 3), True),
        (lambda rng: abs(rng.normal()) > 2, normal_tails(2), True),
        (
            lambda rng: abs(rng.binomial(100, 0.3) - 30) > 2 * math.sqrt(21),
            binomial_tails(100, 0.3, 2),
            True,
        ),
    ],
)
def test_a_rate_is_no_lower_than_what_is_seen(happens, rate, exact):
    """Where rates are high enough to be seen; an exact one isn't much higher either."""
    found = seen(happens)
    assert 0 < found < rate
    assert not exact or rate < 2 * found
