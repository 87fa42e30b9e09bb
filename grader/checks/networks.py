"""Checks of networks on their own: new ones, and what holds whatever the weights."""

from itertools import combinations, pairwise

import numpy as np
from builder import Builder, draw
from chance import BY_HEART, FAR, HE_ERRORS, NEAR_LN_C, SMALL
from values import FORM_ONLY, count, equal, flat, in_words, loss_in, must_be_history

from nngrade.compare import difference, form_difference
from nngrade.diagnosis import Evidence
from nngrade.judging.failures import CheckFailure
from nngrade.judging.functions import Function, Instance


class Networks(Builder):
    """Judges new networks, and methods whose result doesn't depend on the weights."""

    def must_have_form(self, net, sizes, dtype=np.float64):
        """Demand the shapes of these layers and this dtype; return `params`."""
        params = net.params
        found = self.form_of(params, sizes, dtype)
        if found:
            self.fail(found, net)
        return params

    def must_list_the_layers(self, net, sizes):
        """Demand the same of the property `params`, whatever the constructor has made."""
        params = net.params
        found = self.form_of(params, sizes)
        if found:
            name = f"{self.kind}.params"
            raise CheckFailure(f"{name}\n  {found}", evidence=Evidence(name, (), {}, params))

    def form_of(self, params, sizes, dtype=np.float64):
        """Say how `params` fail to be arrays for these layers; "" where they are."""
        shapes = [(shape, shape[1:]) for shape in pairwise(sizes)]
        if len(params) != len(shapes):
            return f"params: got {count(params, 'tuple')} (W, b), expected {len(shapes)}"
        names, arrays = self.names(len(params)), zip(flat(params), flat(shapes), strict=True)
        found = (form_difference(got, shape, dtype) for got, shape in arrays)
        return next((f"{name}: {one}" for name, one in zip(names, found, strict=True) if one), "")

    def must_be_fresh(self, net, sizes, dtype=np.float64):
        """Demand biases of 0 besides; return `params`."""
        params = self.must_have_form(net, sizes, dtype)
        for name, (_, b) in zip(self.names(len(params))[1::2], params, strict=True):
            if b.any():
                words = f"a new network's biases must be 0, got {in_words(b[:4])}"
                self.fail(f"{name}: {words}", net)
        return params

    def must_have_he_scale(self, *sizes):
        """Demand normal numbers of mean 0 and standard deviation √(2 / fan_in) in each layer."""
        net = self.build(*sizes)
        params = self.must_be_fresh(net, sizes)
        for name, (W, _) in zip(self.names(len(params))[::2], params, strict=True):
            found = _unlike_he(W)
            if found:
                self.fail(f"{name}: {found}", net)

    def must_draw_layers_separately(self, *sizes):
        """Demand that no two layers of one size have equal weights."""
        net = self.build(*sizes)
        params = self.must_be_fresh(net, sizes)
        weights = zip(self.names(len(params))[::2], [W for W, _ in params], strict=True)
        for (one, W), (other, V) in combinations(weights, 2):
            if np.array_equal(W, V):
                words = f"{one} and {other} are equal: each layer needs random numbers of its own"
                self.fail(words, net)

    def must_draw_from_the_rng(self, *sizes):
        """Demand that the seed decides about the weights, and nothing else."""
        seed = self.seeded()
        first, again = (self.build(*sizes, generator=seed) for _ in range(2))
        other = self.build(*sizes, generator=self.student.seeded(seed.seed + 1))
        if not equal(first.params, again.params):
            self.fail(
                "two networks made with the same seed have different weights: all randomness "
                "must come from the rng given",
                again,
            )
        if equal(first.params, other.params):
            self.fail(
                "two networks made with different seeds have the same weights: they must be "
                "drawn from the rng given",
                other,
            )

    def must_be_independent(self, *sizes):
        """Demand that two networks of one generator differ, and share no arrays."""
        generator = self.student.keep(self.seeded())
        one = self.build(*sizes, generator=generator)
        first = one.params
        other = self.build(*sizes, generator=generator)
        before = other.params
        if equal(first, before):
            self.fail("two networks drawn one after the other from the same rng are equal", other)
        one.write_params(draw(self.rng, sizes, 1)[0])
        if not equal(other.params, before):
            self.fail("numbers written into one network's arrays changed another's", other)

    def must_have_attributes(self, net):
        """Demand that `W1` and the others are what `params` holds."""
        names, arrays = self.names(2), flat(net.params)
        if len(arrays) != len(names):
            self.fail(f"holds {len(arrays)} arrays, expected {len(names)}")
        for name, array in zip(names, arrays, strict=True):
            found = difference(net.attribute(name), array)
            if found:
                self.fail(f"isn't the array that params holds: {found}", name=name)

    def must_be_written_by_attributes(self, net):
        """Demand that numbers written into `W1` and the others stand in `params`."""
        self.must_have_attributes(net)
        names, steps = self.names(2), []
        for number, name in enumerate(names):
            array = Instance(self.student, self.student.worker.new_id(), name)
            read = Function(self.student, "__getattribute__", net).later(name)
            steps += [read.kept(array.handle), Function(self.student, "fill", array).later(number)]
        self.student.gather(*steps)
        # Of other arrays than those looked at before, there may be fewer by now.
        arrays = dict(zip(names, flat(net.params), strict=False))
        for number, name in enumerate(names):
            if not (arrays.get(name, np.nan) == number).all():
                self.fail("numbers written into its array don't show in params", name=name)

    # --- what its methods must do, whatever the weights ---

    def must_follow_params(self, *sizes):
        """Demand other logits once other numbers are written into `params`."""
        pair, (params, _) = self.pair(*sizes), draw(self.rng, sizes, 1)
        before = pair.theirs.forward(pair.x).array((7, sizes[-1]))
        pair.theirs.write_params(params)
        returned = pair.theirs.forward(pair.x)
        returned.must(
            not np.array_equal(returned.array(before.shape), before),
            "gives the same logits as before new numbers were written into the arrays of "
            "params: it must compute with these arrays",
        )

    def must_start_near_ln_c(self, *sizes):
        """Demand a loss near ln C of a network that has learnt nothing, for small inputs."""
        x = SMALL * self.rng.normal(size=(7, sizes[0]))
        net = self.build(*sizes)
        # Written again, so that a mistake can be looked for with the very same numbers.
        net.write_params(net.params)
        returned = net.loss_and_gradients(x, self.rng.integers(sizes[-1], size=7))
        loss, usual = loss_in(returned), np.log(sizes[-1])
        returned.must(
            abs(loss - usual) < NEAR_LN_C,
            f"the loss is {loss:.4g}. The scores are near 0, so that each class has a "
            f"probability near 1/{sizes[-1]}: the loss must be near ln {sizes[-1]} = {usual:.4g}",
        )

    def must_overfit(self, *sizes, epochs, learning_rate):
        """Demand that 32 samples are learnt by heart."""
        x, labels = self.rng.normal(size=(32, sizes[0])), self.rng.integers(sizes[-1], size=32)
        net = self.build(*sizes)
        settings = {"epochs": epochs, "batch_size": 32, "learning_rate": learning_rate}
        returned = net.fit(x, labels, rng=self.seeded(), **settings)
        must_be_history(returned, [0.0] * epochs, FORM_ONLY)
        found = self.form_of(params := net.params, sizes)
        returned.must(not found, f"afterwards, {found}")
        loss = self.reference.cross_entropy(self.own(params).forward(x), labels)
        returned.must(
            loss < BY_HEART,
            f"the loss of these 32 samples is then {loss:.3g}. A right network knows them by "
            f"heart, with a loss below {BY_HEART}",
        )

    def must_not_loop(self, method, *sizes, **rows):
        """Demand that a method works on whole arrays."""
        pair = self.pair(*sizes)

        def arguments(n):
            x, labels = self.rng.normal(size=(n, sizes[0])), self.rng.integers(sizes[-1], size=n)
            return (x, labels) if method == "loss_and_gradients" else (x,)

        getattr(pair.theirs, method).must_not_loop(arguments, getattr(pair.ours, method), **rows)


def _unlike_he(W):
    """Say how weights fail to be normal numbers of standard deviation √(2 / fan_in)."""
    std = np.sqrt(2 / len(W))
    if not abs(W.std() / std - 1) <= HE_ERRORS / np.sqrt(2 * W.size):
        return (
            f"the standard deviation is {W.std():.3g}, must be near {std:.3g} for {len(W)} inputs"
        )
    if not abs(W.mean()) <= HE_ERRORS * std / np.sqrt(W.size):
        return f"the mean is {W.mean():.3g}, must be near 0"
    if len(np.unique(W)) < 0.9 * W.size:
        return f"only {len(np.unique(W))} of {W.size} weights are different from one another"
    if not abs(W).max() > FAR * std:
        return "no weight is far from 0: they must have a normal distribution"
    return ""
