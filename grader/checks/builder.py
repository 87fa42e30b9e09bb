"""Builds networks: the learner's beside the reference's, with data that suits them."""

from itertools import pairwise

import numpy as np
from training import Training
from values import written

from nngrade import gradcheck
from nngrade.judging.failures import CheckFailure
from nngrade.judging.wording import show_call


class Builder:
    """Builds networks of one class, the learner's beside the reference's."""

    def __init__(self, student, reference, rng, kind):
        self.student, self.reference, self.rng, self.kind = student, reference, rng, kind

    def build(self, *sizes, generator=None, dtype=np.float64):
        """Build the learner's network, which draws its own weights."""
        arguments = self._arguments(sizes, generator or self.seeded())
        return self.make(*arguments, *([] if dtype is np.float64 else [dtype]))

    def make(self, *args, **kwargs):
        """Build the learner's network with these very arguments."""
        net = getattr(self.student, self.kind).build(*args, **kwargs)
        net.shown = show_call(self.kind, args, kwargs)
        return net

    def own(self, params):
        """Build the reference's network with these parameters."""
        sizes, dtype = (len(params[0][0]), *(len(b) for _, b in params)), params[0][0].dtype.type
        arguments = self._arguments(sizes, np.random.default_rng(0))
        return written(getattr(self.reference, self.kind)(*arguments, dtype), params)

    def pair(self, *sizes, n=7, dtype=np.float64):
        """Build both networks with the same random parameters, and data that suits them."""
        params, x = draw(self.rng, sizes, n)
        # As many of each class as can be: were all equal, a network whose hidden units have died
        # would show nothing of the order of its samples.
        labels = self.rng.permutation(np.arange(n) % sizes[-1])
        params = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        return self.pair_with(params, x.astype(dtype), labels)

    def pair_with(self, params, x, labels):
        """Build both networks with these parameters."""
        sizes = (len(params[0][0]), *(len(b) for _, b in params))
        theirs = self.build(*sizes, dtype=x.dtype.type)
        if x.dtype != np.float64:
            self.must_have_form(theirs, sizes, x.dtype)
        theirs.write_params(params)
        return Training(self, theirs, self.own(params), params, x, labels)

    def names(self, depth):
        """Name the arrays as the lessons do: `W1, b1, …` or `W[0], b[0], …`."""
        simple = self.kind == "SimpleNetwork"
        places = [str(layer + 1) if simple else f"[{layer}]" for layer in range(depth)]
        return [f"{letter}{place}" for place in places for letter in "Wb"]

    def seeded(self):
        """Stand for a new generator with a seed of this run."""
        return self.student.seeded(int(self.rng.integers(10_000)))

    def fail(self, message, net=None, name="params"):
        """End the check with what is wrong with an attribute, or with a new network."""
        if net:
            net.fail(f"{net.shown}\n  {message}", net.params)
        raise CheckFailure(f"{self.kind}.{name}\n  {message}")

    def _arguments(self, sizes, generator):
        return (generator, *sizes) if self.kind == "SimpleNetwork" else (list(sizes), generator)


def draw(rng, sizes, n):
    """Draw parameters and x such that each ReLU sees both signs, and none stands at its kink."""
    while True:
        params = [
            (rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)), rng.normal(0, 0.5, fan_out))
            for fan_in, fan_out in pairwise(sizes)
        ]
        x = rng.normal(size=(n, sizes[0]))
        hidden = list(_pre_activations(params[:-1], x))
        if all((z > 0).any() and (z < 0).any() and gradcheck.clear_of_kinks(z) for z in hidden):
            return params, x


def _pre_activations(params, x):
    for W, b in params:
        z = x @ W + b
        yield z
        x = np.maximum(z, 0)
