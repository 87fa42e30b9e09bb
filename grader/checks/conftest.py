"""What the hidden checks share; `student`, `reference` and `rng` come from the plugin."""

from itertools import chain, pairwise

import numpy as np
import pytest

from nngrade import gradcheck
from nngrade.compare import describe, difference, form_difference
from nngrade.judging.failures import CheckFailure

# --- networks: exercises 10 and 11 ----------------------------------------------------------------


@pytest.fixture
def network_of(student, reference, rng):
    """Return a maker of `Networks`: `network_of("SimpleNetwork")`."""
    return lambda kind: Networks(student, reference, rng, kind)


class Networks:
    """Builds networks of one class, the learner's beside the reference's."""

    def __init__(self, student, reference, rng, kind):
        self.student, self.reference, self.rng, self.kind = student, reference, rng, kind

    def build(self, *sizes, generator=None, dtype=np.float64):
        """Build the learner's network, which draws its own weights."""
        arguments = self._arguments(sizes, generator or self.seeded())
        return getattr(self.student, self.kind).build(*arguments, dtype)

    def pair(self, *sizes, n=7, dtype=np.float64):
        """Build both networks with the same random parameters, and data that suits them."""
        params, x = _draw(self.rng, sizes, n)
        labels = self.rng.integers(sizes[-1], size=n)
        params = [(W.astype(dtype), b.astype(dtype)) for W, b in params]
        return self.pair_with(params, x.astype(dtype), labels)

    def pair_with(self, params, x, labels):
        """Build both networks with these parameters."""
        sizes, dtype = (len(params[0][0]), *(len(b) for _, b in params)), x.dtype.type
        theirs = self.build(*sizes, dtype=dtype)
        theirs.write_params(params)
        ours = getattr(self.reference, self.kind)(
            *self._arguments(sizes, np.random.default_rng(0)), dtype
        )
        return Pair(self, theirs, ours, params, x, labels)

    def names(self, depth):
        """Name the arrays as the lessons do: `W1, b1, …` or `W[0], b[0], …`."""
        simple = self.kind == "SimpleNetwork"
        places = [str(layer + 1) if simple else f"[{layer}]" for layer in range(depth)]
        return [f"{letter}{place}" for place in places for letter in "Wb"]

    def seeded(self):
        """Stand for a new generator with a seed of this run."""
        return self.student.seeded(int(self.rng.integers(10_000)))

    def must_be_fresh(self, net, sizes, dtype=np.float64):
        """Demand the shapes of these layers, this dtype, and biases of zero."""
        shapes = list(pairwise(sizes))
        params = net.params
        if len(params) != len(shapes):
            self.fail(f"got {len(params)} tuples (W, b), expected {len(shapes)}, one a layer")
        zeros = [(np.empty(shape, dtype), np.zeros(shape[1], dtype)) for shape in shapes]
        for name, got, wanted in zip(
            self.names(len(shapes)), flat(params), flat(zeros), strict=True
        ):
            found = form_difference(got, wanted.shape, wanted.dtype)
            found = found or (difference(got, wanted) if wanted.ndim == 1 else None)
            if found:
                self.fail(f"{name}: {found}")

    def fail(self, message, when=""):
        """End the check with what is wrong with `params`."""
        raise CheckFailure(f"{self.kind}.params{when}\n  {message}")

    def _arguments(self, sizes, generator):
        return (generator, *sizes) if self.kind == "SimpleNetwork" else (list(sizes), generator)


class Pair:
    """The learner's network and the reference's with equal parameters, and data for both."""

    def __init__(self, networks, theirs, ours, params, x, labels):
        self.networks, self.theirs, self.ours, self.params = networks, theirs, ours, params
        self.x, self.labels = x, labels
        self.names = networks.names(len(params))
        self.restart()

    def restart(self):
        """Give the reference's network the parameters of the beginning; return it."""
        for (W, b), (own_W, own_b) in zip(self.ours.params, self.params, strict=True):
            W[...], b[...] = own_W, own_b
        return self.ours

    @property
    def in_words(self):
        """The parameters, to be retyped."""
        arrays = zip(self.names, flat(self.params), strict=True)
        return "with " + ", ".join(f"{name} = {array.tolist()}" for name, array in arrays)

    # --- loss and gradients ---

    def gradients(self):
        """Call the learner's `loss_and_gradients`."""
        return self.theirs.loss_and_gradients(self.x, self.labels)

    def must_be_right(self, returned, scale=1.0, more=""):
        """Demand the reference's loss and gradients, each by its name."""
        loss, grads = self.restart().loss_and_gradients(self.x, self.labels)
        found = _form(returned.value, len(grads))
        got = () if found else (returned.value[0], *flat(returned.value[1]))
        names = ["the loss", *(f"d{name}" for name in self.names)]
        for name, mine, own in zip(names, got, (loss, *flat(grads)), strict=bool(got)):
            wrong = difference(mine, own, scale=scale)
            found = found or (f"{name}: {wrong}" if wrong else "")
        if found:
            returned.fail(found + more)

    def must_pass_gradient_check(self):
        """Hold each gradient against central differences of the reference's loss."""
        returned = self.gradients()
        # An infinite tolerance leaves type, shape, dtype and finiteness to be demanded.
        self.must_be_right(returned, scale=np.inf)
        analytic = self._named(returned.value[1])
        numeric = self._named(self._central_differences())
        wrong = [name for name in analytic if _apart(analytic[name], numeric[name])]
        hint = self._hint(analytic, wrong) if wrong else ""
        self.networks.student.gradient_check(analytic, numeric, hint, call=returned)
        self.must_be_right(returned)

    def _named(self, grads):
        return {f"d{name}": array for name, array in zip(self.names, flat(grads), strict=True)}

    def _central_differences(self):
        net = self.restart()

        def loss():
            return self.networks.reference.cross_entropy(net.forward(self.x), self.labels)

        return [
            tuple(gradcheck.central_differences(loss, a) for a in layer) for layer in net.params
        ]

    def _hint(self, analytic, wrong):
        """Say whether the learner's way back fits the learner's own way forward."""
        try:
            fits = all(self._fits_own_loss(name, analytic[name]) for name in wrong)
        except CheckFailure:
            return ""
        finally:
            self.theirs.write_params(self.params)
        if fits:
            return (
                "They are right for the loss that your own forward pass computes: look for the "
                "mistake on the way forward."
            )
        return "They don't fit your own loss either: look for the mistake on the way back."

    def _fits_own_loss(self, name, gradient):
        """Compare the slope of the learner's loss in one direction with the gradient's."""
        place = [f"d{one}" for one in self.names].index(name)
        direction = self.networks.rng.normal(size=gradient.shape)
        above, below = (self._own_loss(place, h * direction) for h in (1e-5, -1e-5))
        slope, promised = (above - below) / 2e-5, float((gradient * direction).sum())
        return abs(slope - promised) <= 1e-4 * (abs(slope) + abs(promised)) + 1e-8

    def _own_loss(self, place, step):
        layers = [[array.copy() for array in layer] for layer in self.params]
        layers[place // 2][place % 2] += step
        self.theirs.write_params(layers)
        return loss_in(self.gradients())

    # --- training ---

    def fit(self, x, labels, **settings):
        """Train the learner's network; one epoch of a single batch, unless told otherwise."""
        usual = {"epochs": 1, "batch_size": len(x), "learning_rate": 0.1}
        settings = usual | {"rng": self.networks.seeded()} | settings
        return self.theirs.fit(x, labels, **settings)

    def train(self, *batches, learning_rate=0.1):
        """Take the reference's steps, a batch of indices each; return the loss before each."""
        losses = []
        for batch in batches:
            loss, grads = self.ours.loss_and_gradients(self.x[batch], self.labels[batch])
            self.networks.reference.sgd_step(self.ours.params, grads, learning_rate)
            losses.append(loss)
        return losses

    def must_have_learnt(self, when):
        """Demand that the learner's parameters are now those of the reference."""
        found = self.apart()
        if found:
            self.networks.fail(found, when)

    def apart(self):
        """Say how the learner's parameters differ from the reference's; None where they don't."""
        pairs = zip(self.names, flat(self.theirs.params), flat(self.ours.params), strict=False)
        for name, got, wanted in pairs:
            found = difference(got, wanted)
            if found:
                return f"{name}: {found}"
        return None


def flat(params):
    """List the arrays of `[(W, b), …]`: first W, then b, layer after layer."""
    return list(chain.from_iterable(params))


def loss_in(returned):
    """Return the loss in what `loss_and_gradients` returned, once it is sure to be a number."""
    value = returned.value
    if not (isinstance(value, tuple) and value):
        returned.fail(f"got {describe(value)}, expected a tuple (loss, grads)")
    found = difference(value[0], 0.0, scale=np.inf)
    if found:
        returned.fail(f"the loss: {found}")
    return float(value[0])


def _form(value, depth):
    """Say how a value fails to be `(loss, [(dW, db), …])`."""
    if not (isinstance(value, tuple) and len(value) == 2):
        cure = " Is there a return at the end?" if value is None else ""
        return f"got {describe(value)}, expected a tuple (loss, grads).{cure}"
    grads = value[1]
    if not (isinstance(grads, list) and len(grads) == depth):
        return f"the gradients: got {describe(grads)}, expected a list of {depth} tuples (dW, db)"
    for layer, one in enumerate(grads):
        if not (isinstance(one, tuple) and len(one) == 2):
            return f"the gradients, item {layer}: got {describe(one)}, expected a tuple (dW, db)"
    return ""


def _apart(analytic, numeric):
    return not gradcheck.relative_error(analytic, numeric) < gradcheck.LIMIT


def _draw(rng, sizes, n):
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
