"""What goes wrong in exercise 3."""

import numpy as np

from nngrade.diagnosis import misconception

# Arrays that are made once and handed out at each call: that is the mistake.
_BUFFERS = {}


def _is_cut_off(call):
    right, end = call.x @ call.W + call.b, np.abs(call.got).max()
    inside = (
        np.clip(call.x, -one, one) @ call.W + call.b for one in (1, 2, 3, 5, 10, 20, 50, 100, 255)
    )
    near = 1e-9 if call.x.dtype == np.float64 else 1e-4
    return not np.allclose(call.got, right, rtol=near, atol=near) and any(
        np.allclose(call.got, one, rtol=near, atol=near)
        for one in (np.clip(right, -end, end), *inside)
    )


def _right(call):
    return call.x @ call.W + call.b


def _is_float64_throughout(call):
    given = (call.x, call.W, call.b)
    from_float32 = all(one.dtype == np.float32 for one in given) and call.got.dtype == np.float64
    return from_float32 and np.allclose(call.got, _right(call), rtol=1e-4, atol=1e-4)


def _is_rounded_to_float32(call):
    if call.x.dtype != np.float64 or not np.array_equal(call.got, call.got.astype(np.float32)):
        return False
    size = 1 + np.abs(_right(call)).max()
    off = np.abs(call.got - _right(call)).max() / size
    return call.got.dtype == np.float64 and 1e-10 < off < 1e-5


def _is_rounded(call):
    rounded = [_right(call).round(digits) for digits in range(9)]
    return not np.allclose(call.got, _right(call), rtol=1e-9, atol=1e-12) and any(
        np.allclose(call.got, one, rtol=1e-12, atol=1e-12) for one in rounded
    )


@misconception(
    of="linear_forward",
    title="You left the bias out",
    hint="Set x to zeros. What is left of the formula, and what do you get?",
)
def linear_without_bias(x, W, b):
    del b
    return x @ W


@misconception(
    of="linear_forward",
    title="You subtracted the bias",
    hint="Set x to zeros. What is left of the formula, and what do you get?",
)
def linear_minus_bias(x, W, b):
    return x @ W - b


@misconception(
    of="linear_forward",
    title="You added the bias twice",
    hint="Set x to zeros. What is left of the formula, and what do you get?",
)
def linear_with_the_bias_twice(x, W, b):
    return x @ W + b + b


@misconception(
    of="linear_forward",
    title="You added the sum of all biases to each number",
    hint="Set x to zeros and b to [1, 2, 3, 4]. Which bias belongs to the second column?",
)
def linear_with_the_sum_of_biases(x, W, b):
    return x @ W + b.sum()


@misconception(
    of="linear_forward",
    title="You added the mean of all biases to each number",
    hint="Set x to zeros and b to [1, 2, 3, 4]. Which bias belongs to the second column?",
)
def linear_with_the_mean_of_biases(x, W, b):
    return x @ W + b.mean()


@misconception(
    of="linear_forward",
    title="You gave each row one of the biases: the first row the first, and so on",
    hint="Set x to zeros, with 3 rows, and b to [1, 2, 3]. Which bias belongs to the second "
    "column?",
)
def linear_with_a_bias_for_each_row(x, W, b):
    return x @ W + np.resize(b, (len(x), 1))


@misconception(
    of="linear_forward",
    title="You added the first bias to every column",
    hint="Set x to zeros and b to [1, 2, 3, 4]. Which bias belongs to the second column?",
)
def linear_with_the_first_bias(x, W, b):
    return x @ W + b[0]


@misconception(
    of="linear_forward",
    title="You stood the biases up as a column",
    hint="Print the shape of b just before you add it, and that of what you add it to. Which axes "
    "does NumPy line up?",
)
def linear_with_a_column_of_biases(x, W, b):
    return x @ W + b.reshape(-1, 1)


@misconception(
    of="linear_forward",
    title="You added the biases to the first row only",
    hint="Set x to zeros, with 3 rows. What must the second row be?",
)
def linear_with_a_bias_for_one_row(x, W, b):
    z = x @ W
    z[0] += b
    return z


@misconception(
    of="linear_forward",
    title="You added the bias to x, before the product",
    hint="Set W to zeros. What must each row be then?",
)
def linear_with_the_bias_inside(x, W, b):
    return (x + b[0]) @ W


@misconception(
    of="linear_forward",
    title="You multiplied entry by entry",
    hint="Write the shapes of x and W beside one another. Which axis must disappear, and what is "
    "done along it?",
)
def linear_entry_by_entry(x, W, b):
    return x * W + b


@misconception(
    of="linear_forward",
    title="You turned W over",
    hint="Write the shapes of x and W beside one another. Which axis do they share?",
)
def linear_with_w_transposed(x, W, b):
    return x @ W.T + b


@misconception(
    of="linear_forward",
    title="You swapped the factors of the product",
    hint="Write the shapes of W and x beside one another, in the order of your product. Which two "
    "numbers must be equal?",
)
def linear_with_factors_swapped(x, W, b):
    return W @ x + b


@misconception(
    of="linear_forward",
    title="Your samples stand in the columns",
    hint="Print the shape of the result for 3 samples and 4 outputs. How many rows must there be?",
)
def linear_transposed(x, W, b):
    return (x @ W + b).T


@misconception(
    of="linear_forward",
    title="You took the mean where a sum is asked for",
    hint="Set x and W to ones and b to zeros, with D = 6. What must each number be?",
)
def linear_with_a_mean(x, W, b):
    return x @ W / len(W) + b


@misconception(
    of="linear_forward",
    title="You applied ReLU to the result",
    hint="Print the smallest number of the result for random x and W. May it be below 0?",
)
def linear_with_relu(x, W, b):
    return np.maximum(x @ W + b, 0)


@misconception(
    of="linear_forward",
    title="You squashed the result",
    hint="Double x, with b at zeros. By how much must the result grow?",
)
def linear_with_tanh(x, W, b):
    return np.tanh(x @ W + b)


@misconception(
    of="linear_forward",
    title="You squashed the result",
    hint="Double x, with b at zeros. By how much must the result grow?",
)
def linear_with_sigmoid(x, W, b):
    return 0.5 * (1 + np.tanh(0.5 * (x @ W + b)))


@misconception(
    of="linear_forward",
    title="You cut large numbers off",
    hint="Multiply x by 1000, with b at zeros. By how much must the result grow?",
    when=_is_cut_off,
)
def linear_cut_off(x, W, b):
    return np.clip(x @ W + b, -1000, 1000)


@misconception(
    of="linear_forward",
    title="You rounded the result",
    hint="Print one number of the result, and of x @ W + b, with all their digits.",
    when=_is_rounded,
)
def linear_rounded(x, W, b):
    return (x @ W + b).round(6)


@misconception(
    of="linear_forward",
    title="You rounded the numbers to float32 on the way",
    hint="Print the dtype after each of your steps, for float64 inputs. Where does it change?",
    when=_is_rounded_to_float32,
)
def linear_through_float32(x, W, b):
    return (x @ W + b).astype(np.float32).astype(x.dtype)


@misconception(
    of="linear_forward",
    title="You handed out a result from before other numbers were written into W",
    hint="Call it, then let W[...] = 0, and call it again with the same W. When does your line "
    "compute, and when does it look something up?",
    by_symptoms=True,
)
def linear_remembered_by_the_array(x, W, b):
    key = id(x), id(W)
    return _BUFFERS.setdefault(key, (x @ W + b, x, W))[0].copy()


@misconception(
    of="linear_forward",
    title="You returned a list, not an array",
    hint="Print type(linear_forward(x, W, b)). Which of your lines makes a list?",
)
def linear_as_a_list(x, W, b):
    return (x @ W + b).tolist()


@misconception(
    of="linear_forward",
    title="You subtracted the mean of the batch",
    hint="Call it with one row, and then with the same row among others. Does its result change?",
)
def linear_centred_over_the_batch(x, W, b):
    return (x - x.mean(axis=0)) @ W + b


@misconception(
    of="linear_forward",
    title="You subtracted the mean of the batch from the caller's own x",
    hint="Print x before and after the call. Then call it with one row, and with the same row "
    "among others: does its result change?",
)
def linear_centred_in_place(x, W, b):
    x -= x.mean(axis=0)
    return x @ W + b


@misconception(
    of="linear_forward",
    title="Axes of length 1 got lost",
    hint="Print the shape of the result for one sample, and for 3 samples and 1 output.",
)
def linear_squeezed(x, W, b):
    return np.squeeze(x @ W + b)


@misconception(
    of="linear_forward",
    title="A batch of one sample lost its axis",
    hint="Print the shape of the result for one sample.",
)
def linear_of_one_sample_flat(x, W, b):
    z = x @ W + b
    return z[0] if len(z) == 1 else z


@misconception(
    of="linear_forward",
    title="A layer with one output lost an axis",
    hint="Print the shape of the result for 3 samples and 1 output.",
)
def linear_with_one_output_flat(x, W, b):
    z = x @ W + b
    return z[:, 0] if z.shape[1] == 1 else z


@misconception(
    of="linear_forward",
    title="You added the rows of the batch together",
    hint="Print the shape of the result for 3 samples and 4 outputs. How many rows must there be?",
)
def linear_summed_over_the_batch(x, W, b):
    return x.sum(axis=0) @ W + b


@misconception(
    of="linear_forward",
    title="Your result has room for whole numbers only",
    hint="Print the dtype of the result, and one number of it that you computed by hand.",
)
def linear_into_integers(x, W, b):
    z = np.zeros((len(x), W.shape[1]), dtype=int)
    z[...] = x @ W + b
    return z


@misconception(
    of="linear_forward",
    title="Your result is float64, whatever comes in",
    hint="Print the dtype after each of your steps, for float32 inputs. Where does it change?",
    when=_is_float64_throughout,
)
def linear_always_float64(x, W, b):
    z = np.zeros((len(x), W.shape[1]))
    z += x @ W + b
    return z


@misconception(
    of="linear_forward",
    title="Your result is float32, whatever comes in",
    hint="Print the dtype after each of your steps, for float64 inputs. Where does it change?",
)
def linear_always_float32(x, W, b):
    return (x @ W + b).astype(np.float32)


@misconception(
    of="linear_forward",
    title="You handed out the same array at each call",
    hint="Keep the result for one batch, compute another, and print the first again. Where is your "
    "array made, and how often?",
    by_symptoms=True,
)
def linear_into_one_buffer(x, W, b):
    z = x @ W + b
    buffer = _BUFFERS.setdefault((z.shape, z.dtype), np.empty_like(z))
    buffer[...] = z
    return buffer


@misconception(
    of="linear_forward",
    title="You added the biases into W, which is the caller's",
    hint="Print W before and after the call. Which of your lines writes into it?",
)
def linear_that_changes_w(x, W, b):
    z = x @ W + b
    W += b
    return z


@misconception(
    of="linear_forward",
    title="You returned nothing",
    hint="Print type(linear_forward(x, W, b)). How does a function hand its result over?",
)
def linear_without_return(x, W, b):
    x @ W + b


@misconception(
    of="linear_forward",
    title="Your code goes through the batch row by row",
    hint="Which of your lines runs once for each sample? Write the shapes of x, W and the result "
    "beside one another, for one sample and for all.",
    by_symptoms=True,
)
def linear_row_by_row(x, W, b):
    return np.array([row @ W + b for row in x])


@misconception(
    of="linear_forward",
    title="Your function takes two arguments, not three",
    hint="Read the first line of the function in the exercise. What does the caller pass?",
)
def linear_of_two_arguments(x, W):
    return x @ W
