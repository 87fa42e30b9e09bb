"""What goes wrong in exercise 11."""

import copy
from itertools import pairwise

import numpy as np

from nngrade.diagnosis import misconception

# --- a right network, with a place for each mistake -----------------------------------------------


def _softmax(logits):
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def _log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _losses(logits, labels):
    return -_log_softmax(logits)[np.arange(len(labels)), labels]


def _mean_loss(logits, labels):
    return float(_losses(logits, labels).mean())


def _slope(logits, labels):
    targets = np.eye(logits.shape[1], dtype=logits.dtype)[labels]
    return (_softmax(logits) - targets) / len(labels)


def _linear(a, W, b):
    return a @ W + b


def _relu(z):
    return np.maximum(z, 0)


def _scores(params, x, *, linear=_linear, relu=_relu):
    """Return what enters each layer, and what leaves it before the ReLU."""
    a, z = [x], []
    for W, b in params:
        z.append(linear(a[-1], W, b))
        a.append(relu(z[-1]))
    return a[:-1], z


def _mask(da, layer, z, _a):
    return da * (z[layer - 1] > 0)


def _for_weights(dz, layer, a, _z):
    return a[layer].T @ dz


def _for_biases(dz):
    return dz.sum(axis=0)


def _gradients(
    self,
    x,
    labels,
    *,
    loss=_mean_loss,
    slope=_slope,
    mask=_mask,
    dW=_for_weights,
    db=_for_biases,
):
    a, z = _scores(self.params, x)
    dz, grads = slope(z[-1], labels), []
    for layer in reversed(range(len(self.params))):
        grads.insert(0, (dW(dz, layer, a, z), db(dz)))
        if layer:
            dz = mask(dz @ self.params[layer][0].T, layer, z, a)
    return loss(z[-1], labels), grads


def _weights(fan_in, fan_out, rng, dtype=np.float64, std=None):
    std = np.sqrt(2 / fan_in) if std is None else std
    return rng.normal(0, std, (fan_in, fan_out)).astype(dtype)


def _layers(layer_sizes, rng, dtype=np.float64, weights=_weights):
    shapes = list(pairwise(layer_sizes))
    return [(weights(*shape, rng, dtype), np.zeros(shape[1], dtype)) for shape in shapes]


def _have_scale(params, std):
    """Whether each layer's weights have this standard deviation, by its two sizes."""
    return all(W.size > 999 and abs(W.std() / std(*W.shape) - 1) < 0.1 for W, _ in params)


def _reversed(params):
    """Whether each layer's outputs are what the layer before takes, from the last to the first."""
    pairs = [(one.shape, other.shape) for (one, _), (other, _) in pairwise(params)]
    return all(one[0] == other[1] for one, other in pairs) and any(
        one[1] != other[0] for one, other in pairs
    )


def _uniform(rng, params):
    """Draw the weights anew, of the right standard deviation but uniform."""
    limits = [np.sqrt(6 / len(W)) for W, _ in params]
    return [
        (rng.uniform(-limit, limit, W.shape).astype(W.dtype), b)
        for limit, (W, b) in zip(limits, params, strict=True)
    ]


def _parts(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


def _batches(x, labels, batch_size, rng):
    for batch in _parts(rng.permutation(len(x)), batch_size):
        yield x[batch], labels[batch]


def _write(arrays, values):
    for pair, new in zip(arrays, values, strict=True):
        for array, value in zip(pair, new, strict=True):
            array[...] = value


def _step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W[...] -= learning_rate * dW
        b[...] -= learning_rate * db


def _no_epoch(epoch, mean_loss):
    pass


def _fit(self, x, labels, settings, *, batches=_batches, step=_step, mean=np.mean):
    tell, history = settings.get("on_epoch") or _no_epoch, []
    for epoch in range(settings["epochs"]):
        losses = []
        for batch in batches(x, labels, settings["batch_size"], settings["rng"]):
            loss, grads = self.loss_and_gradients(*batch)
            step(self.params, grads, settings["learning_rate"])
            losses.append(loss)
        history.append(float(mean(losses)))
        tell(epoch, history[-1])
    return history


def _fit_until(self, x, labels, settings, enough):
    """Train for one epoch after the other, until it is enough of the losses."""
    tell, losses = settings.get("on_epoch") or _no_epoch, []
    for epoch in range(settings["epochs"]):
        losses += _fit(self, x, labels, settings | {"epochs": 1, "on_epoch": None})
        tell(epoch, losses[-1])
        if enough([np.inf, *losses]):
            break
    return losses


# Learning rates that are written down in a hurry.
RATES = (1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


class _Bare:
    """A network of its own with the parameters that a call found."""

    loss_and_gradients = _gradients

    def __init__(self, params):
        self.params = [(W.copy(), b.copy()) for W, b in params]


def _learns_at(rate, call):
    """Whether a call of fit gave what another learning rate than the one asked for gives."""
    rng = getattr(call.rng, "seed", None)
    rng = copy.deepcopy(call.rng) if rng is None else np.random.default_rng(rng)
    settings = {"epochs": call.epochs, "batch_size": call.batch_size, "rng": rng}
    got = _fit(_Bare(call.params), call.x, call.labels, settings | {"learning_rate": rate})
    return rate != call.learning_rate and np.allclose(got, call.got, rtol=1e-9, atol=0)


# --- __init__ -------------------------------------------------------------------------------------


@misconception(
    of="NeuralNetwork.__init__",
    title="You began with weights of 0",
    hint="Compute the gradients of such a network. In what do two units of one layer differ?",
    when=lambda call: not any(W.any() for W, _ in call.got),
)
def weights_of_zero(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(layer_sizes, rng, dtype, lambda i, o, _, kind: np.zeros((i, o), kind))


@misconception(
    of="NeuralNetwork.__init__",
    title="You gave the arguments other names",
    hint="Compare the line `def __init__(…)` with the one in the lesson, name by name.",
    when=lambda call: "unexpected keyword" in call.got.message,
)
def other_argument_names(self, sizes, generator, kind=np.float64):
    self.params = _layers(sizes, generator, kind, _weights)


@misconception(
    of="NeuralNetwork.__init__",
    title="You drew weights of standard deviation 1, whatever the size of the layer",
    hint="Send a random x through the layers and print the standard deviation after each.",
    when=lambda call: _have_scale(call.got, lambda *_: 1.0),
)
def unscaled_weights(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(layer_sizes, rng, dtype, lambda *to: _weights(*to, std=1.0))


@misconception(
    of="NeuralNetwork.__init__",
    title="You took the scale from the outputs of a layer",
    hint="How many products does one sum of x @ W add up? Is that fan_in or fan_out?",
    when=lambda call: _have_scale(call.got, lambda _, fan_out: np.sqrt(2 / fan_out)),
)
def scaled_by_fan_out(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(
        layer_sizes, rng, dtype, lambda *to: _weights(*to, std=(2 / to[1]) ** 0.5)
    )


@misconception(
    of="NeuralNetwork.__init__",
    title="You gave each layer the same random numbers",
    hint="Print W[0][0, 0] and W[1][0, 0]. From which state of the generator is each drawn?",
    by_symptoms=True,
)
def reseeded_for_each_layer(self, layer_sizes, rng, dtype=np.float64):
    seed = int(rng.integers(2**32))

    def weights(fan_in, fan_out, _rng, dtype):
        return _weights(fan_in, fan_out, np.random.default_rng(seed), dtype)

    self.params = _layers(layer_sizes, rng, dtype, weights)


@misconception(
    of="NeuralNetwork.__init__",
    title="You began with biases other than 0",
    hint="Print the biases of a new network.",
    by_symptoms=True,
)
def biases_of_one(self, layer_sizes, rng, dtype=np.float64):
    self.params = [(W, b + 1) for W, b in _layers(layer_sizes, rng, dtype)]


@misconception(
    of="NeuralNetwork.__init__",
    title="You made the biases columns",
    hint="Print the shape of a bias, and of x @ W + b for 5 samples.",
    by_symptoms=True,
)
def biases_as_columns(self, layer_sizes, rng, dtype=np.float64):
    self.params = [(W, b[:, None]) for W, b in _layers(layer_sizes, rng, dtype)]


@misconception(
    of="NeuralNetwork.__init__",
    title="You drew from NumPy's global generator",
    hint="Build two networks with generators of the same seed. Which of your lines draws the "
    "numbers, and from what?",
    by_symptoms=True,
)
def global_generator(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(
        layer_sizes, rng, dtype, lambda i, o, _, kind: _weights(i, o, np.random, kind)
    )


@misconception(
    of="NeuralNetwork.__init__",
    title="You made a generator of your own, with a seed of your own",
    hint="Build two networks with generators of different seeds, and compare their weights.",
    by_symptoms=True,
)
def a_seed_of_its_own(self, layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - that is the bug
    self.params = _layers(layer_sizes, np.random.default_rng(0), dtype)


@misconception(
    of="NeuralNetwork.__init__",
    title="You left the dtype out",
    hint="Build a network with dtype=np.float32 and print the dtype of each array.",
    by_symptoms=True,
)
def dtype_left_out(self, layer_sizes, rng, dtype=np.float64):  # noqa: ARG001 - that is the bug
    self.params = _layers(layer_sizes, rng)


@misconception(
    of="NeuralNetwork.__init__",
    title="You took the caller's list of sizes apart",
    hint="Print layer_sizes after you have built a network from it.",
    by_symptoms=True,
)
def sizes_taken_apart(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(list(layer_sizes), rng, dtype)
    layer_sizes.pop(0)


@misconception(
    of="NeuralNetwork.__init__",
    title="You made a layer too few",
    hint="How many layers lie between n sizes? Draw [6, 5, 4].",
    by_symptoms=True,
)
def a_layer_too_few(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(layer_sizes[:-1] if len(layer_sizes) > 2 else layer_sizes, rng, dtype)


@misconception(
    of="NeuralNetwork.__init__",
    title="You keep the arrays in the class, so that all networks share them",
    hint="Build two networks, then ask: one.params[0][0] is other.params[0][0]?",
    by_symptoms=True,
)
def arrays_kept_in_the_class(self, layer_sizes, rng, dtype=np.float64):
    type(self).params = _layers(layer_sizes, rng, dtype)


@misconception(
    of="NeuralNetwork.__init__",
    title="You drew all weights with a standard deviation of 0.01, whatever the size of the layer",
    hint="Send a random x through the layers and print the standard deviation after each.",
    when=lambda call: _have_scale(call.got, lambda *_: 0.01),
)
def small_weights(self, layer_sizes, rng, dtype=np.float64):
    self.params = [(W * 0.01 * (len(W) / 2) ** 0.5, b) for W, b in _layers(layer_sizes, rng, dtype)]


@misconception(
    of="NeuralNetwork.__init__",
    title="You drew the weights from a uniform distribution",
    hint="Plot a histogram of one layer's weights. Which shape has it, and which is asked for?",
    when=lambda call: all(abs(W).max() <= np.sqrt(6 / len(W)) for W, _ in call.got),
)
def uniform_weights(self, layer_sizes, rng, dtype=np.float64):
    self.params = _uniform(rng, _layers(layer_sizes, rng, dtype))


@misconception(
    of="NeuralNetwork.__init__",
    title="Part of your weights is 0",
    hint="Print (W == 0).mean() for the weights of each layer.",
    when=lambda call: 0.1 < np.mean(call.got[0][0] == 0) < 1,
)
def half_of_the_weights_0(self, layer_sizes, rng, dtype=np.float64):
    self.params = [
        (W * (np.arange(W.size).reshape(W.shape) % 2 > 0) * 2**0.5, b)
        for W, b in _layers(layer_sizes, rng, dtype)
    ]


# --- params ---------------------------------------------------------------------------------------


@misconception(
    of="NeuralNetwork.params",
    title="You hand out copies of the arrays",
    hint="Write net.params[0][0][...] = 0, then print net.params[0][0].",
    by_symptoms=True,
)
def copies_of_the_arrays(self):
    return [(W.copy(), b.copy()) for W, b in vars(self)["params"]]


@misconception(
    of="NeuralNetwork.params",
    title="You made one list of all arrays, without the pairs",
    hint="Try: for W, b in net.params: print(W.shape, b.shape)",
    by_symptoms=True,
)
def one_flat_list(self):
    return [array for layer in vars(self)["params"] for array in layer]


@misconception(
    of="NeuralNetwork.params",
    title="You list the last layer first",
    hint="Print the shapes in net.params for [6, 5, 4].",
    when=lambda call: _reversed(call.got),
)
def last_layer_first(self):
    return vars(self)["params"][::-1]


# --- forward --------------------------------------------------------------------------------------


@misconception(
    of="NeuralNetwork.forward",
    title="You put a ReLU after the last layer, too",
    hint="Print the smallest logit of 100 random inputs. May a score be negative?",
)
def relu_on_the_logits(self, x):
    return _relu(_scores(self.params, x)[1][-1])


@misconception(
    of="NeuralNetwork.forward",
    title="You left out the ReLU between the layers",
    hint="Print what enters the second layer. Is any entry negative?",
)
def no_relu(self, x):
    return _scores(self.params, x, relu=lambda z: z)[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You put a ReLU before the first layer",
    hint="Follow an x of negative numbers. What is left of it in the first product?",
)
def relu_on_the_input(self, x):
    return _scores(self.params, _relu(x))[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You shifted x in place, and the caller's x is changed",
    hint="Print x before and after the call.",
)
def input_shifted_in_place(self, x):
    x -= x.mean(axis=0)
    return _scores(self.params, x)[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You left out the biases",
    hint="Give all weights the value 0. Which logits must come out, and which do?",
)
def biases_left_out(self, x):
    return _scores(self.params, x, linear=lambda a, W, _b: a @ W)[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You added the biases after the ReLU",
    hint="Take a bias of -1 and weights of 0. What must enter the next layer?",
)
def biases_after_the_relu(self, x):
    *hidden, (W, b) = self.params
    for V, c in hidden:
        x = _relu(x @ V) + c
    return x @ W + b


@misconception(
    of="NeuralNetwork.forward",
    title="You returned probabilities where scores are asked for",
    hint="Print the sums of the rows that you return. Which function of which exercise does "
    "that, and where is it used?",
)
def softmax_on_the_logits(self, x):
    return _softmax(_scores(self.params, x)[1][-1])


@misconception(
    of="NeuralNetwork.forward",
    title="You left negative numbers through, only smaller",
    hint="Print relu(np.array([-1.0])), and what your forward makes of -1.",
)
def leaky_relu(self, x):
    return _scores(self.params, x, relu=lambda z: np.where(z > 0, z, z / 100))[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You stopped after the second layer",
    hint="Try [7, 6, 5, 4]. How often does your loop go round?",
)
def two_layers_only(self, x):
    return _scores(self.params[:2], x)[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You returned the logits with a column for each sample",
    hint="Print the shape for 7 samples. Which axis counts the samples?",
)
def samples_in_columns(self, x):
    return _scores(self.params, x)[1][-1].T


@misconception(
    of="NeuralNetwork.forward",
    title="You compute with arrays that aren't those in params",
    hint="Write net.params[-1][1][...] = 5, then call forward. Has anything changed?",
    by_symptoms=True,
)
def weights_remembered(self, x):
    if not hasattr(self, "_kept"):
        self._kept = [(W.copy(), b.copy()) for W, b in self.params]
    return _scores(self._kept, x)[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You changed to float64 on the way",
    hint="Print the dtype of each z for a network and an x in float32.",
)
def float64_logits(self, x):
    return _scores(self.params, x)[1][-1].astype(np.float64)


@misconception(
    of="NeuralNetwork.forward",
    title="You go through the samples one by one",
    hint="What does x @ W compute when x has 20,000 rows?",
    by_symptoms=True,
)
def row_by_row(self, x):
    return np.concatenate([_scores(self.params, row[None])[1][-1] for row in x])


@misconception(
    of="NeuralNetwork.forward",
    title="You returned the scores in reverse order, last class first",
    hint="Give b of the last layer the values 0, 1, 2, 3 and all weights the value 0.",
)
def classes_reversed(self, x):
    return _scores(self.params, x)[1][-1][:, ::-1]


@misconception(
    of="NeuralNetwork.forward",
    title="You added the bias of one layer in another",
    hint="Print the shapes of x @ W and of the b that you add, layer by layer.",
)
def biases_in_reverse(self, x):
    biases = [b for _, b in self.params][::-1]
    return _scores([(W, b) for (W, _), b in zip(self.params, biases, strict=True)], x)[1][-1]


@misconception(
    of="NeuralNetwork.forward",
    title="What an earlier call has computed comes back, though x is another",
    hint="Call forward with one x and then with another of the same shape. Which attributes of "
    "self do you read before you have set them in this very call?",
    by_symptoms=True,
)
def logits_of_an_earlier_call(self, x):
    kept = vars(self).setdefault("_kept", {})
    if x.shape not in kept:
        kept[x.shape] = _scores(self.params, x)[1][-1]
    return kept[x.shape].copy()


@misconception(
    of="NeuralNetwork.forward",
    title="A later call overwrites the result of an earlier one",
    hint="Keep first = net.forward(x), call forward with another x, then print first. Which line "
    "makes the array that you return?",
    by_symptoms=True,
)
def one_array_for_all_logits(self, x):
    logits = _scores(self.params, x)[1][-1]
    kept = vars(self).setdefault("_kept", {}).setdefault(logits.shape, np.empty_like(logits))
    kept[...] = logits
    return kept


@misconception(
    of="NeuralNetwork.forward",
    title="You left out the ReLU ahead of the last layer",
    hint="Print the number of the layer at each ReLU, for [7, 6, 5, 4]. How many must there be?",
)
def no_relu_before_the_last_layer(self, x):
    for layers_left, (W, b) in zip(reversed(range(len(self.params))), self.params, strict=True):
        x = x @ W + b
        x = _relu(x) if layers_left > 1 else x
    return x


@misconception(
    of="NeuralNetwork.forward",
    title="You put a ReLU after the first layer only",
    hint="Print the number of the layer at each ReLU, for [7, 6, 5, 4]. How many must there be?",
)
def relu_after_the_first_layer_only(self, x):
    for layer, (W, b) in enumerate(self.params):
        x = x @ W + b
        x = _relu(x) if layer == 0 and len(self.params) > 1 else x
    return x


@misconception(
    of="NeuralNetwork.forward",
    title="You went through the layers from the last to the first",
    hint="Print the shapes of x and W in each turn of your loop, for [7, 6, 5, 4].",
)
def layers_in_reverse(self, x):
    return _scores(self.params[::-1], x)[1][-1]


# --- loss_and_gradients ---------------------------------------------------------------------------


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You computed the gradients of the sum of the losses, but the loss is their mean",
    hint="Give the same batch twice over, with np.concatenate. What should happen to dW[0]?",
)
def gradients_of_the_sum(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: _slope(z, y) * len(y))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You divided by N twice",
    hint="Compare with numerical_gradient for 1 sample, then for 4. By which factor are you off?",
)
def divided_by_n_twice(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: _slope(z, y) / len(y))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="All your gradients are twice too large",
    hint="Divide your gradient by numerical_gradient's, entry by entry. Where does the factor "
    "come in?",
)
def twice_too_large(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: _slope(z, y) * 2)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="All your gradients have the wrong sign",
    hint="Take a tiny step against your gradient. Does the loss fall?",
)
def wrong_sign(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: -_slope(z, y))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You multiplied by the derivative of softmax once more",
    hint="What does cross_entropy_backward give the gradient of, and with respect to what? Is "
    "there anything left between it and the logits?",
)
def softmax_derivative_twice(self, x, labels):
    def slope(z, y):
        p = _softmax(z)
        return _slope(z, y) * p * (1 - p)

    return _gradients(self, x, labels, slope=slope)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You averaged the bias gradients over the batch",
    hint="Each sample's dz is divided by N already. Check db alone with numerical_gradient: by "
    "which factor is it off?",
)
def bias_gradients_averaged(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: dz.mean(axis=0))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You summed the bias gradients to a single number",
    hint="Print the shape of b and the shape of db.",
)
def bias_gradients_in_one_number(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: dz.sum())


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You summed the bias gradients over the units, and not over the samples",
    hint="Print the shape of b and the shape of db for 7 samples.",
)
def bias_gradients_over_the_units(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: dz.sum(axis=1))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="Your dW is the transpose of what it should be",
    hint="A gradient has the shape of what it belongs to. Print both shapes for layers of "
    "different sizes.",
)
def weight_gradients_transposed(self, x, labels):
    return _gradients(self, x, labels, dW=lambda dz, layer, a, _z: dz.T @ a[layer])


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You came back past the ReLU without its mask",
    hint="Take a unit whose z is negative for a sample. Does the loss change when that z moves "
    "a little?",
)
def mask_missing(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, *_: da)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You took the ReLU's mask from the gradient that comes back",
    hint="A unit was on or off on the way forward. Which array tells?",
)
def mask_from_the_upstream(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, *_: da * (da > 0))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You let the gradient through where the ReLU was off, and stopped it where it was on",
    hint="Print z and the mask beside it, for one sample.",
)
def mask_inverted(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, z, _a: da * (z[layer - 1] <= 0))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You multiplied by the activation where ReLU's derivative belongs",
    hint="How steep is a ReLU at 0.1, at 1 and at 10? Print your factor at these places.",
)
def multiplied_by_the_activation(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, _z, a: da * a[layer])


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You computed dW with what left the layer before, as it was ahead of the ReLU",
    hint="Which array has been multiplied with W on the way forward, z or a? Print the smallest "
    "entry of what you use.",
)
def z_kept_for_a(self, x, labels):
    def from_z(dz, layer, a, z):
        return (z[layer - 1] if layer else a[0]).T @ dz

    return _gradients(self, x, labels, dW=from_z)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You took the ReLU's mask from the layer after it: the index is off by one",
    hint="Print l and the three shapes in each turn of your loop, with layers of different sizes.",
)
def mask_off_by_one(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, z, _a: da * (z[layer] > 0))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You computed dW with the input of another layer: the index is off by one",
    hint="Print l and the three shapes in each turn of your loop, with layers of different sizes.",
)
def input_off_by_one(self, x, labels):
    def from_the_layer_before(dz, layer, a, _z):
        return a[max(layer - 1, 0)].T @ dz

    return _gradients(self, x, labels, dW=from_the_layer_before)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You return the gradients in the order in which they are found",
    hint="Compare the shapes of grads with those of params. Which layer's come first?",
)
def gradients_last_layer_first(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    return loss, grads[::-1]


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You gave the first layer no gradient",
    hint="Print the largest entry of dW[0].",
)
def first_layer_forgotten(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    W, b = self.params[0]
    return loss, [(np.zeros_like(W), np.zeros_like(b)), *grads[1:]]


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You left the bias gradients at 0",
    hint="Print db[0] beside numerical_gradient's.",
)
def bias_gradients_of_zero(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: np.zeros_like(dz[0]))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="Your loss is the sum over the batch, and not the mean",
    hint="Give the same batch twice over. What should happen to the loss?",
)
def loss_summed(self, x, labels):
    return _gradients(self, x, labels, loss=lambda z, y: float(_losses(z, y).sum()))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="Your loss has the wrong sign",
    hint="A probability is below 1. Which sign has its logarithm, and which sign has a loss?",
)
def loss_of_the_wrong_sign(self, x, labels):
    return _gradients(self, x, labels, loss=lambda z, y: -_mean_loss(z, y))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You applied softmax before the loss, which does so itself",
    hint="What does cross_entropy expect, scores or probabilities?",
)
def loss_of_probabilities(self, x, labels):
    return _gradients(self, x, labels, loss=lambda z, y: _mean_loss(_softmax(z), y))


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You computed the loss from probabilities that had been overwritten",
    hint="Print the probabilities just before you take their logarithm. Are they all positive?",
)
def probabilities_overwritten(self, x, labels):
    def loss(z, y):
        rows = np.arange(len(y))
        p = _softmax(z)
        p[rows, y] -= 1
        with np.errstate(invalid="ignore"):
            return float(-np.log(p[rows, y]).mean())

    return _gradients(self, x, labels, loss=loss)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You put a ReLU after the last layer, too",
    hint="Print the smallest logit that goes into the loss. May a score be negative?",
)
def relu_before_the_loss(self, x, labels):
    return _gradients(
        self,
        x,
        labels,
        loss=lambda z, y: _mean_loss(_relu(z), y),
        slope=lambda z, y: _slope(_relu(z), y) * (z > 0),
    )


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You changed the labels of the caller",
    hint="Print labels before and after the call.",
)
def labels_overwritten(self, x, labels):
    found = _gradients(self, x, labels)
    labels[...] = 0
    return found


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You took a step in loss_and_gradients, which only computes",
    hint="Print W[0] before and after the call.",
    by_symptoms=True,
)
def a_step_taken(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    _step(self.params, grads, 0.1)
    return loss, grads


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You add to the gradients of the calls before",
    hint="Call it twice with the same data, and compare.",
    by_symptoms=True,
)
def gradients_added_up(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    before = getattr(self, "_sums", [(0.0, 0.0)] * len(grads))
    self._sums = [(dW + V, db + c) for (dW, db), (V, c) in zip(grads, before, strict=True)]
    return loss, self._sums


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You changed to float64 on the way",
    hint="Print the dtype of each gradient for a network and an x in float32.",
)
def float64_gradients(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    return loss, [(dW.astype(np.float64), db.astype(np.float64)) for dW, db in grads]


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You returned the gradients alone",
    hint="Print type(net.loss_and_gradients(x, labels)). Which two things are asked for?",
)
def gradients_alone(self, x, labels):
    return _gradients(self, x, labels)[1]


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You go through the samples one by one",
    hint="What does a.T @ dz add up, when both have 20,000 rows?",
    by_symptoms=True,
)
def sample_by_sample(self, x, labels):
    ones = [_gradients(self, x[[i]], labels[[i]]) for i in range(len(x))]
    grads = [
        tuple(sum(grads[layer][k] for _, grads in ones) / len(ones) for k in (0, 1))
        for layer in range(len(self.params))
    ]
    return sum(loss for loss, _ in ones) / len(ones), grads


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="You returned (db, dW) where (dW, db) is asked for",
    hint="Print the shapes of W and b beside those of your gradients.",
)
def biases_before_weights(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    return loss, [(db, dW) for dW, db in grads]


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="What an earlier call has computed goes into this one, though the samples are others",
    hint="Call it with some samples and then with others. Which attributes of self do you read "
    "before you have set them in this very call?",
    by_symptoms=True,
)
def activations_of_an_earlier_call(self, x, labels):
    kept = vars(self).setdefault("_kept", {})
    return _gradients(self, kept.setdefault(x.shape, x.copy()), labels)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="What forward computed for other samples goes into your gradients",
    hint="Call forward with one x, then loss_and_gradients with another. Which attributes of self "
    "do you read before you have set them in this very call?",
    by_symptoms=True,
)
def activations_of_the_last_forward(self, x, labels):
    kind = type(self)
    if kind.forward is not _forward_remembered:
        kind.own_forward, kind.forward = kind.forward, _forward_remembered
    kept = vars(self).get("_seen", x)
    return _gradients(self, kept if kept.shape == x.shape else x, labels)


def _forward_remembered(self, x):
    self._seen = x
    return self.own_forward(x)


@misconception(
    of="NeuralNetwork.loss_and_gradients",
    title="A later call overwrites the gradients of an earlier one",
    hint="Keep the first gradients, call it with other samples, then print them. Which line makes "
    "the arrays that you return?",
    by_symptoms=True,
)
def one_array_for_all_gradients(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    kept = vars(self).setdefault("_kept", grads)
    _write(kept, grads)
    return loss, kept


# --- fit ------------------------------------------------------------------------------------------


@misconception(
    of="NeuralNetwork.fit",
    title="You went uphill",
    hint="Print the loss of each epoch. In which direction does a gradient point?",
)
def uphill(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        _step(params, grads, -learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You took the steps on copies: the network itself doesn't move",
    hint="Print W[0] before and after a call of fit.",
)
def steps_on_copies(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        _step([(W.copy(), b.copy()) for W, b in params], grads, learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You never move the biases",
    hint="Print b[0] before and after a call of fit.",
)
def biases_never_moved(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        for (W, _), (dW, _) in zip(params, grads, strict=True):
            W[...] -= learning_rate * dW

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You divided the step by the batch size, though the gradients are means already",
    hint="Take one step with a batch of 1, then with one of 7 equal samples. Should they differ?",
)
def step_divided_by_the_batch_size(self, x, labels, **settings):
    rate = settings["learning_rate"] / settings["batch_size"]
    return _fit(self, x, labels, settings | {"learning_rate": rate})


@misconception(
    of="NeuralNetwork.fit",
    title="You moved the weights of a layer before you went back through them",
    hint="With which weights was the forward pass made, and with which do you compute da? Print "
    "W when each is used.",
)
def weights_moved_too_early(
    self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None
):
    tell, history = on_epoch or _no_epoch, []
    for epoch in range(epochs):
        losses = []
        for x_batch, labels_batch in _batches(x, labels, batch_size, rng):
            a, z = _scores(self.params, x_batch)
            losses.append(_mean_loss(z[-1], labels_batch))
            dz = _slope(z[-1], labels_batch)
            for layer in reversed(range(len(self.params))):
                W, b = self.params[layer]
                W[...] -= learning_rate * (a[layer].T @ dz)
                b[...] -= learning_rate * dz.sum(axis=0)
                if layer:
                    dz = (dz @ W.T) * (z[layer - 1] > 0)
        history.append(float(np.mean(losses)))
        tell(epoch, history[-1])
    return history


@misconception(
    of="NeuralNetwork.fit",
    title="You add the gradients of all batches up, and never begin anew",
    hint="Print the largest entry of the gradient that you step with, batch after batch.",
)
def gradients_never_cleared(self, x, labels, **settings):
    sums = [(np.zeros_like(W), np.zeros_like(b)) for W, b in self.params]

    def step(params, grads, learning_rate):
        _step(sums, grads, -1)
        _step(params, sums, learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You drop the last batch when it is smaller",
    hint="Train on 4 samples in batches of 3. How many steps does an epoch take?",
)
def last_batch_dropped(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        return [pair for pair in _batches(x, labels, size, rng) if len(pair[0]) == size]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You divide the last batch by batch_size, though it is smaller",
    hint="Train on 4 samples in batches of 3, and print by what each loss is divided.",
)
def last_batch_divided_by_batch_size(self, x, labels, **settings):
    size = settings["batch_size"]
    net = self

    class Scaled:
        params = net.params

        def loss_and_gradients(self, x, labels):
            loss, grads = net.loss_and_gradients(x, labels)
            share = len(x) / size
            return loss * share, [(dW * share, db * share) for dW, db in grads]

    return _fit(Scaled(), x, labels, settings)


@misconception(
    of="NeuralNetwork.fit",
    title="You return the loss of the last batch for the mean of the epoch",
    hint="Print the loss of each batch, and beside it what you append to the history.",
)
def loss_of_the_last_batch(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=lambda losses: losses[-1])


@misconception(
    of="NeuralNetwork.fit",
    title="You return the sum of the batch losses",
    hint="Train with batches half the size. Should the loss of an epoch double?",
)
def losses_summed(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=sum)


@misconception(
    of="NeuralNetwork.fit",
    title="You measured the loss after the epoch, and not while training",
    hint="With a fresh network, which loss does the first batch have? Is it in your mean?",
)
def loss_after_the_epoch(self, x, labels, **settings):
    tell, history = settings.get("on_epoch") or _no_epoch, []
    for epoch in range(settings["epochs"]):
        _fit(self, x, labels, settings | {"epochs": 1, "on_epoch": None})
        history.append(self.loss_and_gradients(x, labels)[0])
        tell(epoch, history[-1])
    return history


@misconception(
    of="NeuralNetwork.fit",
    title="You return a single number where a list of all epochs is asked for",
    hint="Print len(history) for 3 epochs.",
)
def the_last_loss_alone(self, x, labels, **settings):
    return _fit(self, x, labels, settings)[-1]


@misconception(
    of="NeuralNetwork.fit",
    title="You train for one epoch fewer than asked for",
    hint="Print len(history) for 3 epochs.",
)
def an_epoch_too_few(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"epochs": settings["epochs"] - 1})


@misconception(
    of="NeuralNetwork.fit",
    title="You begin each call with new weights",
    hint="Call fit twice with one epoch each. Where does the second begin?",
)
def weights_drawn_anew(self, x, labels, **settings):
    rng = np.random.default_rng(0)
    for W, b in self.params:
        W[...], b[...] = _weights(*W.shape, rng), 0
    return _fit(self, x, labels, settings)


@misconception(
    of="NeuralNetwork.fit",
    title="You go on with what an earlier call has left over",
    hint="Print len(history) after a second call of fit with one epoch.",
    by_symptoms=True,
)
def history_goes_on(self, x, labels, **settings):
    self._history = [*getattr(self, "_history", []), *_fit(self, x, labels, settings)]
    return self._history


@misconception(
    of="NeuralNetwork.fit",
    title="You shuffle the samples without their labels",
    hint="Let sample i be a row full of i, with the label i, and print each batch.",
)
def samples_shuffled_alone(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        return _batches(x[rng.permutation(len(x))], labels, size, rng)

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You shuffle the caller's own arrays",
    hint="Print x before and after a call of fit.",
)
def the_callers_arrays_shuffled(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        order = rng.permutation(len(x))
        x[...], labels[...] = x[order], labels[order]
        return [(x[i : i + size], labels[i : i + size]) for i in range(0, len(x), size)]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You draw each batch from all samples, so that some come twice and some never",
    hint="Let sample i be a row full of i, and print each batch of an epoch.",
)
def batches_drawn_with_replacement(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        for start in range(0, len(x), size):
            batch = rng.integers(len(x), size=min(size, len(x) - start))
            yield x[batch], labels[batch]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You don't draw a new order for each epoch",
    hint="Print the labels of the first batch in each epoch. When is the order drawn?",
    by_symptoms=True,
)
def the_same_batches_each_epoch(self, x, labels, **settings):
    kept = list(_batches(x, labels, settings["batch_size"], settings["rng"]))
    return _fit(self, x, labels, settings, batches=lambda *_: kept)


@misconception(
    of="NeuralNetwork.fit",
    title="You never shuffle",
    hint="Print the labels of the first batch in each epoch.",
    by_symptoms=True,
)
def never_shuffled(self, x, labels, **settings):
    def batches(x, labels, size, rng):  # noqa: ARG001 - that is the bug
        return [(x[i : i + size], labels[i : i + size]) for i in range(0, len(x), size)]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You shuffle with NumPy's global generator",
    hint="Train twice from the same weights with the same seed. Which line draws the order?",
    by_symptoms=True,
)
def shuffled_by_the_global_generator(self, x, labels, **settings):
    def batches(x, labels, size, rng):  # noqa: ARG001 - that is the bug
        return _batches(x, labels, size, np.random)

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You never call on_epoch",
    hint="Pass on_epoch=print.",
    by_symptoms=True,
)
def on_epoch_never_called(self, x, labels, *, on_epoch=None, **settings):  # noqa: ARG001 - the bug
    return _fit(self, x, labels, settings)


@misconception(
    of="NeuralNetwork.fit",
    title="You call on_epoch with something else than the number of the epoch first",
    hint="Pass on_epoch=print.",
    by_symptoms=True,
)
def on_epoch_with_the_loss_first(self, x, labels, *, on_epoch=None, **settings):
    tell = on_epoch or _no_epoch
    return _fit(self, x, labels, settings | {"on_epoch": lambda epoch, loss: tell(loss, epoch)})


@misconception(
    of="NeuralNetwork.fit",
    title="You call on_epoch for every epoch, but only when all are over",
    hint="Pass on_epoch=print, and train on all of MNIST. When does each line appear?",
    by_symptoms=True,
)
def on_epoch_when_all_is_over(self, x, labels, *, on_epoch=None, **settings):
    history = _fit(self, x, labels, settings)
    for epoch, loss in enumerate(history):
        (on_epoch or _no_epoch)(epoch, loss)
    return history


@misconception(
    of="NeuralNetwork.fit",
    title="You keep the new weights in float64",
    hint="Print the dtype of W[0] before and after a call of fit, for a network in float32.",
    by_symptoms=True,
)
def float64_after_training(self, x, labels, **settings):
    history = _fit(self, x, labels, settings)
    self.params = [(W.astype(np.float64), b.astype(np.float64)) for W, b in self.params]
    return history


@misconception(
    of="NeuralNetwork.fit",
    title="You take one step an epoch, with all samples at once",
    hint="Train on 7 samples in batches of 3. How many steps does an epoch take?",
)
def one_step_an_epoch(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"batch_size": len(x)})


@misconception(
    of="NeuralNetwork.fit",
    title="You take a step for each sample alone, whatever batch_size is",
    hint="Train on 7 samples in batches of 3. How many steps does an epoch take?",
)
def a_step_for_each_sample(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"batch_size": 1})


@misconception(
    of="NeuralNetwork.fit",
    title="You use batches of 64 at most, whatever batch_size is",
    hint="Print the shape of each batch for 70 samples and a batch_size of 70.",
)
def batches_of_64_at_most(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"batch_size": min(64, settings["batch_size"])})


@misconception(
    of="NeuralNetwork.fit",
    title="You compute the gradients once an epoch, and step with them for each batch",
    hint="Where were the weights when the gradients of the second batch were computed? Print W "
    "there and before the step.",
)
def gradients_once_an_epoch(self, x, labels, **settings):
    found = {}

    def batches(x, labels, size, rng):
        found.clear()
        return _batches(x, labels, size, rng)

    def step(params, grads, learning_rate):
        _step(params, found.setdefault("grads", grads), learning_rate)

    return _fit(self, x, labels, settings, batches=batches, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You step with the gradients of the batch before",
    hint="Print the number of the batch when you compute gradients, and when you step with them.",
)
def a_step_behind(self, x, labels, **settings):
    before = []

    def step(params, grads, learning_rate):
        if before:
            _step(params, before.pop(), learning_rate)
        before.append(grads)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You take steps of a learning rate of your own, whatever is given",
    hint="Train once with a learning rate of 0. What must the weights do, and what do they?",
    when=lambda call: any(_learns_at(rate, call) for rate in RATES),
)
def a_rate_of_its_own(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"learning_rate": 0.1})


@misconception(
    of="NeuralNetwork.fit",
    title="You use a learning rate of 1 at most, whatever is given",
    hint="Train for one epoch with a learning rate of 1, then, from the same weights, with 2.",
)
def a_rate_of_1_at_most(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"learning_rate": min(1, settings["learning_rate"])})


@misconception(
    of="NeuralNetwork.fit",
    title="You return the median of the batch losses, and not their mean",
    hint="Print the losses of the batches of an epoch, and what you make of them.",
)
def median_of_the_losses(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=np.median)


@misconception(
    of="NeuralNetwork.fit",
    title="You return the smallest of the batch losses, and not their mean",
    hint="Print the losses of the batches of an epoch, and what you make of them.",
)
def smallest_of_the_losses(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=min)


@misconception(
    of="NeuralNetwork.fit",
    title="You return the loss of the first batch for the mean of the epoch",
    hint="Print the loss of each batch, and beside it what you append to the history.",
)
def loss_of_the_first_batch(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=lambda losses: losses[0])


@misconception(
    of="NeuralNetwork.fit",
    title="You drop the first batch of each epoch",
    hint="Let sample i be a row full of i, and print each batch of an epoch.",
)
def first_batch_dropped(self, x, labels, **settings):
    return _fit(self, x, labels, settings, batches=lambda *to: list(_batches(*to))[1:])


@misconception(
    of="NeuralNetwork.fit",
    title="Your steps are twice as long as they should be",
    hint="Train for one step. Divide by learning_rate how far W has moved, and compare with dW. "
    "How many steps are there, and how long is each?",
)
def two_steps_for_each_batch(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        _step(params, grads, 2 * learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You step with the gradients of all samples, computed once an epoch",
    hint="For which samples is each gradient computed, and where are the weights then? Print both.",
)
def gradients_of_all_samples(self, x, labels, **settings):
    tell, history = settings.get("on_epoch") or _no_epoch, []
    for epoch in range(settings["epochs"]):
        loss, grads = self.loss_and_gradients(x, labels)
        for _ in _batches(x, labels, settings["batch_size"], settings["rng"]):
            _step(self.params, grads, settings["learning_rate"])
        history.append(loss)
        tell(epoch, loss)
    return history


@misconception(
    of="NeuralNetwork.fit",
    title="You stop when the loss grows",
    hint="Print len(history) after a training with a learning rate that is too large.",
)
def stopped_when_the_loss_grows(self, x, labels, **settings):
    return _fit_until(self, x, labels, settings, lambda losses: losses[-1] > losses[-2])


@misconception(
    of="NeuralNetwork.fit",
    title="You stop when the loss is small",
    hint="Print len(history) after a training that has nothing left to learn.",
)
def stopped_when_the_loss_is_small(self, x, labels, **settings):
    return _fit_until(self, x, labels, settings, lambda losses: losses[-1] < 1e-4)


@misconception(
    of="NeuralNetwork.fit",
    title="You trained a copy of the network, and not the network itself",
    hint="Print the weights before and after a call of fit, for net and for what you train.",
    by_symptoms=True,
)
def a_copy_trained(self, x, labels, **settings):
    return _fit(copy.deepcopy(self), x, labels, settings)


@misconception(
    of="NeuralNetwork.fit",
    title="You begin each call with new weights, drawn from the rng",
    hint="Call fit twice with one epoch each. Where does the second begin?",
)
def weights_drawn_from_the_rng(self, x, labels, **settings):
    for W, b in self.params:
        W[...], b[...] = _weights(*W.shape, settings["rng"]), 0
    return _fit(self, x, labels, settings)


@misconception(
    of="NeuralNetwork.fit",
    title="You mix the samples within parts of the data, not all with all",
    hint="Let sample i be a row full of i, and print the batches of several epochs. Which samples "
    "never meet?",
    by_symptoms=True,
)
def halves_shuffled_apart(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        halves = np.array_split(np.arange(len(x)), 2)
        order = np.concatenate([rng.permutation(halves[k]) for k in rng.permutation(2)])
        return [(x[one], labels[one]) for one in _parts(order, size)]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You shuffle once, for the first epoch",
    hint="Print the labels of each batch, for three epochs.",
)
def later_epochs_in_order(self, x, labels, **settings):
    orders = []

    def batches(x, labels, size, rng):
        orders.append(np.arange(len(x)) if orders else rng.permutation(len(x)))
        return [(x[one], labels[one]) for one in _parts(orders[-1], size)]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of="NeuralNetwork.fit",
    title="You call on_epoch more often than once an epoch",
    hint="Pass on_epoch=print, and train for 3 epochs with several batches each.",
    by_symptoms=True,
)
def on_epoch_after_each_batch(self, x, labels, *, on_epoch=None, **settings):
    tell = on_epoch or _no_epoch

    def step(params, grads, learning_rate):
        _step(params, grads, learning_rate)
        tell(0, 0.0)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of="NeuralNetwork.fit",
    title="You tell on_epoch another loss than you return",
    hint="Pass on_epoch=print, and print the history beside it.",
    by_symptoms=True,
)
def on_epoch_with_another_loss(self, x, labels, *, on_epoch=None, **settings):
    tell, last = on_epoch or _no_epoch, []

    def mean(losses):
        last.append(losses[-1])
        return np.mean(losses)

    named = {"on_epoch": lambda epoch, _: tell(epoch, last[-1])}
    return _fit(self, x, labels, settings | named, mean=mean)


# --- predict --------------------------------------------------------------------------------------


@misconception(
    of="NeuralNetwork.predict",
    title="You looked for the largest score of each class, and not of each sample",
    hint="Print the shape of what you return for 7 samples and 4 classes.",
)
def best_sample_of_each_class(self, x):
    return self.forward(x).argmax(axis=0)


@misconception(
    of="NeuralNetwork.predict",
    title="You returned the highest score instead of its class",
    hint="Print one row of the logits and what you return for it.",
)
def the_score_for_the_class(self, x):
    return self.forward(x).max(axis=1)


@misconception(
    of="NeuralNetwork.predict",
    title="You returned all probabilities instead of the class",
    hint="Print the shape of what you return for 7 samples.",
)
def probabilities_for_classes(self, x):
    return _softmax(self.forward(x))


@misconception(
    of="NeuralNetwork.predict",
    title="You took the class with the lowest score",
    hint="Print one row of the logits and what you return for it.",
)
def the_lowest_score(self, x):
    return self.forward(x).argmin(axis=1)


@misconception(
    of="NeuralNetwork.predict",
    title="You compared the sizes of the scores without their signs",
    hint="What do you return for the scores [-9, 1]?",
)
def signs_left_out(self, x):
    return np.abs(self.forward(x)).argmax(axis=1)


@misconception(
    of="NeuralNetwork.predict",
    title="You count the classes from 1",
    hint="What do you return when the first score is the highest?",
)
def classes_from_one(self, x):
    return self.forward(x).argmax(axis=1) + 1


@misconception(
    of="NeuralNetwork.predict",
    title="You computed probabilities in a way that fails for large scores",
    hint="Print the probabilities for the scores [0, 1000]. What is the largest of nan and 1?",
)
def softmax_without_a_shift(self, x):
    with np.errstate(all="ignore"):
        weights = np.exp(self.forward(x))
        return (weights / weights.sum(axis=1, keepdims=True)).argmax(axis=1)


@misconception(
    of="NeuralNetwork.predict",
    title="You cut off the negative scores before you compared them",
    hint="What do you return for the scores [-3, -1]?",
)
def negative_scores_cut_off(self, x):
    return _relu(self.forward(x)).argmax(axis=1)


@misconception(
    of="NeuralNetwork.predict",
    title="You returned the classes as floats",
    hint="Print the dtype of what you return.",
)
def classes_as_floats(self, x):
    return self.forward(x).argmax(axis=1).astype(float)


@misconception(
    of="NeuralNetwork.predict",
    title="You returned a column instead of a flat array",
    hint="Print the shape of what you return for 7 samples.",
)
def classes_in_a_column(self, x):
    return self.forward(x).argmax(axis=1)[:, None]


@misconception(
    of="NeuralNetwork.predict",
    title="You returned a bare number for a single row",
    hint="Print the shape of what you return for an x of one row.",
)
def a_single_row_squeezed(self, x):
    return np.squeeze(self.forward(x).argmax(axis=1))


@misconception(
    of="NeuralNetwork.predict",
    title="You go through the rows one by one",
    hint="Is the loop in predict, or in the forward that it calls? Which argument of argmax names "
    "the axis?",
    by_symptoms=True,
)
def class_by_class(self, x):
    return np.array([row.argmax() for row in self.forward(x)])


@misconception(
    of="NeuralNetwork.predict",
    title="You rounded the scores before you compared them",
    hint="What do you return for the scores [0, 0.000001]?",
)
def scores_rounded(self, x):
    return self.forward(x).round(4).argmax(axis=1)
