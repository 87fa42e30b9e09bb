"""What goes wrong in exercise 10."""

from itertools import pairwise

import numpy as np
from networks import _asked, _gradients, _keep, _layers, _reversed, _weights
from networks_fit import *  # noqa: F403 - the mistakes in it
from networks_forward import *  # noqa: F403 - the mistakes in it
from networks_gradients import *  # noqa: F403 - the mistakes in it
from networks_init import *  # noqa: F403 - the mistakes in it
from networks_predict import *  # noqa: F403 - the mistakes in it

from nngrade.diagnosis import misconception

CLASS = "SimpleNetwork"


def _sizes_are(*rules):
    """Tell a network of other sizes than those asked for, which follow from them by a rule."""

    def when(call):
        asked = (call.input_size, call.hidden_size, call.output_size)
        got = [W.shape for W, _ in call.got]
        wrong = [sizes for rule in rules if (sizes := rule(*asked)) != asked]
        return any(got == list(pairwise(sizes)) for sizes in wrong)

    return when


@misconception(
    of=".__init__",
    title="You gave both layers the same random numbers",
    hint="Print W1[0, 0] and W2[0, 0]. From which state of the generator is each drawn?",
    by_symptoms=True,
)
def both_layers_from_one_seed(self, *given, **named):
    sizes, rng, dtype = _asked(self, given, named)
    seed = int(rng.integers(2**32))

    def weights(fan_in, fan_out, _rng, dtype):
        return _weights(fan_in, fan_out, np.random.default_rng(seed), dtype)

    _keep(self, _layers(sizes, rng, dtype, weights))


@misconception(
    of=".__init__",
    title="You wrote sizes of MNIST down, whatever is asked for",
    hint="Print the shape of each array, for 6 inputs, 5 hidden units and 4 outputs.",
    when=_sizes_are(
        lambda *_: (784, 10, 10),
        lambda _, hidden, __: (784, hidden, 10),
        lambda _, hidden, outputs: (784, hidden, outputs),
        lambda inputs, hidden, _: (inputs, hidden, 10),
    ),
)
def sizes_written_down(self, *given, **named):
    _, rng, dtype = _asked(self, given, named)
    _keep(self, _layers((784, 10, 10), rng, dtype))


@misconception(
    of=".__init__",
    title="You exchanged the hidden and the output size",
    hint="Print the shape of each array, for 6 inputs, 5 hidden units and 4 outputs.",
    when=_sizes_are(lambda inputs, hidden, outputs: (inputs, outputs, hidden)),
)
def hidden_and_output_exchanged(self, *given, **named):
    (inputs, hidden, outputs), rng, dtype = _asked(self, given, named)
    _keep(self, _layers((inputs, outputs, hidden), rng, dtype))


@misconception(
    of=".__init__",
    title="You made ten hidden units, whatever hidden_size is",
    hint="Print the shape of each array, for 6 inputs, 5 hidden units and 4 outputs. Where does "
    "the 10 come from?",
    when=_sizes_are(lambda inputs, _, outputs: (inputs, 10, outputs)),
)
def ten_hidden_units(self, *given, **named):
    (inputs, _, outputs), rng, dtype = _asked(self, given, named)
    _keep(self, _layers((inputs, 10, outputs), rng, dtype))


@misconception(
    of=".__init__",
    title="Without sizes, your network is not the one for MNIST",
    hint="Print the shapes in SimpleNetwork(rng).params. How many hidden units are asked for?",
    by_symptoms=True,
)
def another_hidden_size(
    self, rng, input_size=784, hidden_size=100, output_size=10, dtype=np.float64
):
    _keep(self, _layers((input_size, hidden_size, output_size), rng, dtype))


@misconception(
    of=".__init__",
    title="You keep the arrays in the class, so that all networks share them",
    hint="Build two networks, then ask: one.W1 is other.W1?",
    by_symptoms=True,
)
def arrays_kept_in_the_class(self, *given, **named):
    layers, kind = _layers(*_asked(self, given, named)), type(self)
    (kind.W1, kind.b1), (kind.W2, kind.b2) = layers


@misconception(
    of=".params",
    title="You hand out copies of the arrays",
    hint="Write net.params[0][0][...] = 0, then print net.W1.",
    by_symptoms=True,
)
def copies_of_the_arrays(self):
    return [(self.W1.copy(), self.b1.copy()), (self.W2.copy(), self.b2.copy())]


@misconception(
    of=".params",
    title="You made one list of all arrays, without the pairs",
    hint="Try: for W, b in net.params: print(W.shape, b.shape)",
    by_symptoms=True,
)
def one_flat_list(self):
    return [self.W1, self.b1, self.W2, self.b2]


@misconception(
    of=".params",
    title="You list the second layer first",
    hint="Print the shapes in net.params for a network 6-5-4.",
    when=lambda call: _reversed(call.got),
)
def second_layer_first(self):
    return [(self.W2, self.b2), (self.W1, self.b1)]


@misconception(
    of=".params",
    title="You paired the weights of one layer with the weights of the other",
    hint="Print the shapes in net.params for a network 6-5-4.",
    by_symptoms=True,
)
def weights_and_biases_apart(self):
    return [(self.W1, self.W2), (self.b1, self.b2)]


@misconception(
    of=".params",
    title="W1, b1, W2 and b2 hand out copies",
    hint="Write net.W1[...] = 0, then print net.W1 and net.params[0][0].",
    by_symptoms=True,
)
def attributes_are_copies(self):
    for name in ("W1", "b1", "W2", "b2"):
        setattr(type(self), name, _copied(name))
    held = vars(self)
    return [(held["W1"], held["b1"]), (held["W2"], held["b2"])]


def _copied(name):
    return property(
        lambda self: vars(self)[name].copy(),
        lambda self, value: vars(self).update({name: value}),
    )


@misconception(
    of=".loss_and_gradients",
    title="You took the ReLU's mask from the logits",
    hint="Draw the network with the shape beside each arrow, all sizes different.",
)
def mask_off_by_one(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, z, _a: da * (z[layer] > 0))


@misconception(
    of=".loss_and_gradients",
    title="You computed dW2 with x, which enters the first layer",
    hint="Draw the network with the shape beside each arrow, all sizes different.",
)
def input_off_by_one(self, x, labels):
    def from_the_layer_before(dz, layer, a, _z):
        return a[max(layer - 1, 0)].T @ dz

    return _gradients(self, x, labels, dW=from_the_layer_before)
