"""What goes wrong in `__init__` of either class; exercises 10 and 11 take it in."""

import numpy as np
from networks import _asked, _keep, _layers

from nngrade.diagnosis import misconception


def _have_scale(params, std):
    """Whether each layer's weights have this standard deviation, by its two sizes."""
    return all(W.size > 999 and abs(W.std() / std(*W.shape) - 1) < 0.1 for W, _ in params)


def _is_box(W):
    """Whether the largest entry is √3 standard deviations, as of a uniform distribution alone."""
    return W.size > 99 and 1.6 < np.abs(W).max() / W.std() < 1.75


def _uniform(rng, params):
    """Draw the weights anew, of the right standard deviation but uniform."""
    limits = [np.sqrt(6 / len(W)) for W, _ in params]
    return [
        (rng.uniform(-limit, limit, W.shape).astype(W.dtype), b)
        for limit, (W, b) in zip(limits, params, strict=True)
    ]


@misconception(
    of=".__init__",
    title="You began with weights of 0",
    hint="Compute the gradients of such a network. In what do two units of one layer differ?",
    when=lambda call: not any(W.any() for W, _ in call.got),
)
def weights_of_zero(self, *given, **named):
    _keep(self, [(0 * W, b) for W, b in _layers(*_asked(self, given, named))])


@misconception(
    of=".__init__",
    title="You gave the arguments other names",
    hint="Compare the line `def __init__(…)` with the one in the lesson, name by name.",
    when=lambda call: "unexpected keyword" in call.got.message,
)
def other_argument_names(self, *given):
    _keep(self, _layers(*_asked(self, given, {})))


@misconception(
    of=".__init__",
    title="You drew weights of standard deviation 1, whatever the size of the layer",
    hint="Send a random x through the layers and print the standard deviation after each.",
    when=lambda call: _have_scale(call.got, lambda *_: 1.0),
)
def unscaled_weights(self, *given, **named):
    drawn = _layers(*_asked(self, given, named))
    _keep(self, [(W * (len(W) / 2) ** 0.5, b) for W, b in drawn])


@misconception(
    of=".__init__",
    title="You took the scale from the outputs of a layer",
    hint="How many products does one sum of x @ W add up? Is that fan_in or fan_out?",
    when=lambda call: _have_scale(call.got, lambda _, fan_out: np.sqrt(2 / fan_out)),
)
def scaled_by_fan_out(self, *given, **named):
    drawn = _layers(*_asked(self, given, named))
    _keep(self, [(W * (len(W) / len(b)) ** 0.5, b) for W, b in drawn])


@misconception(
    of=".__init__",
    title="You began with biases other than 0",
    hint="Print the biases of a new network.",
    by_symptoms=True,
)
def biases_of_one(self, *given, **named):
    _keep(self, [(W, b + 1) for W, b in _layers(*_asked(self, given, named))])


@misconception(
    of=".__init__",
    title="Your biases have two axes, where one is asked for",
    hint="Print the shape of a bias, and of x @ W + b for 5 samples.",
    by_symptoms=True,
)
def biases_as_columns(self, *given, **named):
    _keep(self, [(W, b[:, None]) for W, b in _layers(*_asked(self, given, named))])


@misconception(
    of=".__init__",
    title="You drew from another generator than rng, such as NumPy's global one",
    hint="Build two networks with generators of the same seed. Which of your lines draws the "
    "numbers, and from what?",
    by_symptoms=True,
)
def global_generator(self, *given, **named):
    sizes, _, dtype = _asked(self, given, named)
    _keep(self, _layers(sizes, np.random, dtype))


@misconception(
    of=".__init__",
    title="You made a generator of your own, with a seed of your own",
    hint="Build two networks with generators of different seeds, and compare their weights.",
    by_symptoms=True,
)
def a_seed_of_its_own(self, *given, **named):
    sizes, _, dtype = _asked(self, given, named)
    _keep(self, _layers(sizes, np.random.default_rng(0), dtype))


@misconception(
    of=".__init__",
    title="You left the dtype out",
    hint="Build a network with dtype=np.float32 and print the dtype of each array.",
    by_symptoms=True,
)
def dtype_left_out(self, *given, **named):
    sizes, rng, _ = _asked(self, given, named)
    _keep(self, _layers(sizes, rng))


@misconception(
    of=".__init__",
    title="You drew all weights with a standard deviation of 0.01, whatever the size of the layer",
    hint="Send a random x through the layers and print the standard deviation after each.",
    when=lambda call: _have_scale(call.got, lambda *_: 0.01),
)
def small_weights(self, *given, **named):
    drawn = _layers(*_asked(self, given, named))
    _keep(self, [(W * 0.01 * (len(W) / 2) ** 0.5, b) for W, b in drawn])


@misconception(
    of=".__init__",
    title="You drew the weights from a uniform distribution",
    hint="Plot a histogram of one layer's weights. Which shape has it, and which is asked for?",
    when=lambda call: all(_is_box(W) for W, _ in call.got),
)
def uniform_weights(self, *given, **named):
    sizes, rng, dtype = _asked(self, given, named)
    _keep(self, _uniform(rng, _layers(sizes, rng, dtype)))


@misconception(
    of=".__init__",
    title="Part of your weights is 0",
    hint="Print (W == 0).mean() for the weights of each layer.",
    when=lambda call: 0.1 < np.mean(call.got[0][0] == 0) < 1,
)
def half_of_the_weights_0(self, *given, **named):
    drawn = _layers(*_asked(self, given, named))
    for W, _ in drawn:
        W[...] *= (np.arange(W.size).reshape(W.shape) % 2 > 0) * 2**0.5
    _keep(self, drawn)
