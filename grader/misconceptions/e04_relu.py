"""What goes wrong in exercise 4."""

import numpy as np

from nngrade.diagnosis import misconception

# Arrays that are made once and handed out at each call: that is the mistake.
_BUFFERS = {}


def _is_leaky(z, got):
    slopes = got[z < 0] / z[z < 0]
    passed = np.array_equal(got[z >= 0], z[z >= 0])
    return passed and 0 < slopes[0] < 1 and np.allclose(slopes, slopes[0])


def _is_capped(z, got):
    return 0 < got.max() < z.max() and np.array_equal(got, np.clip(z, 0, got.max()))


def _has_a_floor(z, got):
    low = got.min()
    return 0 < low < 1e-2 and np.array_equal(got, np.maximum(z, low))


def _is_rounded(z, got):
    right = np.maximum(z, 0)
    rounded = [right.astype(one).astype(z.dtype) for one in (np.float16, np.float32)]
    rounded += [right.round(digits) for digits in range(1, 13)]
    return not np.array_equal(got, right) and any(np.array_equal(got, one) for one in rounded)


def _lost_below(z, got, end):
    """Whether just the positive numbers up to some limit, itself below `end`, became 0."""
    lost = (z > 0) & (got == 0)
    kept = np.where(lost, 0, np.maximum(z, 0))
    limit = z[lost].max()
    return limit < min(end, got[got > 0].min(initial=np.inf)) and np.array_equal(got, kept)


@misconception(
    of="relu",
    title="You returned z as it was",
    hint="Print relu(z) for one negative number. What must it be?",
)
def relu_does_nothing(z):
    return z.copy()


@misconception(
    of="relu",
    title="You returned z itself, as it was",
    hint="Print relu(z) for one negative number, and then relu(z) is z. What becomes of the "
    "numbers that your lines compute?",
)
def relu_drops_its_result(z):
    np.maximum(z, 0)
    return z


@misconception(
    of="relu",
    title="You dropped the sign of the negative numbers",
    hint="Print relu(np.array([-2.0, 2.0])). Which of the two must become 0?",
)
def relu_as_absolute_value(z):
    return np.abs(z)


@misconception(
    of="relu",
    title="You kept the negative numbers, and made the positive ones 0",
    hint="Print relu(np.array([-2.0, 2.0])). Which of the two passes?",
)
def relu_upside_down(z):
    return np.minimum(z, 0)


@misconception(
    of="relu",
    title="You returned where z is positive, not z itself",
    hint="Print relu(np.array([3.0])). Which number must it be?",
)
def relu_as_its_derivative(z):
    return (z > 0).astype(z.dtype)


@misconception(
    of="relu",
    title="You returned True and False",
    hint="Print the dtype of the result. Which numbers does it stand for?",
)
def relu_as_a_mask(z):
    return z > 0


@misconception(
    of="relu",
    title="You turned the signs over: negative numbers pass as positive ones, and the others are 0",
    hint="Print relu(np.array([-2.0, 2.0])). Which of the two passes?",
)
def relu_of_minus_z(z):
    return np.maximum(-z, 0)


@misconception(
    of="relu",
    title="You put a small number in the place of 0",
    hint="Print relu(np.array([-2.0])) and relu(np.array([0.0])). Which number must both be?",
    when=lambda call: _has_a_floor(call.z, call.got),
)
def relu_with_a_floor(z):
    return np.maximum(z, z.dtype.type(1e-8))


@misconception(
    of="relu",
    title="You handed out the result of another call on an array of the same shape",
    hint="Call relu with one array, then with another of the same shape, and print both results. "
    "When does your line compute, and when does it look something up?",
    by_symptoms=True,
)
def relu_remembered_by_shape(z):
    return _BUFFERS.setdefault(z.shape, np.maximum(z, 0)).copy()


@misconception(
    of="relu",
    title="You let a little of the negative numbers through",
    hint="Print relu(np.array([-100.0])). Which number must it be?",
    when=lambda call: _is_leaky(call.z, call.got),
)
def relu_leaky(z):
    return np.where(z > 0, z, 0.01 * z).astype(z.dtype)


@misconception(
    of="relu",
    title="You let the negative numbers run out towards -1",
    hint="Print relu(np.array([-100.0])). Which number must it be?",
)
def relu_as_elu(z):
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0))).astype(z.dtype)


@misconception(
    of="relu",
    title="You cut the large numbers off",
    hint="Print relu(np.array([40.0, 1e6])). Has the line an upper end?",
    when=lambda call: _is_capped(call.z, call.got),
)
def relu_with_a_ceiling(z):
    return np.clip(z, 0, 1)


@misconception(
    of="relu",
    title="You cut the large numbers off",
    hint="Print relu(np.array([40.0, 1e6])). Has the line an upper end?",
    when=lambda call: _is_capped(call.z, call.got),
)
def relu_with_a_high_ceiling(z):
    return np.clip(z, 0, 1e5)


@misconception(
    of="relu",
    title="You rounded the bend off",
    hint="Print relu(np.array([0.0])). Which number must it be?",
)
def relu_as_softplus(z):
    return np.logaddexp(0, z)


@misconception(
    of="relu",
    title="You computed a sigmoid",
    hint="Print relu(np.array([3.0])). Which number must it be?",
)
def relu_as_sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


@misconception(
    of="relu",
    title="You put the bend at 1, not at 0",
    hint="Print relu(np.array([0.5])). Is 0.5 positive?",
)
def relu_bends_at_1(z):
    return np.where(z > 1, z, 0).astype(z.dtype)


@misconception(
    of="relu",
    title="You took tiny numbers for 0",
    hint="Print relu(np.array([1e-9])). Is 1e-9 positive?",
    when=lambda call: _lost_below(call.z, call.got, 1e-3),
)
def relu_of_tiny_numbers(z):
    return np.where(z > 1e-6, z, 0).astype(z.dtype)


@misconception(
    of="relu",
    title="You lifted all numbers until none is negative",
    hint="Print relu(np.array([-1.0, 2.0])). Does 2 pass as it is?",
)
def relu_shifted(z):
    return z - np.minimum(z.min(), 0)


@misconception(
    of="relu",
    title="You divided by the size of z, which may be 0",
    hint="Print relu(np.array([0.0])). Where does the nan come from?",
)
def relu_divides_by_z(z):
    return z * (z / np.abs(z) + 1) / 2


@misconception(
    of="relu",
    title="You threw the negative numbers away",
    hint="Print the shape of z and that of the result. How many numbers are left?",
)
def relu_drops_entries(z):
    return z[z > 0]


@misconception(
    of="relu",
    title="You took the largest number of each row",
    hint="Print the shape of z and that of the result. Which function compares two numbers at a "
    "time, and which looks for the largest of many?",
)
def relu_takes_the_maximum(z):
    return np.maximum(z.max(axis=-1), 0)


@misconception(
    of="relu",
    title="You took the largest number of each column",
    hint="Print the shape of z and that of the result. Which function compares two numbers at a "
    "time, and which looks for the largest of many?",
)
def relu_takes_the_maximum_of_columns(z):
    return np.max(z, 0)


@misconception(
    of="relu",
    title="Your result has room for whole numbers only",
    hint="Print the dtype of the array that you fill. What becomes of 0.5 in it?",
)
def relu_into_integers(z):
    result = np.zeros(z.shape, dtype=int)
    result[z > 0] = z[z > 0]
    return result


@misconception(
    of="relu",
    title="You rounded to whole numbers",
    hint="Print relu(np.array([0.5, 0.7])).",
)
def relu_truncates(z):
    return np.maximum(z, 0).astype(int).astype(z.dtype)


@misconception(
    of="relu",
    title="You took two axes for granted",
    hint="Try a z of shape (4,), and one of shape (). Which of your lines asks for a second axis?",
)
def relu_of_matrices(z):
    rows, columns = z.shape
    return np.maximum(z, np.zeros((rows, columns), z.dtype))


@misconception(
    of="relu",
    title="You asked Python for one yes or no about a whole array, as if and max do",
    hint="Print z > 0. How many answers are there, and how many does your line expect?",
)
def relu_with_one_question(z):
    return max(0, z)


@misconception(
    of="relu",
    title="You flattened z",
    hint="Print the shape of z and that of the result.",
)
def relu_flattens(z):
    return np.maximum(z, 0).reshape(-1)


@misconception(
    of="relu",
    title="Axes of length 1 got lost",
    hint="Print the shape of z and that of the result, for a z of shape (4, 1).",
)
def relu_squeezed(z):
    return np.maximum(z, 0).squeeze()


@misconception(
    of="relu",
    title="You rounded the numbers on the way",
    hint="Print relu(np.array([0.1])) with 20 digits, and the dtype after each of your steps.",
    when=lambda call: _is_rounded(call.z, call.got),
)
def relu_through_float32(z):
    return np.maximum(z, 0).astype(np.float32).astype(z.dtype)


@misconception(
    of="relu",
    title="You asked for the largest float, which whole numbers don't have",
    hint="Try np.array([-1, 2]). Which of your lines raises?",
)
def relu_of_floats_only(z):
    return np.clip(z, 0, np.finfo(z.dtype).max)


@misconception(
    of="relu",
    title="You handed z itself back where nothing was to be done",
    hint="Print relu(z) is z for a z without negative numbers. What happens to z when someone "
    "changes the result?",
)
def relu_returns_z_itself(z):
    return z if (z >= 0).all() else np.maximum(z, 0)


@misconception(
    of="relu",
    title="You handed z itself back where nothing was to be done",
    hint="Print relu(z) is z for a z without negative numbers. What happens to z when someone "
    "changes the result?",
)
def relu_returns_z_itself_where_positive(z):
    return z if (z > 0).all() else np.maximum(z, 0)


@misconception(
    of="relu",
    title="You wrote the zeros into the caller's z",
    hint="Print z before and after you call relu(z). Which of your lines writes into it?",
)
def relu_in_place(z):
    z[z < 0] = 0
    return z


@misconception(
    of="relu",
    title="You wrote the zeros into z first, and then copied it",
    hint="Print z before and after you call relu(z). Which comes first, the copy or the zeros?",
)
def relu_copies_too_late(z):
    z[z < 0] = 0
    return z.copy()


@misconception(
    of="relu",
    title="Your result is float64 where z is float32",
    hint="Print the dtype of z, and of each array that your lines make.",
)
def relu_always_float64(z):
    result = np.zeros(z.shape)
    result[z > 0] = z[z > 0]
    return result


@misconception(
    of="relu",
    title="Your code runs once for each number, and gives float64 where z is float32",
    hint="Print the dtype of the result for a float32 z that begins with a negative number. Which "
    "of your lines, or which function that you call, takes one number at a time?",
)
def relu_of_each_number_in_float64(z):
    return np.vectorize(lambda number: max(number, 0.0))(z)


@misconception(
    of="relu",
    title="You returned a number of Python's where z has no axes",
    hint="Print type(relu(np.array(-1.5))), and type(relu(np.array([-1.5]))).",
    when=lambda call: call.z.ndim == 0 and type(call.got) in {int, float},
)
def relu_of_a_bare_number(z):
    return np.maximum(z, 0) if z.ndim else max(0.0, float(z))


@misconception(
    of="relu",
    title="You returned a list, not an array",
    hint="Print type(relu(z)). Which of your lines makes a list?",
)
def relu_as_a_list(z):
    return np.maximum(z, 0).tolist()


@misconception(
    of="relu",
    title="You returned nothing",
    hint="Print type(relu(z)). How does a function hand its result over?",
)
def relu_without_return(z):
    np.maximum(z, 0)


@misconception(
    of="relu",
    title="You handed out the same array at each call",
    hint="Keep the result for one z, take another z, and print the first result again. Where is "
    "your array made, and how often?",
    by_symptoms=True,
)
def relu_into_one_buffer(z):
    buffer = _BUFFERS.setdefault((z.shape, z.dtype), np.empty_like(z))
    return np.maximum(z, 0, out=buffer)


@misconception(
    of="relu",
    title="You went through the numbers in a Python loop",
    hint="Which of your lines runs once for each number? Print z > 0. Did that need a loop?",
    by_symptoms=True,
)
def relu_in_a_loop(z):
    result = z.copy()
    for place in np.ndindex(z.shape):
        result[place] = max(z[place], 0)
    return result
