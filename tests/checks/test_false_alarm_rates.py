"""By chance, right code fails an exercise in fewer than one of a million runs.

Each rate is worked out from the checks' own constants: an exact tail, or a bound above it.
Events that need equal floating numbers from different draws don't happen, and aren't counted.
"""

import importlib
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from types import ModuleType
from unittest.mock import MagicMock

import numpy as np
import pytest

from nngrade.course import importable
from nngrade.judging.reference import Reference

LIMIT = 1e-6


def checks_of(course, name: str) -> ModuleType:
    """Load a file from the folder of checks."""
    with importable(course.checks):
        return importlib.import_module(name)


# --- exercise 2 -----------------------------------------------------------------------------


def test_right_weights_fail_less_than_once_in_a_million_runs(course):
    checks = checks_of(course, "test_e02_initialization")
    wide, tall, broader = map(math.prod, (checks.WIDE, checks.TALL, checks.BROADER))
    drawn = [wide, tall, broader, *sizes_of(checks.LAYER_SIZES)]
    shares = [math.erf(stds / math.sqrt(2)) for stds in checks.DISTANCES]
    rates = {
        "mean": normal_tails(checks.MEAN_ERRORS),
        "std": sum(std_tails(n, checks.STD_TOLERANCE) for n in drawn),
        "bell curve": sum(binomial_tails(tall, p, checks.COUNT_ERRORS) for p in shares),
        # Drawn in float32, a number is 0 where 23 bits are.
        "zeros": math.comb(wide, checks.MOST_ZEROS + 1) * 2.0 ** (-23 * (checks.MOST_ZEROS + 1)),
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
    # The labels of 60 samples, (7·i + 3) % 11: five classes of 6 and six of 5.
    classes = np.bincount((7 * np.arange(n) + 3) % 11).tolist()
    rates = {name: 2 * passes * rate for name, rate in mixed.items()} | {
        "at their places": 1 / math.factorial(checks.MOST_AT_HOME + 1),
        "of a class": class_neighbours_tail(classes, checks.MOST_OF_A_CLASS),
        "falls": falls_tails(n, checks.LEAST_FALLS),
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


def class_neighbours_tail(classes: Sequence[int], most: int) -> float:
    """Bound how often more than `most` samples come right after one of their class.

    k such pairs, counted in all ways, join each class's m samples into m - j blocks: the ways to
    choose them are the coefficient of yᵏ in the product of Σ C(m - 1, j) · m! / (m - j)! · yʲ,
    and the blocks stand in (n - k)! orders.
    """
    n, k = sum(classes), most + 1
    ways = [1]
    for m in classes:
        own = [math.comb(m - 1, j) * math.perm(m, j) for j in range(m)]
        ways = [
            sum(ways[i - j] * own[j] for j in range(m) if 0 <= i - j < len(ways))
            for i in range(len(ways) + m - 1)
        ]
    return ways[k] * math.factorial(n - k) / math.factorial(n)


def falls_tails(n: int, least: int) -> float:
    """Return how often an order of n has fewer than `least` falls, or fewer rises.

    Eulerian numbers count the orders with k falls.
    """
    counts = [1]
    for size in range(2, n + 1):
        counts = [
            (k + 1) * (counts[k] if k < len(counts) else 0)
            + (size - k) * (counts[k - 1] if k else 0)
            for k in range(size)
        ]
    return 2 * sum(counts[:least]) / math.factorial(n)


def hypergeometric_tails(n: int, least: int) -> float:
    """Return how often fewer than `least` of n/2 are from one half, or from the other."""
    half = n // 2
    return 2 * sum(math.comb(half, k) ** 2 for k in range(least)) / math.comb(n, half)


# --- exercises 10 and 11 --------------------------------------------------------------------


class Asked:
    """What a file's checks ask of `networks`, taken from the checks themselves."""

    def __init__(self, checks: ModuleType) -> None:
        self._checks = checks

    def of(self, check: str, method: str) -> tuple[tuple[int, ...], dict[str, float]]:
        """Return the arguments with which a check calls a method of `networks`."""
        networks = MagicMock()
        getattr(self._checks, check)(networks)
        asked = getattr(networks, method).call_args
        return asked.args, asked.kwargs


NETWORKS = ("test_e10_simple_network", "test_e11_neural_network")


@pytest.mark.parametrize("name", NETWORKS)
def test_right_networks_fail_less_than_once_in_a_million_runs(course, name):
    chance, asked = checks_of(course, "chance"), Asked(checks_of(course, name))
    he, _ = asked.of("test_weights_have_the_scale_of_he", "must_have_he_scale")
    small, _ = asked.of("test_loss_of_a_fresh_network", "must_start_near_ln_c")
    _, three = asked.of("test_fit_shuffles_each_epoch", "pair")
    _, four = asked.of("test_fit_mixes_all_samples", "pair")
    assert (three, four) == ({"n": 3}, {"n": 4})
    rates = {
        "std": sum(std_tails(n, chance.HE_ERRORS / math.sqrt(2 * n)) for n in sizes_of(he)),
        "mean": (len(he) - 1) * normal_tails(chance.HE_ERRORS),
        "none is far": sum(math.erf(chance.FAR / math.sqrt(2)) ** n for n in sizes_of(he)),
        "ln C": ln_c_tails(small, chance.SMALL, chance.NEAR_LN_C),
        # In the first epoch or in the second.
        "pairs of four": 2 * 3 * (1 / 3) ** chance.SHUFFLES,
        # The first epoch aside, one order in all, of six.
        "one order": 6 * (1 / 6) ** (chance.EPOCHS - 1),
        # Batches of 2 of 7 samples, the same in each of three epochs.
        "equal batches": (math.factorial(7) / 2**3) ** -3,
    }
    assert sum(rates.values()) < LIMIT, rates


def sizes_of(widths: Sequence[int]) -> list[int]:
    """Return how many weights each layer has."""
    return [n * m for n, m in pairwise(widths)]


def ln_c_tails(widths: Sequence[int], small: float, limit: float, draws: int = 2_000) -> float:
    """Estimate how often the loss of a new network is `limit` off ln C.

    Given the layers before, the last one's scores are normal. The loss is ln C and a sum of scores,
    whose variance is known, and besides at most half the square of the largest score (Hoeffding's
    lemma). So each draw of the layers before gives a bound, not just a yes or no.
    """
    rng, classes = np.random.default_rng(0), widths[-1]
    largest = math.sqrt(limit / 2)
    rest = limit - largest**2 / 2
    bounds = []
    for _ in range(draws):
        a, labels = small * rng.normal(size=(7, widths[0])), rng.integers(classes, size=7)
        for n, m in pairwise(widths[:-1]):
            a = np.maximum(a @ rng.normal(0, math.sqrt(2 / n), (n, m)), 0)
        factors = (1 / classes - np.eye(classes)[labels]) / 7
        of_one = math.sqrt(2 / widths[-2])  # a weight's standard deviation
        stds = of_one * np.linalg.norm(a, axis=1)
        bounds.append(
            normal_tails(rest / (of_one * np.linalg.norm(a.T @ factors)))
            + classes * sum(normal_tails(largest / std) for std in stds)
        )
    return float(np.mean(bounds))


@pytest.mark.parametrize("name", NETWORKS)
def test_right_networks_learn_by_heart_with_ten_standard_errors_to_spare(course, name):
    """No exact rate is known here: log(loss) is about normal over the seeds."""
    chance, checks = checks_of(course, "chance"), checks_of(course, name)
    sizes, settings = Asked(checks).of("test_fit_learns_a_few_samples_by_heart", "must_overfit")
    network = getattr(Reference(course.solutions, course.catalog), checks.NETWORK)
    logs = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, labels = rng.normal(size=(32, sizes[0])), rng.integers(sizes[-1], size=32)
        given = (rng, *sizes) if checks.NETWORK == "SimpleNetwork" else (list(sizes), rng)
        net = network(*given)
        net.fit(x, labels, batch_size=32, rng=rng, **settings)
        logs.append(math.log(net.loss_and_gradients(x, labels)[0]))
    assert np.mean(logs) + 10 * np.std(logs, ddof=1) < math.log(chance.BY_HEART)


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


def class_neighbours_are_many(rng) -> bool:
    return (np.diff(rng.permutation(np.arange(20) % 6)) == 0).sum() > 5


def falls_are_few(rng) -> bool:
    return not 7 <= (np.diff(rng.permutation(20)) < 0).sum() < 20 - 7


def half_comes_early(rng) -> bool:
    return not 3 <= (rng.permutation(20)[:10] < 10).sum() <= 7


@pytest.mark.parametrize(
    ("happens", "rate", "exact"),
    [
        (std_is_off, std_tails(100, 0.15), False),
        (depth_is_off, depth_tails(40, 4, 2.0, rows=3), False),
        (neighbours_are_many, neighbours_tail(20, 5), False),
        (class_neighbours_are_many, class_neighbours_tail([4, 4, 3, 3, 3, 3], 5), False),
        (falls_are_few, falls_tails(20, 7), True),
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
