"""What goes wrong in exercise 11."""

from itertools import pairwise

import numpy as np
from networks import _gradients, _layers, _relu, _reversed, _scores, _weights
from networks_fit import *  # noqa: F403 - the mistakes in it
from networks_forward import *  # noqa: F403 - the mistakes in it
from networks_gradients import *  # noqa: F403 - the mistakes in it
from networks_init import *  # noqa: F403 - the mistakes in it
from networks_predict import *  # noqa: F403 - the mistakes in it

from nngrade.diagnosis import misconception

CLASS = "NeuralNetwork"


def _shapes(call):
    return [W.shape for W, _ in call.got]


def _pairs(call):
    return list(pairwise(call.layer_sizes))


@misconception(
    of=".__init__",
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
    of=".__init__",
    title="You took the caller's list of sizes apart",
    hint="Print layer_sizes after you have built a network from it.",
    by_symptoms=True,
)
def sizes_taken_apart(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(list(layer_sizes), rng, dtype)
    layer_sizes.pop(0)


@misconception(
    of=".__init__",
    title="You made a layer too few",
    hint="How many layers lie between n sizes? Draw [6, 5, 4].",
    when=lambda call: _shapes(call) in (_pairs(call)[:-1], _pairs(call)[1:]),
)
def a_layer_too_few(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers(layer_sizes[:-1] if len(layer_sizes) > 2 else layer_sizes, rng, dtype)


@misconception(
    of=".__init__",
    title="You made a layer too many",
    hint="How many layers lie between n sizes? Draw [6, 5, 4].",
    when=lambda call: _shapes(call)[:-1] == _pairs(call),
)
def a_layer_too_many(self, layer_sizes, rng, dtype=np.float64):
    self.params = _layers([*layer_sizes, layer_sizes[-1]], rng, dtype)


@misconception(
    of=".__init__",
    title="You keep the arrays in the class, so that all networks share them",
    hint="Build two networks, then ask: one.params[0][0] is other.params[0][0]?",
    by_symptoms=True,
)
def arrays_kept_in_the_class(self, layer_sizes, rng, dtype=np.float64):
    type(self).params = _layers(layer_sizes, rng, dtype)


@misconception(
    of=".params",
    title="You hand out copies of the arrays",
    hint="Write net.params[0][0][...] = 0, then print net.params[0][0].",
    by_symptoms=True,
)
def copies_of_the_arrays(self):
    return [(W.copy(), b.copy()) for W, b in vars(self)["params"]]


@misconception(
    of=".params",
    title="You made one list of all arrays, without the pairs",
    hint="Try: for W, b in net.params: print(W.shape, b.shape)",
    by_symptoms=True,
)
def one_flat_list(self):
    return [array for layer in vars(self)["params"] for array in layer]


@misconception(
    of=".params",
    title="You list the last layer first",
    hint="Print the shapes in net.params for [6, 5, 4].",
    when=lambda call: _reversed(call.got),
)
def last_layer_first(self):
    return vars(self)["params"][::-1]


@misconception(
    of=".forward",
    title="You stopped after the second layer",
    hint="Try [7, 6, 5, 4]. How often does your loop go round?",
)
def two_layers_only(self, x):
    return _scores(self.params[:2], x)[1][-1]


@misconception(
    of=".forward",
    title="You left out the ReLU ahead of the last layer",
    hint="Print the number of the layer at each ReLU, for [7, 6, 5, 4]. How many must there be?",
)
def no_relu_before_the_last_layer(self, x):
    for layers_left, (W, b) in zip(reversed(range(len(self.params))), self.params, strict=True):
        x = x @ W + b
        x = _relu(x) if layers_left > 1 else x
    return x


@misconception(
    of=".forward",
    title="You put a ReLU after the first layer only",
    hint="Print the number of the layer at each ReLU, for [7, 6, 5, 4]. How many must there be?",
)
def relu_after_the_first_layer_only(self, x):
    for layer, (W, b) in enumerate(self.params):
        x = x @ W + b
        x = _relu(x) if layer == 0 and len(self.params) > 1 else x
    return x


@misconception(
    of=".forward",
    title="You went through the layers from the last to the first",
    hint="Print the shapes of x and W in each turn of your loop, for [7, 6, 5, 4].",
)
def layers_in_reverse(self, x):
    return _scores(self.params[::-1], x)[1][-1]


@misconception(
    of=".loss_and_gradients",
    title="You took the ReLU's mask from the layer after it: the index is off by one",
    hint="Print l and the three shapes in each turn of your loop, with layers of different sizes.",
)
def mask_off_by_one(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, z, _a: da * (z[layer] > 0))


@misconception(
    of=".loss_and_gradients",
    title="You computed dW with the input of another layer: the index is off by one",
    hint="Print l and the three shapes in each turn of your loop, with layers of different sizes.",
)
def input_off_by_one(self, x, labels):
    def from_the_layer_before(dz, layer, a, _z):
        return a[max(layer - 1, 0)].T @ dz

    return _gradients(self, x, labels, dW=from_the_layer_before)


@misconception(
    of=".loss_and_gradients",
    title="You return the last layer's gradients first",
    hint="Compare the shapes of grads with those of params. Which layer's come first?",
)
def gradients_last_layer_first(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    return loss, grads[::-1]
