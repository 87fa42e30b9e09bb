"""What goes wrong in exercise 2."""

import copy
from itertools import pairwise

import numpy as np

from nngrade.diagnosis import misconception


@misconception(
    of="he_normal",
    title="All your weights are 0",
    hint="Print W.std(). With all weights equal, can two units of a layer ever learn something "
    "different?",
)
def he_normal_zeros(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.zeros((fan_in, fan_out), dtype)


@misconception(
    of="he_normal",
    title="All your weights are the same number",
    hint="Print W.std(). With all weights equal, can two units of a layer ever learn something "
    "different?",
)
def he_normal_constant(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.full((fan_in, fan_out), np.sqrt(2 / fan_in), dtype)


@misconception(
    of="he_normal",
    title="You drew evenly between 0 and a limit",
    hint="Print W.min() and draw a histogram of W. Where should its middle be, and what should its "
    "shape be?",
)
def he_normal_from_random(fan_in, fan_out, rng, dtype=np.float64):
    return (rng.random((fan_in, fan_out)) * np.sqrt(2 / fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew evenly between two limits: that is a uniform distribution",
    hint="Draw a histogram of W. Is it a bell, or a box?",
)
def he_normal_uniform(fan_in, fan_out, rng, dtype=np.float64):
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew again whatever lay beyond two standard deviations",
    hint="Print np.abs(W).max() beside the standard deviation. How far out does a normal "
    "distribution of 40,000 draws go?",
)
def he_normal_truncated(fan_in, fan_out, rng, dtype=np.float64):
    W = rng.standard_normal((fan_in, fan_out))
    while (far := np.abs(W) > 2).any():
        W[far] = rng.standard_normal(far.sum())
    return (W * np.sqrt(2 / fan_in) / 0.8796).astype(dtype)


@misconception(
    of="he_normal",
    title="You made all weights positive",
    hint="Print W.min() and W.mean(). Which of the two must be 0?",
)
def he_normal_without_signs(fan_in, fan_out, rng, dtype=np.float64):
    return np.abs(rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))).astype(dtype)


@misconception(
    of="he_normal",
    title="You handed the standard deviation over in the place of the mean",
    hint="Print W.mean() and W.std(). In which order does rng.normal take its arguments?",
)
def he_normal_std_for_mean(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(np.sqrt(2 / fan_in), size=(fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew with the standard deviation 1, whatever the layer",
    hint="Print W.std(), and beside it what the formula asks for.",
)
def he_normal_unscaled(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, 1, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew with the standard deviation 0.01, whatever the layer",
    hint="Print W.std(), and beside it what the formula asks for. What is left of a signal behind "
    "ten such layers?",
)
def he_normal_a_hundredth(fan_in, fan_out, rng, dtype=np.float64):
    return (0.01 * rng.normal(0, 1, (fan_in, fan_out))).astype(dtype)


@misconception(
    of="he_normal",
    title="You used fan_out where the formula has fan_in",
    hint="Print W.std() for 400 inputs and 100 outputs, and then for 100 and 400. Which of the two "
    "numbers does yours depend on?",
)
def he_normal_by_fan_out(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You used 2 / fan_in as it is: that is the variance",
    hint="Print W.std() and W.var(). Which of the two must be 2 / fan_in, and which does "
    "rng.normal take?",
)
def he_normal_without_root(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, 2 / fan_in, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You took the root of the 2 only",
    hint="Print np.sqrt(2 / 400) and np.sqrt(2) / 400.",
)
def he_normal_root_of_2_only(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2) / fan_in, (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You left the 2 out: √(1 / fan_in)",
    hint="Print W.std() times √fan_in. Why is there a 2 in the formula?",
)
def he_normal_without_the_2(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(1 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You used fan_in + fan_out: that is the rule of Glorot and Bengio",
    hint="Print W.std() for 400 inputs and 100 outputs, and then for 400 and 1000. Should it "
    "change?",
)
def he_normal_as_glorot(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You divided by the standard deviation that was asked for",
    hint="Print W.std(), and beside it what the formula asks for. What is their product?",
)
def he_normal_divided(fan_in, fan_out, rng, dtype=np.float64):
    return (rng.standard_normal((fan_in, fan_out)) / np.sqrt(2 / fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="Your weights stand the other way round",
    hint="Print the shape of he_normal(7, 5, rng). How many rows must there be?",
)
def he_normal_transposed(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew one column, and repeated it",
    hint="Print a small W. What will two units with equal weights learn?",
)
def he_normal_of_equal_columns(fan_in, fan_out, rng, dtype=np.float64):
    column = rng.normal(0, np.sqrt(2 / fan_in), (fan_in, 1))
    return np.tile(column, fan_out).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew one row, and repeated it",
    hint="Print a small W. Does it matter which input a number comes from?",
)
def he_normal_of_equal_rows(fan_in, fan_out, rng, dtype=np.float64):
    row = rng.normal(0, np.sqrt(2 / fan_in), fan_out)
    return np.tile(row, (fan_in, 1)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew from NumPy's hidden generator, not from rng",
    hint="Call it twice, with np.random.default_rng(0) each time. Are the weights equal? Search "
    "your code for np.random.",
)
def he_normal_from_the_hidden_generator(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return (np.random.randn(fan_in, fan_out) * np.sqrt(2 / fan_in)).astype(dtype)  # noqa: NPY002


@misconception(
    of="he_normal",
    title="You made a generator of your own, without a seed",
    hint="Call it twice, with np.random.default_rng(0) each time. Are the weights equal?",
)
def he_normal_from_a_generator_of_its_own(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.random.default_rng().normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You made a generator of your own, with a fixed seed",
    hint="Call it with np.random.default_rng(1), and then with np.random.default_rng(2). Should "
    "the weights be equal?",
)
def he_normal_from_a_fixed_seed(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return np.random.default_rng(0).normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You drew from a copy of rng, so rng never moves on",
    hint="Call it twice with one generator. Should the weights be equal?",
)
def he_normal_from_a_copy(fan_in, fan_out, rng, dtype=np.float64):
    own = copy.deepcopy(rng)
    return own.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You left the dtype out",
    hint="Print the dtype of he_normal(7, 5, rng, dtype=np.float32).",
)
def he_normal_always_float64(fan_in, fan_out, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


@misconception(
    of="he_normal",
    title="Your weights are float32 where nothing is asked for",
    hint="Print the dtype of he_normal(7, 5, rng).",
)
def he_normal_float32_by_default(fan_in, fan_out, rng, dtype=np.float32):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)


@misconception(
    of="he_normal",
    title="You returned a list, not an array",
    hint="Print type(W). Which of your lines makes a list?",
)
def he_normal_as_a_list(fan_in, fan_out, rng, dtype=np.float64):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype).tolist()


@misconception(
    of="init_params",
    title="All your weights are 0",
    hint="Print the standard deviation of each W. Can two units of a layer ever learn something "
    "different?",
)
def init_params_zeros(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return [(np.zeros((m, n), dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You drew with the standard deviation 0.01 in every layer",
    hint="Send random numbers through ten layers of 100 units, with ReLU between them, and print "
    "their standard deviation behind each.",
)
def init_params_a_hundredth(layer_sizes, rng, dtype=np.float64):
    return [
        (rng.normal(0, 0.01, (m, n)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You drew with the standard deviation 1 in every layer",
    hint="Send random numbers through ten layers of 100 units, with ReLU between them, and print "
    "their standard deviation behind each.",
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
)
def init_params_with_random_biases(layer_sizes, rng, dtype=np.float64):
    return [
        (_he(m, n, rng, dtype), rng.normal(0, 0.01, n).astype(dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="Your biases start at 1",
    hint="Print all biases. Which number must they start from?",
)
def init_params_with_biases_of_1(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.ones(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your biases start at 0.01",
    hint="Print all biases. Which number must they start from?",
)
def init_params_with_small_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.full(n, 0.01, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your biases have two axes",
    hint="Print the shape of each W and each b. How many biases has a layer with 5 outputs?",
)
def init_params_with_rows_of_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros((1, n), dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You made a bias for each input, not for each output",
    hint="Print the shape of each W and each b. How many biases has a layer with 5 outputs?",
)
def init_params_with_biases_of_fan_in(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros(m, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You made one number the bias of a whole layer",
    hint="Print the shape of each W and each b. How many biases has a layer with 5 outputs?",
)
def init_params_with_single_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), 0.0) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the biases out",
    hint="Print the result for the widths [4, 3, 2]. What belongs to a layer?",
)
def init_params_without_biases(layer_sizes, rng, dtype=np.float64):
    return [_he(m, n, rng, dtype) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your layers are lists, not tuples",
    hint="Print type(params[0]).",
)
def init_params_of_lists(layer_sizes, rng, dtype=np.float64):
    return [[_he(m, n, rng, dtype), np.zeros(n, dtype)] for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You returned all arrays in one list",
    hint="Print len(params) for the widths [4, 3, 2]. What must params[0] be?",
)
def init_params_flat(layer_sizes, rng, dtype=np.float64):
    layers = [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]
    return [array for layer in layers for array in layer]


@misconception(
    of="init_params",
    title="You returned a list of weights and a list of biases",
    hint="Print params[0] for the widths [4, 3, 2]. What must it be?",
)
def init_params_apart(layer_sizes, rng, dtype=np.float64):
    pairs = list(pairwise(layer_sizes))
    return [_he(m, n, rng, dtype) for m, n in pairs], [np.zeros(n, dtype) for _, n in pairs]


@misconception(
    of="init_params",
    title="You returned a dictionary",
    hint="Print type(params). How would you go through the layers in order?",
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
)
def init_params_without_the_last_layer(layer_sizes, rng, dtype=np.float64):
    pairs = list(pairwise(layer_sizes))[:-1]
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairs]


@misconception(
    of="init_params",
    title="You made a layer for each width",
    hint="Print len(params) for the widths [4, 3, 2]. How many layers lie between three widths?",
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
)
def init_params_transposed(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype).T, np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your last layer comes first",
    hint="Print the shapes in the order of the list. Which layer does the input go into?",
)
def init_params_reversed(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)][::-1]


@misconception(
    of="init_params",
    title="You drew each layer from a new generator with the same seed",
    hint="Use three layers of one size, and compare the weights of the first with those of the "
    "second. Where is the generator made?",
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
)
def init_params_from_one_draw(layer_sizes, rng, dtype=np.float64):
    draws = rng.standard_normal((max(layer_sizes), max(layer_sizes)))
    return [
        ((draws[:m, :n] * np.sqrt(2 / m)).astype(dtype), np.zeros(n, dtype))
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You drew from NumPy's hidden generator, not from rng",
    hint="Call it twice, with np.random.default_rng(0) each time. Are the weights equal? Search "
    "your code for np.random.",
)
def init_params_from_the_hidden_generator(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    return [
        ((np.random.randn(m, n) * np.sqrt(2 / m)).astype(dtype), np.zeros(n, dtype))  # noqa: NPY002
        for m, n in pairwise(layer_sizes)
    ]


@misconception(
    of="init_params",
    title="You made a generator of your own, with a fixed seed",
    hint="Call it with np.random.default_rng(1), and then with np.random.default_rng(2). Should "
    "the weights be equal?",
)
def init_params_from_a_fixed_seed(layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - the mistake
    own = np.random.default_rng(42)
    return [(_he(m, n, own, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You drew from a copy of rng, so rng never moves on",
    hint="Call it twice with one generator. Should the weights be equal?",
)
def init_params_from_a_copy(layer_sizes, rng, dtype=np.float64):
    own = copy.deepcopy(rng)
    return [(_he(m, n, own, dtype), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You used one array as the bias of several layers",
    hint="Use three layers of one size, write 1 into the first b, and print the second.",
)
def init_params_with_a_shared_bias(layer_sizes, rng, dtype=np.float64):
    b = np.zeros(max(layer_sizes), dtype)
    return [(_he(m, n, rng, dtype), b[:n]) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="Your biases can't be written into",
    hint="Try params[0][1][0] = 1. What will a step of training do with them?",
)
def init_params_with_read_only_biases(layer_sizes, rng, dtype=np.float64):
    zero = np.zeros((), dtype)
    return [(_he(m, n, rng, dtype), np.broadcast_to(zero, n)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the dtype of the biases out",
    hint="Print the dtype of each W and each b, for dtype=np.float32.",
)
def init_params_with_float64_biases(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, dtype), np.zeros(n)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You left the dtype of the weights out",
    hint="Print the dtype of each W and each b, for dtype=np.float32.",
)
def init_params_with_float64_weights(layer_sizes, rng, dtype=np.float64):
    return [(_he(m, n, rng, np.float64), np.zeros(n, dtype)) for m, n in pairwise(layer_sizes)]


@misconception(
    of="init_params",
    title="You took the widths out of the caller's list",
    hint="Print layer_sizes before and after the call.",
)
def init_params_empties_layer_sizes(layer_sizes, rng, dtype=np.float64):
    params = []
    while len(layer_sizes) > 1:
        m = layer_sizes.pop(0)
        params.append((_he(m, layer_sizes[0], rng, dtype), np.zeros(layer_sizes[0], dtype)))
    return params


def _he(fan_in, fan_out, rng, dtype):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(dtype)
