"""What goes wrong in exercise 5."""

import math

import numpy as np

from nngrade.diagnosis import misconception

# Arrays that are made once and handed out at each call: that is the mistake.
_BUFFERS = {}

_BOUNDS = (10, 20, 30, 50, 60, 80, 88, 100, 200, 250, 300, 500, 600, 700, 709, 1000)

_SMALL = [10.0**-k for k in range(2, 21)]


def _weights(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


def _unshifted(logits):
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)


def _with_some_epsilon(logits, got):
    """Whether the sums, and nothing else, are too large by a small number, the same for all."""
    weights = _weights(logits)
    # Rounding spoils what the smaller weights tell.
    excess = (weights / got - weights.sum(axis=1, keepdims=True))[weights > 1e-3]
    rounding = 1e-13 if logits.dtype == np.float64 else 1e-5
    one_for_all = np.ptp(excess) < 1e-2 * excess.min() + rounding
    right = weights / (weights.sum(axis=1, keepdims=True) + excess.mean())
    near = 1e-6 if logits.dtype == np.float64 else 1e-3
    return 1e-10 < excess.min() < 0.1 and one_for_all and np.allclose(got, right, near, 0.0)


def _is_rounded(logits, got):
    right = _weights(logits) / _weights(logits).sum(axis=1, keepdims=True)
    rounded = (right.round(digits) for digits in range(9))
    near = 1e-12 if logits.dtype == np.float64 else 1e-6
    return not np.allclose(got, right, rtol=near, atol=near) and any(
        np.allclose(got, one, rtol=near, atol=near) for one in rounded
    )


def _of_cut_off_scores(logits, got):
    ends = [(-end, end) for end in _BOUNDS] + [(-np.inf, end) for end in _BOUNDS]
    cut = (_unshifted(np.clip(logits, *one)) for one in ends if np.abs(logits).max() > one[1])
    return any(np.allclose(got, one, rtol=1e-6, atol=1e-9) for one in cut)


def _probabilities(logits):
    return _weights(logits) / _weights(logits).sum(axis=1, keepdims=True)


def _comes_from(call, wrong_ones):
    """Whether one of these comes out, also in its smallest entries, and the right one doesn't."""
    near = 1e-9 if call.logits.dtype == np.float64 else 1e-4
    return not np.allclose(call.got, _probabilities(call.logits), near, 0.0) and any(
        np.allclose(call.got, one, near, 0.0) for one in wrong_ones
    )


def _cut_off_below(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return (_unshifted(np.maximum(shifted, -end)) for end in _BOUNDS)


def _with_more_weight(logits):
    weights = (_weights(logits) + epsilon for epsilon in _SMALL)
    return (one / one.sum(axis=1, keepdims=True) for one in weights)


def _kept_above(logits):
    p = _probabilities(logits)
    clipped = (np.clip(p, end, highest) for end in _SMALL for highest in (1.0, 1.0 - end))
    return (one / total for one in clipped for total in (1.0, one.sum(axis=1, keepdims=True)))


def _lost_below(logits, got):
    """Whether just the probabilities below some limit became 0."""
    p = _probabilities(logits)
    lost = (p > 0) & (got == 0)
    kept = np.where(lost, 0, p)
    near = 1e-9 if logits.dtype == np.float64 else 1e-4
    return p[lost].max() < min(1e-2, got[got > 0].min()) and np.allclose(got, kept, near, 0.0)


def _is_near(call, dtype, given):
    near = np.allclose(call.got, _probabilities(call.logits), rtol=1e-4, atol=1e-6)
    return call.got.dtype == dtype and call.logits.dtype == given and near


def _is_rounded_to_float32(call):
    logits, got = call.logits, call.got
    if logits.dtype != np.float64 or got.dtype != np.float64:
        return False
    p = _probabilities(logits)
    off = (np.abs(got - p) / p)[p > 1e-30].max()
    near = off < 1e-6 * (1 + np.abs(logits).max())
    return off > 1e-12 and near and np.array_equal(got, got.astype(np.float32))


@misconception(
    of="softmax",
    title="You normalised down the columns, over the batch",
    hint="Each sample's probabilities add up to 1. Print p.sum(axis=1) and p.sum(axis=0): "
    "which is all ones?",
)
def softmax_over_axis_0(logits):
    weights = np.exp(logits - logits.max(axis=0))
    return weights / weights.sum(axis=0)


@misconception(
    of="softmax",
    title="You divided by the sums of the columns, over the batch",
    hint="Each sample's probabilities add up to 1. Print p.sum(axis=1) and p.sum(axis=0): "
    "which is all ones?",
)
def softmax_divided_by_column_sums(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=0)


@misconception(
    of="softmax",
    title="You divided by the sums of the columns, and took the exponential of the scores as they "
    "are",
    hint="Each sample's probabilities add up to 1. Print p.sum(axis=1) and p.sum(axis=0): "
    "which is all ones? Then print np.exp(1000.0).",
)
def softmax_over_axis_0_without_shift(logits):
    weights = np.exp(logits)
    return weights / weights.sum(axis=0)


@misconception(
    of="softmax",
    title="You divided by the sum over the whole batch",
    hint="Print p.sum() and p.sum(axis=1). How many of these sums must be 1?",
)
def softmax_over_the_whole_batch(logits):
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


@misconception(
    of="softmax",
    title="You divided each row by the sum over all rows",
    hint="Print p.sum() and p.sum(axis=1). How many of these sums must be 1?",
)
def softmax_divided_by_the_total(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum()


@misconception(
    of="softmax",
    title="You divided by the sum over the whole batch, and took the exponential of the scores as "
    "they are",
    hint="Print p.sum() and p.sum(axis=1). How many of these sums must be 1? Then print "
    "np.exp(1000.0).",
)
def softmax_over_the_whole_batch_without_shift(logits):
    weights = np.exp(logits)
    return weights / weights.sum()


@misconception(
    of="softmax",
    title="You took the exponential of the scores as they are",
    hint="Print np.exp(1000.0) and np.exp(-1000.0). Which of your rows leads to inf / inf, "
    "and which to 0 / 0?",
)
def softmax_without_shift(logits):
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You put 0 in the place of nan",
    hint="Print p.sum(axis=1) for a row with a score of 1000, and p before you replace anything. "
    "Where does the nan come from?",
)
def softmax_with_nan_replaced(logits):
    return np.nan_to_num(_unshifted(logits))


@misconception(
    of="softmax",
    title="You shifted the whole batch by one number",
    hint="Give it the rows [0, 0] and [-2000, -2000] together, and print what you hand to np.exp. "
    "What is left of the second row?",
)
def softmax_with_one_shift_for_all(logits):
    weights = np.exp(logits - logits.max())
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted each column, not each row",
    hint="Adding a number to a whole row changes nothing; does adding one to a column? Print the "
    "shape of what you subtract.",
)
def softmax_shifted_by_columns(logits):
    weights = np.exp(logits - logits.max(axis=0))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted each row by its smallest score",
    hint="Print the largest number that you hand to np.exp, for the row [0, 1000].",
)
def softmax_shifted_by_the_minimum(logits):
    weights = np.exp(logits - logits.min(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted each row by its mean",
    hint="Print the largest number that you hand to np.exp, for the row [0, 3000].",
)
def softmax_shifted_by_the_mean(logits):
    weights = np.exp(logits - logits.mean(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted each row upwards",
    hint="Print the largest number that you hand to np.exp, for the row [0, 1000].",
)
def softmax_shifted_upwards(logits):
    weights = np.exp(logits + logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You turned the scores over: the largest got the smallest probability",
    hint="Print softmax(np.array([[0.0, 1.0]])). Which of the two classes must be likelier?",
)
def softmax_of_negated_scores(logits):
    weights = np.exp(logits.min(axis=1, keepdims=True) - logits)
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You turned the scores over: the largest got the smallest probability",
    hint="Print softmax(np.array([[0.0, 1.0]])). Which of the two classes must be likelier?",
)
def softmax_of_scores_below_the_maximum(logits):
    weights = np.exp(logits.max(axis=1, keepdims=True) - logits)
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You cut large scores off before taking the exponential",
    hint="Compare the answers for the rows [0, 1] and [2000, 2001]. What is the difference between "
    "the two scores in each, before your code and after the cut?",
    when=lambda call: _of_cut_off_scores(call.logits, call.got),
)
def softmax_of_clipped_scores(logits):
    return _unshifted(np.clip(logits, -500, 500))


@misconception(
    of="softmax",
    title="You cut off scores far below the largest before taking the exponential",
    hint="Print the probabilities of the rows [0, -40] and [0, -400]. How many times as likely "
    "must the second class be in the first row?",
    when=lambda call: _comes_from(call, _cut_off_below(call.logits)),
)
def softmax_of_scores_cut_off_below(logits):
    shifted = np.maximum(logits - logits.max(axis=1, keepdims=True), -30)
    return _unshifted(shifted.astype(logits.dtype))


@misconception(
    of="softmax",
    title="You added a small number to each exponential",
    hint="Print the probabilities of the rows [0, -40] and [0, -400]. How many times as likely "
    "must the second class be in the first row?",
    when=lambda call: _comes_from(call, _with_more_weight(call.logits)),
)
def softmax_with_epsilon_in_each_weight(logits):
    weights = _weights(logits) + logits.dtype.type(1e-12)
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You kept the probabilities above some small number",
    hint="Print the probabilities of the rows [0, -40] and [0, -400]. How many times as likely "
    "must the second class be in the first row?",
    when=lambda call: _comes_from(call, _kept_above(call.logits)),
)
def softmax_kept_above_0(logits):
    return np.clip(_probabilities(logits), 1e-12, 1)


@misconception(
    of="softmax",
    title="You took small probabilities for 0",
    hint="Print the probabilities of the row [0, -20], and their logarithms. What is lost?",
    when=lambda call: _lost_below(call.logits, call.got),
)
def softmax_of_small_ones_0(logits):
    p = _probabilities(logits)
    return np.where(p < 1e-10, 0, p).astype(logits.dtype)


@misconception(
    of="softmax",
    title="You applied softmax twice",
    hint="Print what goes into your last exponential. Are these scores, or are they probabilities "
    "already?",
)
def softmax_twice(logits):
    return _probabilities(_probabilities(logits))


@misconception(
    of="softmax",
    title="You took powers of 2, not of e",
    hint="Print softmax(np.log([[1.0, 3.0]])). Which two numbers must come out?",
)
def softmax_of_base_2(logits):
    weights = np.exp2(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You took powers of 10, not of e",
    hint="Print softmax(np.log([[1.0, 3.0]])). Which two numbers must come out?",
)
def softmax_of_base_10(logits):
    weights = np.power(logits.dtype.type(10), logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted each row by its largest size, whatever its sign",
    hint="Print what you hand to np.exp, for the row [-2000, -2000]. What is left of it?",
)
def softmax_shifted_by_the_largest_size(logits):
    weights = np.exp(logits - np.abs(logits).max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted the whole batch by a number of its first row",
    hint="Give it the rows [0, 0] and [-2000, -2000] together, and print what you hand to np.exp. "
    "What is left of the second row?",
)
def softmax_shifted_by_the_first_row(logits):
    weights = np.exp(logits - logits[0].max())
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted each row by its first score",
    hint="Print the largest number that you hand to np.exp, for the row [0, 1000].",
)
def softmax_shifted_by_the_first_score(logits):
    weights = np.exp(logits - logits[:, :1])
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You divided each row by its largest score, where a shift is asked for",
    hint="Adding the same number to a whole row changes nothing. Does dividing by a number, too? "
    "Try the rows [0, 1] and [0, 2].",
)
def softmax_of_scores_divided(logits):
    weights = np.exp(logits / logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted the scores above the fraction line, and not those below it",
    hint="Print p.sum(axis=1). Which scores go into your numerator, and which into its sum?",
)
def softmax_shifted_above_only(logits):
    return _weights(logits) / np.exp(logits).sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You shifted the scores below the fraction line, and not those above it",
    hint="Print p.sum(axis=1). Which scores go into your numerator, and which into its sum?",
)
def softmax_shifted_below_only(logits):
    return np.exp(logits) / _weights(logits).sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You rounded the numbers to float32 on the way",
    hint="Print the dtype after each of your steps, for float64 scores. Where does it change?",
    when=_is_rounded_to_float32,
)
def softmax_through_float32(logits):
    return _probabilities(logits.astype(np.float32)).astype(logits.dtype)


@misconception(
    of="softmax",
    title="You added a small number to the sum that you divide by",
    hint="Print p.sum(axis=1) - 1. How large is the largest term of each sum? Can the sum be 0?",
    when=lambda call: _with_some_epsilon(call.logits, call.got),
)
def softmax_with_epsilon(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / (weights.sum(axis=1, keepdims=True) + 1e-8)


@misconception(
    of="softmax",
    title="You didn't divide by the sum of the exponentials",
    hint="Print p.sum(axis=1). Which number must each of these be?",
)
def softmax_without_division(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


@misconception(
    of="softmax",
    title="You divided by the mean of the exponentials, not by their sum",
    hint="Print p.sum(axis=1), for 2 classes and for 5.",
)
def softmax_divided_by_the_mean(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.mean(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You divided by the largest exponential, not by the sum",
    hint="Print p.sum(axis=1). Which number must each of these be?",
)
def softmax_divided_by_the_maximum(logits):
    weights = np.exp(logits - logits.mean(axis=1, keepdims=True))
    return weights / weights.max(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You made each row a vector of length 1",
    hint="Print p.sum(axis=1) and (p ** 2).sum(axis=1). Which of the two must be all ones?",
)
def softmax_of_unit_length(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / np.sqrt((weights**2).sum(axis=1, keepdims=True))


@misconception(
    of="softmax",
    title="You divided the scores themselves by their sum, without an exponential",
    hint="Try the row [-1, 1]. Is every number that you get positive?",
)
def softmax_without_exponential(logits):
    return logits / logits.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You returned the logarithms of the probabilities",
    hint="Print the smallest and the largest number of the result. Between which two do "
    "probabilities lie?",
)
def softmax_as_logarithms(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@misconception(
    of="softmax",
    title="You squashed each score on its own: that is a sigmoid",
    hint="Change one score of a row and print the row before and after. Should the other "
    "probabilities stay as they were?",
)
def softmax_as_sigmoids(logits):
    return 0.5 * (1 + np.tanh(0.5 * logits))


@misconception(
    of="softmax",
    title="You gave the largest score everything and the others nothing",
    hint="Print the probabilities of the row [1.0, 1.1]. How sure are you of the second class, "
    "and how sure should you be?",
)
def softmax_as_argmax(logits):
    return np.eye(logits.shape[1], dtype=logits.dtype)[logits.argmax(axis=1)]


@misconception(
    of="softmax",
    title="You gave the largest score everything and the others nothing",
    hint="Print the probabilities of the row [1.0, 1.1]. How sure are you of the second class, "
    "and how sure should you be?",
)
def softmax_as_where_the_maximum_is(logits):
    return (logits == logits.max(axis=1, keepdims=True)).astype(logits.dtype)


@misconception(
    of="softmax",
    title="You rounded the probabilities",
    hint="Print softmax(np.array([[0.0, 1.0, 2.0]])).sum(axis=1) - 1, and the probabilities with "
    "all their digits.",
    when=lambda call: _is_rounded(call.logits, call.got),
)
def softmax_rounded(logits):
    return (_weights(logits) / _weights(logits).sum(axis=1, keepdims=True)).round(6)


@misconception(
    of="softmax",
    title="You sorted the scores, and returned the probabilities in that order",
    hint="Try the row [2, 0, 1]. Which column has the largest score, and which the largest "
    "probability?",
)
def softmax_of_sorted_scores(logits):
    ordered = np.sort(logits, axis=1)
    weights = np.exp(ordered - ordered[:, -1:])
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You took each row's sum or maximum without keeping its axis",
    hint="Print the shape of what you subtract and of what you divide by, and beside it the shape "
    "of logits. Which axes does NumPy line up?",
)
def softmax_without_keepdims(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1)


@misconception(
    of="softmax",
    title="You asked Python for one yes or no about a whole array, as if and max do",
    hint="Print logits.max(axis=1), and beside it what Python's own max would compare.",
)
def softmax_with_one_question(logits):
    weights = np.exp(logits - max(logits))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You gave an array to a function of math, which takes one number",
    hint="Try math.exp(np.array([0.0, 1.0])), and np.exp with the same array.",
)
def softmax_with_math(logits):
    weights = np.array(math.exp(logits - logits.max(axis=1, keepdims=True)))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="A batch of one sample lost its axis",
    hint="Print the shape of the result for one sample.",
)
def softmax_squeezed(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.squeeze(weights / weights.sum(axis=1, keepdims=True))


@misconception(
    of="softmax",
    title="Your samples stand in the columns",
    hint="Print the shape of the result for 3 samples and 4 classes. How many rows must there be?",
)
def softmax_transposed(logits):
    weights = np.exp(logits.T - logits.max(axis=1))
    return weights / weights.sum(axis=0)


@misconception(
    of="softmax",
    title="You subtracted in place, so the caller's scores changed",
    hint="Print logits before and after you call softmax(logits). Which of your lines writes "
    "into it?",
)
def softmax_that_shifts_its_argument(logits):
    logits -= logits.max(axis=1, keepdims=True)
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You wrote the probabilities into the caller's array",
    hint="Print logits before and after you call softmax(logits), and then p is logits.",
)
def softmax_in_place(logits):
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    return logits


@misconception(
    of="softmax",
    title="Your result is float64, whatever comes in",
    hint="Print the dtype after each of your lines, for float32 scores. Where does it change?",
    when=lambda call: _is_near(call, np.float64, np.float32),
)
def softmax_always_float64(logits):
    weights = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="Your result is float32, whatever comes in",
    hint="Print the dtype after each of your lines, for float64 scores. Where does it change?",
    when=lambda call: _is_near(call, np.float32, np.float64),
)
def softmax_always_float32(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


@misconception(
    of="softmax",
    title="You returned a list, not an array",
    hint="Print type(p). Which of your lines turns the array into something else?",
)
def softmax_as_a_list(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)).tolist()


@misconception(
    of="softmax",
    title="You returned nothing",
    hint="Print type(softmax(logits)). How does a function hand its result over?",
)
def softmax_without_return(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    weights / weights.sum(axis=1, keepdims=True)


@misconception(
    of="softmax",
    title="You handed out the same array at each call",
    hint="Keep the result for some scores, take other scores, and print the first result again. "
    "Where is your array made, and how often?",
    by_symptoms=True,
)
def softmax_into_one_buffer(logits):
    buffer = _BUFFERS.setdefault((logits.shape, logits.dtype), np.empty_like(logits))
    np.exp(logits - logits.max(axis=1, keepdims=True), out=buffer)
    buffer /= buffer.sum(axis=1, keepdims=True)
    return buffer


@misconception(
    of="softmax",
    title="Your code goes through the batch row by row",
    hint="Which of your lines runs once for each sample? Print logits.max(axis=1).",
    by_symptoms=True,
)
def softmax_row_by_row(logits):
    rows = [np.exp(row - row.max()) for row in logits]
    return np.array([row / row.sum() for row in rows])
