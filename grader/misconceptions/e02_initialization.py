"""What goes wrong in exercise 2."""

import copy
from itertools import pairwise

import numpy as np

from nngrade.diagnosis import misconception

# --- what a call's weights tell ------------------------------------------------------------------

# From so many draws a standard deviation is known to a few per cent.
_MANY = 10_000


def _std_is(expected):
    """Tell weights with the mean 0 and this standard deviation, which follows from the widths."""

    def when(*calls):
        return all(_drawn_with(one.got, 0.0, expected(one.fan_in, one.fan_out)) for one in calls)

    return when


def _same_std(*calls):
    """Tell draws of one standard deviation for three pairs of numbers."""
    std = calls[0].got.std()
    shapes = {call.got.shape for call in calls}
    return len(shapes) > 2 and all(_drawn_with(call.got, 0.0, std) for call in calls)


def _drawn_with(W, mean, std):
    """Tell many normal draws with this mean and standard deviation, of 3 % tolerance."""
    error = std / np.sqrt(W.size)
    near = abs(W.std() / std - 1) < 0.03 and abs(W.mean() - mean) < 5 * error
    return W.size >= _MANY and near and 2.8 < _tails(W) < 3.2


def _tails(W):
    """Compute the kurtosis: 3 for a bell, 1.8 for a box."""
    z = (W - W.mean()) / W.std()
    return (z**4).mean()


def _even(W):
    """Tell many draws that are spread evenly between two limits."""
    return W.size >= _MANY and 1.7 < _tails(W) < 1.9


def _cut_off(W):
    """Tell many draws that are a bell but for its tails, which were drawn again."""
    farthest = np.abs(W).max() / W.std()
    bell = W.size >= _MANY and 1.9 < farthest < 3.2 and 2.0 < _tails(W) < 2.9 and W.min() < 0
    return bell and not _at_limits(W)


def _at_limits(W):
    """Tell many draws of which more than one in a hundred lies at either end."""
    return W.size >= _MANY and all(0.01 < (end == W).mean() < 0.25 for end in (W.min(), W.max()))


def _rounded(W):
    """Tell draws that lie on a grid of at most six decimals; float32 misses it by a little."""
    grids = (W.round(digits) for digits in range(7))
    return W.size > 30 and np.ptp(W) > 0 and any(np.allclose(W, V, 0, 5e-8) for V in grids)


def _lines_of_0(W):
    return not (W.any(axis=0).all() and W.any(axis=1).all())


def _folded(W):
    """Tell many draws from the right half of a bell."""
    share = W.mean() / np.sqrt((W**2).mean())
    return W.size >= _MANY and W.min() >= 0 and abs(share - np.sqrt(2 / np.pi)) < 0.01


def _same_seed(first, second):
    return first.rng.seed == second.rng.seed


def _repeated(first, second):
    """Tell weights that come again, equal to the last bit, though they aren't all one number."""
    drawn = any(np.ptp(W) > 0 for W in _matrices(first.got))
    return drawn and _equal(first.got, second.got)


def _not_repeated(first, second):
    return _same_seed(first, second) and not _equal(first.got, second.got)


def _equal(one, other):
    pairs = zip(_matrices(one), _matrices(other), strict=True)
    return all(np.array_equal(W, V) for W, V in pairs)


def _matrices(got):
    """Return the weights that either function gave."""
    return [got] if isinstance(got, np.ndarray) else _weights(got)


def _weights(got):
    return [W for W, _ in got]


def _biases(got):
    return [b for _, b in got]


def _pairs(call):
    return list(pairwise(call.layer_sizes))


def _is_params(call):
    """Tell a list of tuples of arrays, two each, of the right length."""
    return isinstance(call.got, list) and len(call.got) == len(_pairs(call)) and _are_layers(call)


def _are_layers(call):
    return all(isinstance(layer, tuple) and len(layer) == 2 for layer in call.got)


def _weights_fit(call):
    return _is_params(call) and [W.shape for W in _weights(call.got)] == _pairs(call)


def _shapes(pairs):
    return [(pair, pair[1:]) for pair in pairs]


def _ends(sizes):
    """Return the shapes of two layers, from the first, the second and the last width."""
    return _shapes(pairwise([*sizes[:2], sizes[-1]]))


def _got_shapes(call):
    return [(W.shape, b.shape) for W, b in call.got]


def _shapes_are(wanted):
    """Tell layers whose shapes follow from the pairs of widths in this wrong way."""

    def when(call):
        got, pairs = _got_shapes(call), _pairs(call)
        return got == wanted(pairs) != _shapes(pairs)

    return when


def _stds_are(expected):
    """Tell layers that were drawn with these standard deviations: expected(m, n, first width)."""

    def when(call):
        pairs, varied = _pairs(call), len(set(call.layer_sizes)) > 2
        return (
            varied
            and _weights_fit(call)
            and all(
                _drawn_with(W, 0.0, expected(*pair, call.layer_sizes[0]))
                for W, pair in zip(_weights(call.got), pairs, strict=True)
            )
        )

    return when


def _all_stds_equal(call):
    """Tell layers of one standard deviation that has no name of its own here."""
    std, first = _weights(call.got)[0].std(), np.sqrt(2 / call.layer_sizes[0])
    known = any(abs(std / one - 1) < 0.03 for one in (1.0, 0.01, first))
    return not known and _stds_are(lambda *_: std)(call)


def _biases_are(holds):
    return lambda call: _weights_fit(call) and all(holds(b) for b in _biases(call.got))


def _drawn(b):
    """Tell numbers that were drawn from what happened to be in memory: neither huge nor tiny."""
    return (np.abs(b) < 1e3).all() and (np.abs(b) > 1e-9).mean() > 0.5


def _any_bias(holds):
    return lambda call: _weights_fit(call) and any(holds(b) for b in _biases(call.got))


def _draws(W):
    """Undo the scale of a layer."""
    return W * np.sqrt(len(W))


def _begin_alike(call):
    """Tell layers whose draws, in a row, begin with the same numbers."""
    rows = [_draws(W).ravel() for W in _weights(call.got)]
    count = min(map(len, rows))
    return np.ptp(rows[0]) > 0 and all(np.allclose(row[:count], rows[0][:count]) for row in rows)


def _cut_from_one(call):
    """Tell layers whose draws are the same matrix, as far as they reach."""
    draws = [_draws(W) for W in _weights(call.got)]
    m, n = np.min([W.shape for W in draws], axis=0)
    wider = any(W.shape != draws[0].shape for W in draws)
    same = all(np.allclose(W[:m, :n], draws[0][:m, :n]) for W in draws)
    return wider and same and np.ptp(draws[0]) > 0


def _equal_where_shapes_are(call):
    """Tell layers that have one matrix for each size, drawn apart from those of other sizes."""
    by_shape = {W.shape: W for W in _weights(call.got)}
    same = all(np.array_equal(W, by_shape[W.shape]) for W in _weights(call.got))
    fewer = 1 < len(by_shape) < len(call.got)
    return fewer and same and not _begin_alike(call) and not _cut_from_one(call)


def _dtypes_are(weights, biases):
    def when(call):
        asked = np.dtype(call.dtype) == np.float32
        kinds = [(W.dtype, b.dtype) for W, b in call.got]
        return asked and all(kind == (weights, biases) for kind in kinds)

    return when


# --- he_normal -----------------------------------------------------------------------------------


@misconception(
    of="he_normal",
    title="All your weights are 0",
    hint="Print the standard deviation that you draw with. If all weights are equal, can two units "
    "of a layer ever learn something different?",
    when=lambda call: call.got.size and not call.got.any(),
)
def he_normal_zeros(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.zeros((fan_in, fan_out), dtype)


@misconception(
    of="he_normal",
    title="All your weights are the same number",
    hint="Print W.std(). With all weights equal, can two units of a layer ever learn something "
    "different?",
    when=lambda call: call.got.all() and np.ptp(call.got) == 0,
)
def he_normal_constant(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.full((fan_in, fan_out), np.sqrt(2 / fan_in), dtype)


@misconception(
    of="he_normal",
    title="You drew evenly between 0 and a limit",
    hint="Print W.min() and draw a histogram of W. Where should its middle be, and what should its "
    "shape be?",
    when=lambda *calls: all(_even(one.got) and one.got.min() >= 0 for one in calls),
)
def he_normal_from_random(fan_in, fan_out, rng, dtype=np.float64):
    return (rng.random((fan_in, fan_out)) * np.sqrt(2 / fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew evenly between two limits: that is a uniform distribution",
    hint="Draw a histogram of W. Is it a bell, or a box?",
    when=lambda *calls: all(_even(one.got) and one.got.min() < 0 for one in calls),
)
def he_normal_uniform(fan_in, fan_out, rng, dtype=np.float64):
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew again whatever lay beyond two standard deviations",
    hint="Print np.abs(W).max() beside the standard deviation. How far out does a normal "
    "distribution of 40,000 draws go?",
    when=lambda call: _cut_off(call.got),
)
def he_normal_truncated(fan_in, fan_out, rng, dtype=np.float64):
    W = rng.standard_normal((fan_in, fan_out))
    while (far := np.abs(W) > 2).any():
        W[far] = rng.standard_normal(far.sum())
    return (W * np.sqrt(2 / fan_in) / 0.8796).astype(dtype)


@misconception(
    of="he_normal",
    title="You moved whatever lay too far out to a limit",
    hint="Draw a histogram of W. What stands at its two ends?",
    when=lambda call: _at_limits(call.got) and 2.0 < _tails(call.got) < 2.9,
)
def he_normal_clipped(fan_in, fan_out, rng, dtype=np.float64):
    draws = np.clip(rng.standard_normal((fan_in, fan_out)), -2, 2)
    return (draws * np.sqrt(2 / fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="One row or column of your weights is all 0",
    hint="Print a small W. Where does your loop, or your slice, end?",
    when=lambda call: _lines_of_0(call.got) and (call.got != 0).any(),
)
def he_normal_without_the_last_column(fan_in, fan_out, rng, dtype=np.float64):
    W = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)
    W[:, -1] = 0
    return W


@misconception(
    of="he_normal",
    title="You rounded the weights",
    hint="Print a small W with ten digits. How many different numbers does a large one hold?",
    when=lambda call: _rounded(call.got),
)
def he_normal_rounded(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).round(3).astype(dtype)


@misconception(
    of="he_normal",
    title="Here and there, a weight is 0",
    hint="Print (W == 0).mean(). Which line of yours writes 0 into W?",
    when=lambda call: (
        call.got.size >= _MANY
        and 0 < (call.got == 0).mean() < 0.9
        and not _lines_of_0(call.got)
        and not _rounded(call.got)
    ),
)
def he_normal_with_holes(fan_in, fan_out, rng, dtype=np.float64):
    W = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
    return np.where(rng.random(W.shape) < 0.02, 0, W).astype(dtype)


@misconception(
    of="he_normal",
    title="Some of your columns are others with the sign turned round",
    hint="Print a small W. How many of its numbers have you drawn?",
    when=lambda call: (
        call.got.any() and any(np.array_equal(call.got[:, 0], -one) for one in call.got.T[1:])
    ),
)
def he_normal_mirrored(fan_in, fan_out, rng, dtype=np.float64):
    half = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, -(-fan_out // 2)))
    return np.concatenate([half, -half], axis=1)[:, :fan_out].astype(dtype)


@misconception(
    of="he_normal",
    title="You divided by √fan_in, but left the 2 outside the root",
    hint="Print W.std() for fan_in = 400, and beside it np.sqrt(2 / 400).",
    when=_std_is(lambda m, _: 2 / np.sqrt(m)),
)
def he_normal_2_outside_the_root(fan_in, fan_out, rng, dtype=np.float64):
    return (2 * rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="You made all weights positive",
    hint="Print W.min() and W.mean(). Which of the two must be 0?",
    when=lambda call: _folded(call.got),
)
def he_normal_without_signs(fan_in, fan_out, rng, dtype=np.float64):
    return np.abs(rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))).astype(dtype)


@misconception(
    of="he_normal",
    title="You handed the standard deviation over in the place of the mean",
    hint="Print W.mean() and W.std(). In which order does rng.normal take its arguments?",
    when=lambda call: _drawn_with(call.got, np.sqrt(2 / call.fan_in), 1.0),
)
def he_normal_std_for_mean(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(np.sqrt(2 / fan_in), size=(fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew with the standard deviation 1, whatever the layer",
    hint="Print W.std(), and beside it what the formula asks for.",
    when=_std_is(lambda *_: 1.0),
)
def he_normal_unscaled(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, 1, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew with the standard deviation 0.01, whatever the layer",
    hint="Print W.std(), and beside it what the formula asks for. What is left of a signal behind "
    "ten such layers?",
    when=_std_is(lambda *_: 0.01),
)
def he_normal_a_hundredth(fan_in, fan_out, rng, dtype=np.float64):
    return (0.01 * rng.normal(0, 1, (fan_in, fan_out))).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew with one standard deviation, whatever the layer",
    hint="Print W.std() for 400 inputs and for 100, and beside it what the formula asks for.",
    when=_same_std,
)
def he_normal_a_tenth(fan_in, fan_out, rng, dtype=np.float64):
    return (0.1 * rng.normal(0, 1, (fan_in, fan_out))).astype(dtype)


@misconception(
    of="he_normal",
    title="You used fan_out where the formula has fan_in",
    hint="Print W.std() for 400 inputs and 100 outputs, and then for 100 and 400. Which of the two "
    "numbers does yours depend on?",
    when=_std_is(lambda _, n: np.sqrt(2 / n)),
)
def he_normal_by_fan_out(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You used 2 / fan_in as it is: that is the variance",
    hint="Print W.std() and W.var(). Which of the two must be 2 / fan_in, and which does "
    "rng.normal take?",
    when=_std_is(lambda m, _: 2 / m),
)
def he_normal_without_root(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, 2 / fan_in, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You took the root of the 2 only",
    hint="Print np.sqrt(2 / 400) and np.sqrt(2) / 400.",
    when=_std_is(lambda m, _: np.sqrt(2) / m),
)
def he_normal_root_of_2_only(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2) / fan_in, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You left the 2 out: √(1 / fan_in)",
    hint="Print W.std() times √fan_in. Why is there a 2 in the formula?",
    when=_std_is(lambda m, _: np.sqrt(1 / m)),
)
def he_normal_without_the_2(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(1 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You used fan_in + fan_out: that is the rule of Glorot and Bengio",
    hint="Print W.std() for 400 inputs and 100 outputs, and then for 400 and 1000. Should it "
    "change?",
    when=_std_is(lambda m, n: np.sqrt(2 / (m + n))),
)
def he_normal_as_glorot(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="Your standard deviation is upside down: √(fan_in / 2)",
    hint="Print W.std(), and beside it what the formula asks for. What is their product?",
    when=_std_is(lambda m, _: np.sqrt(m / 2)),
)
def he_normal_divided(fan_in, fan_out, rng, dtype=np.float64):
    return (rng.standard_normal((fan_in, fan_out)) / np.sqrt(2 / fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="Your weights stand the other way round",
    hint="Print the shape of he_normal(7, 5, rng). How many rows must there be?",
    when=lambda call: call.got.shape == (call.fan_out, call.fan_in),
)
def he_normal_transposed(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew one column, and repeated it",
    hint="Print a small W. What will two units with equal weights learn?",
    when=lambda call: np.ptp(call.got) > 0 and not np.ptp(call.got, axis=1).any(),
)
def he_normal_of_equal_columns(fan_in, fan_out, rng, dtype=np.float64):
    column = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, 1))
    return np.tile(column, fan_out).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew one row, and repeated it",
    hint="Print a small W. Does it matter which input a number comes from?",
    when=lambda call: np.ptp(call.got) > 0 and not np.ptp(call.got, axis=0).any(),
)
def he_normal_of_equal_rows(fan_in, fan_out, rng, dtype=np.float64):
    row = rng.normal(0, np.sqrt(2 / fan_in), fan_out)
    return np.tile(row, (fan_in, 1)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew from another generator than rng, such as NumPy's hidden one",
    hint="Call it twice, with np.random.default_rng(0) each time. Are the weights equal? Search "
    "your code for np.random.",
    when=_not_repeated,
)
def he_normal_from_the_hidden_generator(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return (np.random.randn(fan_in, fan_out) * np.sqrt(2 / fan_in)).astype(dtype)  # noqa: NPY002


@misconception(
    of="he_normal",
    title="The same weights are drawn whatever rng is, as from a fixed seed",
    hint="Call it with np.random.default_rng(1), and then with np.random.default_rng(2). Should "
    "the weights be equal?",
    when=_repeated,
)
def he_normal_from_a_fixed_seed(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.random.default_rng(0).normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="Two calls with one generator give the same weights",
    hint="Print rng.bit_generator.state before and after a call. Has it moved on? If so, does your "
    "function draw each time it is called?",
    when=lambda first, second: first.rng is second.rng and _repeated(first, second),
)
def he_normal_from_a_copy(fan_in, fan_out, rng, dtype=np.float64):
    own = copy.deepcopy(rng)
    return own.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


_BUFFERS = {}


@misconception(
    of="he_normal",
    title="All results share one array",
    hint="Draw two arrays of weights, one after the other, and print the first again. How many "
    "arrays does your code make?",
    by_symptoms=True,
)
def he_normal_into_one_buffer(fan_in, fan_out, rng, dtype=np.float64):
    W = _BUFFERS.setdefault((fan_in, fan_out, dtype), np.empty((fan_in, fan_out), dtype))
    W[...] = rng.normal(0, np.sqrt(2 / fan_in), W.shape)
    return W


@misconception(
    of="he_normal",
    title="You left the dtype out",
    hint="Print the dtype of he_normal(7, 5, rng, dtype=np.float32).",
    when=lambda call: call.got.dtype == np.float64 != np.dtype(call.dtype),
)
def he_normal_always_float64(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


@misconception(
    of="he_normal",
    title="Your weights are float32 where float64 is wanted",
    hint="Print the dtype of he_normal(7, 5, rng), and of he_normal(7, 5, rng, dtype=np.float64).",
    when=lambda call: call.got.dtype == np.float32 != np.dtype(call.dtype),
)
def he_normal_float32_by_default(fan_in, fan_out, rng, dtype=np.float32):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You returned a list, not an array",
    hint="Print type(W). Which of your lines makes a list?",
    when=lambda call: isinstance(call.got, list),
)
def he_normal_as_a_list(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype).tolist()


# --- init_params ---------------------------------------------------------------------------------


@misconception(
    of="init_params",
    title="All your weights are 0",
    hint="Print the standard deviation of each W. Can two units of a layer ever learn something "
    "different?",
    when=lambda call: _weights_fit(call) and not any(W.any() for W in _weights(call.got)),
)
def init_params_zeros(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return [(np.zeros((m, n), dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You drew with the standard deviation 0.01 in every layer",
    hint="Send random numbers through ten layers of 100 units, with ReLU between them, and print "
    "their standard deviation behind each.",
    when=_stds_are(lambda *_: 0.01),
)
def init_params_a_hundredth(layer_sizes, rng, dtype=np.float64):
    return [
        (rng.normal(0, 0.01, (m, n)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You drew with one standard deviation in every layer",
    hint="Print the standard deviation of each W for the widths [400, 100, 25], and beside it "
    "√(2 / fan_in).",
    when=_all_stds_equal,
)
def init_params_a_tenth(layer_sizes, rng, dtype=np.float64):
    return [
        (rng.normal(0, 0.1, (m, n)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You drew with the standard deviation 1 in every layer",
    hint="Send random numbers through ten layers of 100 units, with ReLU between them, and print "
    "their standard deviation behind each.",
    when=_stds_are(lambda *_: 1.0),
)
def init_params_unscaled(layer_sizes, rng, dtype=np.float64):
    return [
        (rng.normal(0, 1, (m, n)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You used the first width in the formula of every layer",
    hint="Print the standard deviation of each W for the widths [400, 100, 25], and beside it "
    "√(2 / fan_in). What is fan_in of the second layer?",
    when=_stds_are(lambda *widths: np.sqrt(2 / widths[2])),
)
def init_params_with_the_first_fan_in(layer_sizes, rng, dtype=np.float64):
    std = np.sqrt(2 / layer_sizes[0])
    return [
        (rng.normal(0, std, (m, n)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You used fan_out where the formula has fan_in",
    hint="Print the standard deviation of each W, and beside it √(2 / fan_in) and √(2 / fan_out).",
    when=_stds_are(lambda _, n, __: np.sqrt(2 / n)),
)
def init_params_by_fan_out(layer_sizes, rng, dtype=np.float64):
    return [
        (rng.normal(0, np.sqrt(2 / n), (m, n)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You drew the biases, too",
    hint="Print all biases. Which number must they start from?",
    when=_biases_are(lambda b: np.ptp(b) > 0 and _drawn(b)),
)
def init_params_with_random_biases(layer_sizes, rng, dtype=np.float64):
    return [
        (_he(m, n, rng, dtype), rng.normal(0, 0.01, n).astype(dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="Your biases hold what happened to be in memory",
    hint="Print all biases, twice. What does np.empty put into an array?",
    when=_any_bias(lambda b: np.ptp(b) > 0 and not _drawn(b)),
)
def init_params_with_empty_biases(layer_sizes, rng, dtype=np.float64):
    # What np.empty finds may well be 0: this is one of the things that it finds elsewhere.
    left = np.frombuffer(b"\1\0\0\0\0\0\0\0" * max(layer_sizes))
    return [
        (_he(m, n, rng, dtype), np.append(0, left[1:n]).astype(dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="Your biases start at 1",
    hint="Print all biases. Which number must they start from?",
    when=_biases_are(lambda b: (b == 1).all()),
)
def init_params_with_biases_of_1(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.ones(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your biases start at another number than 0",
    hint="Print all biases. Which number must they start from?",
    when=_biases_are(lambda b: np.ptp(b) == 0 and b[0] not in (0, 1)),
)
def init_params_with_small_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.full(n, 0.01, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your biases have two axes",
    hint="Print the shape of each W and each b. How many biases has a layer with 5 outputs?",
    when=_biases_are(lambda b: b.ndim == 2 and len(b) == 1),
)
def init_params_with_rows_of_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros((1, n), dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your biases are columns",
    hint="Print the shape of each W and each b. How many axes has a list of 5 numbers?",
    when=_shapes_are(lambda pairs: [(pair, (pair[1], 1)) for pair in pairs]),
)
def init_params_with_columns_of_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros((n, 1), dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You made a bias for each input, not for each output",
    hint="Print the shape of each W and each b. How many biases has a layer with 5 outputs?",
    when=_shapes_are(lambda pairs: [(pair, pair[:1]) for pair in pairs]),
)
def init_params_with_biases_of_fan_in(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros(m, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You made one number the bias of a whole layer",
    hint="Print the shape of each W and each b. How many biases has a layer with 5 outputs?",
    when=_biases_are(lambda b: np.ndim(b) == 0),
)
def init_params_with_single_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), 0.0) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the biases out",
    hint="Print the result for the widths [4, 3, 2]. What belongs to a layer?",
    when=lambda call: isinstance(call.got, list) and [W.shape for W in call.got] == _pairs(call),
)
def init_params_without_biases(layer_sizes, rng, dtype=np.float64):
    return [_he(m, n, rng, dtype) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your layers are lists, not tuples",
    hint="Print type(params[0]).",
    when=lambda call: (
        isinstance(call.got, list)
        and len(call.got) == len(_pairs(call))
        and all(isinstance(layer, list) and len(layer) == 2 for layer in call.got)
    ),
)
def init_params_of_lists(layer_sizes, rng, dtype=np.float64):
    return [[_he(m, n, rng, dtype), np.zeros(n, dtype)] for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You returned all arrays in one list",
    hint="Print len(params) for the widths [4, 3, 2]. What must params[0] be?",
    when=lambda call: (
        isinstance(call.got, list)
        and [a.shape for a in call.got]
        == [shape for pair in _shapes(_pairs(call)) for shape in pair]
    ),
)
def init_params_flat(layer_sizes, rng, dtype=np.float64):
    layers = [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]
    return [array for layer in layers for array in layer]


@misconception(
    of="init_params",
    title="You returned a list of weights and a list of biases",
    hint="Print params[0] for the widths [4, 3, 2]. What must it be?",
    when=lambda call: [W.shape for W in call.got[0]] == _pairs(call) and len(call.got) == 2,
)
def init_params_apart(layer_sizes, rng, dtype=np.float64):
    pairs = list(pairwise(layer_sizes))
    return [_he(m, n, rng, dtype) for m, n in pairs], [np.zeros(n, dtype) for _, n in pairs]


@misconception(
    of="init_params",
    title="You returned a dictionary",
    hint="Print type(params). How would you go through the layers in order?",
    when=lambda call: isinstance(call.got, dict),
)
def init_params_as_a_dictionary(layer_sizes, rng, dtype=np.float64):
    params = {}
    for layer, (m, n) in enumerate(pairwise(layer_sizes), 1):
        params[f"W{layer}"] = _he(m, n, rng, dtype)
        params[f"b{layer}"] = np.zeros(n, dtype)
    return params


@misconception(
    of="init_params",
    title="You left the last layer out",
    hint="Print len(params) for the widths [4, 3, 2]. How many layers lie between three widths?",
    when=lambda call: (
        _are_layers(call)
        and _got_shapes(call) == _shapes(_pairs(call)[:-1]) != _ends(call.layer_sizes)
    ),
)
def init_params_without_the_last_layer(layer_sizes, rng, dtype=np.float64):
    pairs = list(pairwise(layer_sizes))[:-1]
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairs]


@misconception(
    of="init_params",
    title="You made two layers, whatever the widths",
    hint="Try the widths [8, 7, 6, 5, 4]. How many layers lie between them?",
    when=lambda call: (
        _are_layers(call)
        and len(_pairs(call)) > 2
        and _got_shapes(call) == _ends(call.layer_sizes) != _shapes(_pairs(call)[:-1])
    ),
)
def init_params_of_two_layers(layer_sizes, rng, dtype=np.float64):
    pairs = list(pairwise([*layer_sizes[:2], layer_sizes[-1]]))
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairs]


@misconception(
    of="init_params",
    title="You made a layer for each width",
    hint="Print len(params) for the widths [4, 3, 2]. How many layers lie between three widths?",
    when=lambda call: _are_layers(call) and len(call.got) == len(call.layer_sizes),
)
def init_params_with_a_layer_too_many(layer_sizes, rng, dtype=np.float64):
    pairs = pairwise([layer_sizes[0], *layer_sizes])
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairs]


@misconception(
    of="init_params",
    title="You made three layers, whatever the widths",
    hint="Try the widths [6, 4]. How many layers lie between them?",
)
def init_params_of_three_layers(layer_sizes, rng, dtype=np.float64):
    pairs = [(layer_sizes[i], layer_sizes[i + 1]) for i in range(3)]
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairs]


@misconception(
    of="init_params",
    title="Your weights stand the other way round",
    hint="Print the shape of each W. Which of its two numbers is fan_in?",
    when=lambda call: (
        _is_params(call)
        and [W.shape for W in _weights(call.got)]
        == [pair[::-1] for pair in _pairs(call)]
        != _pairs(call)
    ),
)
def init_params_transposed(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype).T, np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your last layer comes first",
    hint="Print the shapes in the order of the list. Which layer does the input go into?",
    when=_shapes_are(lambda pairs: _shapes(pairs[::-1])),
)
def init_params_reversed(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)][::-1]


@misconception(
    of="init_params",
    title="You drew each layer from the same state of a generator, as from one seed",
    hint="Use three layers of one size, and compare the weights of the first with those of the "
    "second. Where is the generator made, or copied?",
    when=_begin_alike,
)
def init_params_reseeded(layer_sizes, rng, dtype=np.float64):
    seed = rng.integers(1000)
    return [
        (_he(m, n, np.random.default_rng(seed), dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You made all layers from the same draws",
    hint="Use three layers of one size, and compare the weights of the first with those of the "
    "second. Does the generator move on from layer to layer?",
    when=_cut_from_one,
)
def init_params_from_one_draw(layer_sizes, rng, dtype=np.float64):
    draws = rng.standard_normal((max(layer_sizes), max(layer_sizes)))
    return [
        ((draws[:m, :n] * np.sqrt(2 / m)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You used one W for all layers of one size",
    hint="Use three layers of one size, and compare the weights of the first with those of the "
    "second. How often do you call he_normal?",
    when=_equal_where_shapes_are,
)
def init_params_with_one_W_for_a_size(layer_sizes, rng, dtype=np.float64):  # noqa: N802
    drawn = {(m, n): _he(m, n, rng, dtype) for m, n in pairwise(layer_sizes)}
    return [(drawn[m, n], np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You drew from another generator than rng, such as NumPy's hidden one",
    hint="Call it twice, with np.random.default_rng(0) each time. Are the weights equal? Search "
    "your code for np.random.",
    when=_not_repeated,
)
def init_params_from_the_hidden_generator(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return [
        ((np.random.randn(m, n) * np.sqrt(2 / m)).astype(dtype), np.zeros(n, dtype))  # noqa: NPY002
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="The same weights are drawn whatever rng is, as from a fixed seed",
    hint="Call it with np.random.default_rng(1), and then with np.random.default_rng(2). Should "
    "the weights be equal?",
    when=_repeated,
)
def init_params_from_a_fixed_seed(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    own = np.random.default_rng(42)
    return [(_he(m, n, own, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Two calls with one generator give the same weights",
    hint="Print rng.bit_generator.state before and after a call. Has it moved on? If so, does your "
    "function draw each time it is called?",
    when=lambda first, second: first.rng is second.rng and _repeated(first, second),
)
def init_params_from_a_copy(layer_sizes, rng, dtype=np.float64):
    own = copy.deepcopy(rng)
    return [(_he(m, n, own, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You used one array as the bias of several layers",
    hint="Use three layers of one size, write 1 into the first b, and print the second.",
    by_symptoms=True,
)
def init_params_with_a_shared_bias(layer_sizes, rng, dtype=np.float64):
    b = np.zeros(max(layer_sizes), dtype)
    return [(_he(m, n, rng, dtype), b[:n]) for m, n in pairwise(layer_sizes)]


_BIASES = {}


@misconception(
    of="init_params",
    title="Networks made one after the other share arrays",
    hint="Make two networks of the same widths, write 1 into the first one's b, and print the "
    "second one's. Which of your arrays outlive a call?",
    by_symptoms=True,
)
def init_params_with_biases_for_all_networks(layer_sizes, rng, dtype=np.float64):
    params = []
    for layer, (m, n) in enumerate(pairwise(layer_sizes)):
        b = _BIASES.setdefault((layer, n, dtype), np.zeros(n, dtype))
        b[...] = 0
        params.append((_he(m, n, rng, dtype), b))
    return params


@misconception(
    of="init_params",
    title="Your biases can't be written into",
    hint="Try params[0][1][0] = 1. What will a step of training do with them?",
    by_symptoms=True,
)
def init_params_with_read_only_biases(layer_sizes, rng, dtype=np.float64):
    zero = np.zeros((), dtype)
    return [(_he(m, n, rng, dtype), np.broadcast_to(zero, n)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the dtype out",
    hint="Print the dtype of each W and each b, for dtype=np.float32.",
    when=_dtypes_are(np.float64, np.float64),
)
def init_params_always_float64(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return [(_he(m, n, rng, np.float64), np.zeros(n)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the dtype of the biases out",
    hint="Print the dtype of each W and each b, for dtype=np.float32.",
    when=_dtypes_are(np.float32, np.float64),
)
def init_params_with_float64_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros(n)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the dtype of the weights out",
    hint="Print the dtype of each W and each b, for dtype=np.float32.",
    when=_dtypes_are(np.float64, np.float32),
)
def init_params_with_float64_weights(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, np.float64), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You took the widths out of the caller's list",
    hint="Print layer_sizes before and after the call.",
    when=lambda call: len(call.after[0]) < len(call.layer_sizes),
)
def init_params_empties_layer_sizes(layer_sizes, rng, dtype=np.float64):
    params = []
    while len(layer_sizes) > 1:
        m = layer_sizes.pop(0)
        params.append((_he(m, layer_sizes[0], rng, dtype), np.zeros(layer_sizes[0], dtype)))
    return params


def _he(fan_in, fan_out, rng, dtype):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)
