"""What goes wrong in exercise 8."""

import numpy as np

from nngrade.diagnosis import misconception


def _softmax(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def _targets(logits, labels):
    return np.eye(logits.shape[1], dtype=logits.dtype)[labels]


_BUFFERS = {}


def _kept(name, value):
    """Return the same array for each value of one shape and dtype, filled anew."""
    buffer = _BUFFERS.setdefault((name, value.shape, value.dtype), np.empty_like(value))
    buffer[...] = value
    return buffer


# --- relu_backward -------------------------------------------------------------------------------


@misconception(
    of="relu_backward",
    title="You let the whole upstream pass",
    hint="Print relu for z = -1.0 and z = -1.1. How much does it change, and so how much of the "
    "upstream may pass there?",
)
def mask_missing(upstream, z):  # noqa: ARG001 - the mistake
    return upstream.copy()


@misconception(
    of="relu_backward",
    title="You let the upstream pass where z is below 0",
    hint="Print relu for z = -1.0 and z = -1.1, then for 1.0 and 1.1. Where does it change?",
)
def mask_inverted(upstream, z):
    return np.where(z <= 0, upstream, 0)


@misconception(
    of="relu_backward",
    title="You let the upstream pass where z is below 0",
    hint="Print relu for z = -1.0 and z = -1.1, then for 1.0 and 1.1. Where does it change?",
)
def mask_below_zero(upstream, z):
    return np.where(z < 0, upstream, 0)


@misconception(
    of="relu_backward",
    title="You took the upstream for z, and z for the upstream",
    hint="Print your two arguments, by name. Which of the two decides what passes?",
)
def arguments_swapped(upstream, z):
    return np.where(upstream > 0, z, 0)


@misconception(
    of="relu_backward",
    title="You let the upstream pass only where z is above 1",
    hint="Print relu for z = 0.5 and z = 0.6. Does it change there?",
)
def passes_above_one(upstream, z):
    return np.where(z > 1, upstream, 0)


@misconception(
    of="relu_backward",
    title="You asked the upstream whether it may pass, not z",
    hint="Take an upstream of -6 at a z of 2. Does relu change there when z is moved a little?",
)
def mask_from_the_upstream(upstream, z):  # noqa: ARG001 - the mistake
    return np.where(upstream > 0, upstream, 0)


@misconception(
    of="relu_backward",
    title="You stopped negative gradients as well",
    hint="Take an upstream of -6 at a z of 2. Does relu change there when z is moved a little?",
)
def mask_from_both(upstream, z):
    return np.where((z > 0) & (upstream > 0), upstream, 0)


@misconception(
    of="relu_backward",
    title="You multiplied by the activation, not by its slope",
    hint="Print relu for z = 3.0 and z = 3.1. By how much does it grow for each step of z, and "
    "does that depend on z?",
)
def multiplied_by_the_activation(upstream, z):
    return upstream * np.maximum(z, 0)


@misconception(
    of="relu_backward",
    title="You multiplied by z",
    hint="Print relu for z = 3.0 and z = 3.1. By how much does it grow for each step of z, and "
    "does that depend on z?",
)
def multiplied_by_z(upstream, z):
    return upstream * z


@misconception(
    of="relu_backward",
    title="You returned relu(z) itself",
    hint="Change the upstream and call it again: the result must change.",
)
def forward_for_backward(upstream, z):  # noqa: ARG001 - the mistake
    return np.maximum(z, 0)


@misconception(
    of="relu_backward",
    title="You left the upstream out",
    hint="Double the upstream and call it again: the result must double.",
)
def upstream_left_out(upstream, z):
    return (z > 0).astype(upstream.dtype)


@misconception(
    of="relu_backward",
    title="You let the upstream pass where z is exactly 0",
    hint="Call it with a z of 0.0. At the bend there is no slope: which one do we agree on?",
)
def passes_at_zero(upstream, z):
    return np.where(z >= 0, upstream, 0)


@misconception(
    of="relu_backward",
    title="You took half the upstream where z is exactly 0",
    hint="Call it with a z of 0.0. At the bend there is no slope: which one do we agree on?",
)
def half_at_zero(upstream, z):
    return upstream * np.heaviside(z, 0.5)


@misconception(
    of="relu_backward",
    title="You divided by z, which may be 0",
    hint="Call it with a z of 0.0. What is 0 divided by 0?",
)
def divided_by_z(upstream, z):
    with np.errstate(all="ignore"):
        return upstream * np.maximum(z, 0) / z


@misconception(
    of="relu_backward",
    title="You took a z that is near 0 for 0",
    hint="Call it with a z of 1e-9. It is above 0: what passes?",
)
def near_zero_taken_for_zero(upstream, z):
    return np.where(z > 1e-7, upstream, 0)


@misconception(
    of="relu_backward",
    title="You let a little of the upstream pass below 0",
    hint="Print relu for z = -1.0 and z = -1.1. How much does it change?",
)
def leaky_mask(upstream, z):
    return np.where(z > 0, upstream, 0.01 * upstream)


@misconception(
    of="relu_backward",
    title="You wrote into the upstream",
    hint="Print upstream before and after the call. A second name for an array is no second array.",
)
def upstream_overwritten(upstream, z):
    dz = upstream
    dz[z <= 0] = 0
    return dz


@misconception(
    of="relu_backward",
    title="You wrote into z",
    hint="Print z before and after the call. A second name for an array is no second array.",
)
def z_overwritten(upstream, z):
    mask = z
    mask[z <= 0] = 0
    mask[mask > 0] = 1
    return upstream * mask


@misconception(
    of="relu_backward",
    title="All results share one array",
    hint="Call it twice with different values, and print the first result again. How many arrays "
    "does your code make?",
    by_symptoms=True,
)
def relu_into_one_buffer(upstream, z):
    return _kept("dz", np.where(z > 0, upstream, 0))


@misconception(
    of="relu_backward",
    title="You turned float32 into float64",
    hint="Print the dtype of each thing that you multiply.",
)
def relu_in_float64(upstream, z):
    return upstream * (z > 0).astype(np.float64)


@misconception(
    of="relu_backward",
    title="You returned whole numbers",
    hint="Print the dtype of the array that you fill. What becomes of 0.7 in it?",
)
def integer_buffer(upstream, z):
    return np.where(z > 0, upstream, 0).astype(int)


@misconception(
    of="relu_backward",
    title="Your function only knows matrices",
    hint="Call it with a z of shape (6,), then (2, 3, 4). What does each line suppose of z.shape?",
)
def matrices_only(upstream, z):
    rows, columns = z.shape
    return np.where(z > 0, upstream, 0).reshape(rows, columns)


@misconception(
    of="relu_backward",
    title="You went through the rows one by one",
    hint="Which single comparison says for all entries of z at once where it is above 0?",
    by_symptoms=True,
)
def relu_row_by_row(upstream, z):
    dz = np.zeros_like(upstream)
    for row in range(len(z)):
        dz[row] = np.where(z[row] > 0, upstream[row], 0)
    return dz


# --- linear_backward -----------------------------------------------------------------------------


@misconception(
    of="linear_backward",
    title="You returned the gradients in another order",
    hint="Print the shape of each of the three, beside those of x, W and b.",
)
def another_order(upstream, x, W):
    return x.T @ upstream, upstream @ W.T, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="Your dW is transposed",
    hint="Print dW.shape and W.shape. A gradient has the shape of what it belongs to.",
)
def dw_transposed(upstream, x, W):
    return upstream @ W.T, upstream.T @ x, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="Your dx is transposed",
    hint="Print dx.shape and x.shape. A gradient has the shape of what it belongs to.",
)
def dx_transposed(upstream, x, W):
    return W @ upstream.T, x.T @ upstream, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You averaged db over the samples",
    hint="Count in the formula of db[m] how many numbers are added up, and by what the sum is "
    "divided.",
)
def db_averaged(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, upstream.mean(axis=0)


@misconception(
    of="linear_backward",
    title="Your db adds up everything",
    hint="Print db.shape. Each output has a bias of its own: how many numbers is db?",
)
def db_total(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, upstream.sum()


@misconception(
    of="linear_backward",
    title="Every entry of your db is the sum of the whole upstream",
    hint="Change one column of the upstream. Which entries of db may change?",
)
def db_total_everywhere(upstream, x, W):
    db = np.full(upstream.shape[1], upstream.sum())
    return upstream @ W.T, x.T @ upstream, db.astype(upstream.dtype)


@misconception(
    of="linear_backward",
    title="You added db up along the wrong axis",
    hint="Print db.shape for N = 7 samples and M = 5 outputs. Each output has a bias of its own.",
)
def db_wrong_axis(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=1)


@misconception(
    of="linear_backward",
    title="Your db is a matrix of one row",
    hint="Print db.shape and b.shape. What does keepdims do?",
)
def db_keeps_its_axis(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0, keepdims=True)


@misconception(
    of="linear_backward",
    title="Your db is the upstream itself",
    hint="Print db.shape. The same bias is used for every sample: what does that mean for its "
    "gradient?",
)
def db_not_summed(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, upstream.copy()


@misconception(
    of="linear_backward",
    title="Your db counts the samples",
    hint="Double the upstream and call it again: db must double.",
)
def db_without_upstream(upstream, x, W):
    db = np.full(upstream.shape[1], len(upstream), upstream.dtype)
    return upstream @ W.T, x.T @ upstream, db


@misconception(
    of="linear_backward",
    title="Your db is 0",
    hint="Print db. Does the loss change when a bias is moved a little?",
)
def db_zero(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, np.zeros_like(upstream[0])


@misconception(
    of="linear_backward",
    title="Your db loses its axis where there is one output",
    hint="Print db.shape for a W of shape (6, 1). What does np.squeeze do?",
)
def db_squeezed(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, np.squeeze(upstream.sum(axis=0, keepdims=True))


@misconception(
    of="linear_backward",
    title="Your gradients lose an axis where there is one sample",
    hint="Print the shapes of dx, dW and db for an x of shape (1, 6). What does np.squeeze do?",
)
def dx_squeezed(upstream, x, W):
    return np.squeeze(upstream @ W.T), x.T @ upstream, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You left out the weights that are 0",
    hint="Take a W with an entry of 0. Does the loss change when that entry is moved a little?",
)
def zero_weights_left_out(upstream, x, W):
    return upstream @ W.T, x.T @ upstream * (W != 0), upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You put the mask of a ReLU into the linear layer",
    hint="Take an x with an entry of 0. Does the loss change when that entry is moved a little? "
    "Which function has the mask?",
)
def dx_masked(upstream, x, W):
    return upstream @ W.T * (x != 0), x.T @ upstream, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You divided dW and db by N once more",
    hint="Call it with one sample, then with the same sample twice. Where did the 1/N of the mean "
    "come into the upstream?",
)
def divided_by_n_again(upstream, x, W):
    return upstream @ W.T, x.T @ upstream / len(x), upstream.sum(axis=0) / len(x)


@misconception(
    of="linear_backward",
    title="You divided dW by N once more",
    hint="Call it with one sample, then with the same sample twice. Where did the 1/N of the mean "
    "come into the upstream?",
)
def dw_divided_by_n(upstream, x, W):
    return upstream @ W.T, x.T @ upstream / len(x), upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You divided all three gradients by N once more",
    hint="Call it with one sample, then with the same sample twice. Where did the 1/N of the mean "
    "come into the upstream?",
)
def all_divided_by_n(upstream, x, W):
    n = len(x)
    return upstream @ W.T / n, x.T @ upstream / n, upstream.sum(axis=0) / n


_BOUNDS = tuple(a * 10.0**k for k in range(-1, 6) for a in (1, 2, 5))


def _linear(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0)


def _is_clipped(call):
    """Whether no gradient is above some round number, though the right ones are."""
    right = _linear(call.upstream, call.x, call.W)
    pairs = list(zip(call.got, right, strict=True))
    changed = [pair for pair in pairs if not np.allclose(*pair)]
    return bool(changed) and all(
        any(np.allclose(got, np.clip(own, -bound, bound)) for bound in _BOUNDS)
        for got, own in changed
    )


def _leaves_samples_out(call):
    """Whether dW is the sum over the first samples only."""
    terms = call.x[:, :, None] * call.upstream[:, None, :]
    sums = np.cumsum(terms, axis=0)[:-1]
    return bool(np.isclose(sums, call.got[1]).all(axis=(1, 2)).any())


@misconception(
    of="linear_backward",
    title="You clipped a gradient",
    hint="Call it with an upstream of ones, then with one of millions. How many times as large "
    "must each gradient be, and how many times is yours?",
    when=_is_clipped,
)
def dw_clipped(upstream, x, W):
    dx, dW, db = _linear(upstream, x, W)
    return dx, np.clip(dW, -100, 100), db


@misconception(
    of="linear_backward",
    title="In a large batch you left samples out of dW",
    hint="Call it with 300 samples that are all ones, and an upstream of ones. What must each "
    "entry of dW be? Over how many rows does your sum go?",
    when=_leaves_samples_out,
)
def dw_of_64_samples(upstream, x, W):
    return upstream @ W.T, x[:64].T @ upstream[:64], upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You turned the sign round",
    hint="Compare one entry of dW with what your checker of exercise 7 measures.",
)
def linear_sign(upstream, x, W):
    return -upstream @ W.T, -x.T @ upstream, -upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You doubled dW",
    hint="Compare one entry of dW with what your checker of exercise 7 measures. Where does a 2 "
    "come from?",
)
def dw_doubled(upstream, x, W):
    return upstream @ W.T, 2 * x.T @ upstream, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="Your dx doesn't depend on the upstream",
    hint="Double the upstream and call it again: dx must double.",
)
def dx_without_upstream(upstream, x, W):
    dx = np.tile(W.sum(axis=1), (len(x), 1))
    return dx, x.T @ upstream, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You moved W before you computed dx",
    hint="Print W before and after the call. Gradients are all taken at the same place: the step "
    "comes later.",
)
def w_moved_first(upstream, x, W):
    dW = x.T @ upstream
    W -= 0.1 * dW
    return upstream @ W.T, dW, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="All results share their arrays",
    hint="Call it twice with different values, and print the first result again. How many arrays "
    "does your code make?",
    by_symptoms=True,
)
def linear_into_buffers(upstream, x, W):
    dx, dW = _kept("dx", upstream @ W.T), _kept("dW", x.T @ upstream)
    return dx, dW, _kept("db", upstream.sum(axis=0))


@misconception(
    of="linear_backward",
    title="You returned a list",
    hint="Print type(...) of what you return. Three values with commas between them are a tuple.",
)
def list_of_three(upstream, x, W):
    return [upstream @ W.T, x.T @ upstream, upstream.sum(axis=0)]


@misconception(
    of="linear_backward",
    title="You turned float32 into float64",
    hint="Print the dtype of each of the three. Which line makes an array with a dtype of its own?",
)
def linear_in_float64(upstream, x, W):
    dW = np.zeros(W.shape)
    dW += x.T @ upstream
    return upstream @ W.T, dW, upstream.sum(axis=0)


@misconception(
    of="linear_backward",
    title="You turned float32 into float64",
    hint="Print the dtype of each of the three. Which line makes an array with a dtype of its own?",
)
def db_in_float64(upstream, x, W):
    return upstream @ W.T, x.T @ upstream, np.ones(len(x)) @ upstream


@misconception(
    of="linear_backward",
    title="You went through the samples one by one",
    hint="Write the shapes of x, upstream and dW beside one another. Which product of matrices "
    "adds up over the samples?",
    by_symptoms=True,
)
def linear_sample_by_sample(upstream, x, W):
    dW = np.zeros_like(W)
    for row, up in zip(x, upstream, strict=True):
        dW += np.outer(row, up)
    return upstream @ W.T, dW, upstream.sum(axis=0)


# --- cross_entropy_backward ----------------------------------------------------------------------


@misconception(
    of="cross_entropy_backward",
    title="You left the 1/N out",
    hint="Call it with one sample, then with two. The loss is a mean: of how many numbers?",
)
def n_left_out(logits, labels):
    return _softmax(logits) - _targets(logits, labels)


@misconception(
    of="cross_entropy_backward",
    title="You divided by N twice",
    hint="Call it with one sample, then with two. How often do you divide?",
)
def n_twice(logits, labels):
    return (_softmax(logits) - _targets(logits, labels)) / len(labels) ** 2


@misconception(
    of="cross_entropy_backward",
    title="You divided by the number of all scores",
    hint="The loss is a mean: of how many numbers, for 7 samples of 5 classes?",
)
def divided_by_all_scores(logits, labels):
    return (_softmax(logits) - _targets(logits, labels)) / logits.size


@misconception(
    of="cross_entropy_backward",
    title="You divided by the number of classes",
    hint="Print the number that you divide by, for 7 samples of 5 classes.",
)
def divided_by_classes(logits, labels):
    return (_softmax(logits) - _targets(logits, labels)) / logits.shape[1]


@misconception(
    of="cross_entropy_backward",
    title="You divided only the 1 of the right class by N, and not the probabilities",
    hint="Print one row of your gradient and its sum. To which entries does the 1/N belong?",
)
def n_for_the_right_class_only(logits, labels):
    return _softmax(logits) - _targets(logits, labels) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You turned the sign round",
    hint="When the score of the right class grows, the loss falls. Which sign must its gradient "
    "have?",
)
def scores_sign(logits, labels):
    return (_targets(logits, labels) - _softmax(logits)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="Your gradient is twice what it should be",
    hint="Compare one entry with what your checker of exercise 7 measures. Where does a 2 come "
    "from?",
)
def doubled(logits, labels):
    return 2 * (_softmax(logits) - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You multiplied one more derivative of softmax in",
    hint="Differentiate -z[y] + log(sum of exp(z)) on paper. Is there a p · (1 - p) in the result?",
)
def softmax_derivative_twice(logits, labels):
    p = _softmax(logits)
    return (p - _targets(logits, labels)) * p * (1 - p) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You left the labels out",
    hint="Print one row of your gradient and its sum. Each row adds up to 0.",
)
def labels_left_out(logits, labels):
    return _softmax(logits) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="Only the right class gets a gradient",
    hint="Print one row of your gradient. Does the loss change when the score of a wrong class "
    "grows?",
)
def right_class_only(logits, labels):
    targets = _targets(logits, labels)
    return targets * (_softmax(logits) - 1) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You took the gradient for the probabilities, not for the scores",
    hint="Print the gradient for equal scores. The derivative of log p is 1/p: by what else does "
    "the chain rule multiply?",
)
def gradient_for_probabilities(logits, labels):
    return -_targets(logits, labels) / _softmax(logits) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You left the softmax out",
    hint="Print one row of your gradient and its sum. What is p in the formula?",
)
def softmax_left_out(logits, labels):
    return (logits - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You applied softmax twice",
    hint="Print what goes into your last softmax. Are these scores, or are they probabilities "
    "already?",
)
def softmax_twice(logits, labels):
    return (_softmax(_softmax(logits)) - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You took the softmax down the columns, over the batch",
    hint="Print the probabilities' sums along both axes. Each sample's must be 1.",
)
def softmax_over_axis_0(logits, labels):
    return (_softmax(logits.T).T - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You took the exponential of the scores as they are",
    hint="Print np.exp(1000.0). What did exercise 5 do before np.exp?",
)
def exponential_overflows(logits, labels):
    weights = np.exp(logits)
    p = weights / weights.sum(axis=1, keepdims=True)
    return (p - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You took 1 away in every row, at every label of the batch",
    hint="Print how many entries of p change when you take the 1 away. It must be one a row: does "
    "p[:, labels] pick one a row?",
)
def every_label_in_every_row(logits, labels):
    p = _softmax(logits)
    p[:, labels] -= 1
    return p / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You took 1 away at the class before the right one",
    hint="Call it with one sample of equal scores and the label 1. Which entry is below 0?",
)
def class_off_by_one(logits, labels):
    return (_softmax(logits) - _targets(logits, labels - 1)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="Your one-hot rows are as wide as the largest label of the batch",
    hint="Print the shape of your one-hot array for the labels [2, 0] and four classes.",
)
def width_from_the_labels(logits, labels):
    targets = np.eye(labels.max() + 1, dtype=logits.dtype)[labels]
    return (_softmax(logits) - targets) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="Your one-hot rows always have ten classes",
    hint="Print the shape of your one-hot array for four classes. How wide are the logits?",
)
def ten_classes(logits, labels):
    return (_softmax(logits) - np.eye(10)[labels]) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="Your one-hot rows never have more than ten classes",
    hint="Print the shape of your one-hot array for twelve classes. How wide are the logits?",
)
def ten_classes_at_most(logits, labels):
    targets = np.zeros_like(logits)
    wide = np.eye(10, dtype=logits.dtype)[np.minimum(labels, 9)][:, : logits.shape[1]]
    targets[:, : wide.shape[1]] = wide
    return (_softmax(logits) - targets) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You averaged the gradient over the samples",
    hint="Print the shape of what you return, beside the shape of the logits.",
)
def mean_over_samples(logits, labels):
    return (_softmax(logits) - _targets(logits, labels)).mean(axis=0)


@misconception(
    of="cross_entropy_backward",
    title="You counted places with the labels' 8 bits, which end at 255",
    hint="Print np.arange(90, dtype=np.uint8) * 5. Which numbers must an index reach in a batch of "
    "90 samples and 5 classes?",
)
def places_of_eight_bits(logits, labels):
    dz = _softmax(logits)
    rows = np.arange(len(labels)).astype(labels.dtype)
    dz.ravel()[labels + labels.dtype.type(logits.shape[1]) * rows] -= 1
    return dz / logits.dtype.type(len(labels))


@misconception(
    of="cross_entropy_backward",
    title="You wrote into the logits",
    hint="Print logits before and after the call. A second name for an array is no second array.",
)
def logits_overwritten(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return (_softmax(logits) - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You wrote the probabilities into the logits",
    hint="Print logits before and after the call. Which of your lines writes into it?",
)
def probabilities_into_logits(logits, labels):
    logits[...] = _softmax(logits)
    return (logits - _targets(logits, labels)) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You wrote into the labels",
    hint="Print labels before and after the call. A second name for an array is no second array.",
)
def labels_overwritten(logits, labels):
    dz = _softmax(logits)
    labels += np.arange(len(labels)) * logits.shape[1]
    dz.ravel()[labels] -= 1
    return dz / logits.dtype.type(len(labels))


@misconception(
    of="cross_entropy_backward",
    title="All results share one array",
    hint="Call it twice with different values, and print the first result again. How many arrays "
    "does your code make?",
    by_symptoms=True,
)
def scores_into_one_buffer(logits, labels):
    return _kept(
        "scores", (_softmax(logits) - _targets(logits, labels)) / logits.dtype.type(len(labels))
    )


@misconception(
    of="cross_entropy_backward",
    title="You turned float32 into float64",
    hint="Print the dtype of your probabilities and of your one-hot array. Which dtype has "
    "one less the other?",
)
def scores_in_float64(logits, labels):
    return (_softmax(logits) - np.eye(logits.shape[1])[labels]) / len(labels)


@misconception(
    of="cross_entropy_backward",
    title="You went through the samples one by one",
    hint="Which index picks one entry in each row, for all rows at once?",
    by_symptoms=True,
)
def scores_sample_by_sample(logits, labels):
    dz = _softmax(logits)
    for row, label in enumerate(labels):
        dz[row, label] -= 1
    return dz / len(labels)
