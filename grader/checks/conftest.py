"""What the hidden checks share; `student`, `reference` and `rng` come from the plugin."""

from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import chain, combinations, pairwise, takewhile

import numpy as np
import pytest

from nngrade import gradcheck
from nngrade.compare import Kind, describe, difference, form_difference
from nngrade.diagnosis import Evidence
from nngrade.judging.calls import Returned
from nngrade.judging.failures import CheckFailure
from nngrade.judging.functions import Function, Instance
from nngrade.judging.wording import show_call
from nngrade.sandbox.protocol import Done, Items, Take, Write
from nngrade.sandbox.runner import Violation

# --- networks: exercises 10 and 11 ----------------------------------------------------------------

# As a tolerance it leaves type, shape, dtype and finiteness to be demanded.
FORM_ONLY = np.inf
ENOUGH = "stop after this epoch"

# Chance, as far as it decides about right code: tests/checks works the rates out again.
# Six standard errors to either side: right weights fail in 4 of 10**8 runs.
HE_ERRORS = 6
# Of 1,500 normal numbers, none is beyond 2.5 standard deviations once in 10**8 runs.
FAR = 2.5
# For inputs this small, right networks' first losses stay within 0.03 (20,000 seeds).
SMALL, NEAR_LN_C = 1e-2, 0.1
# Right networks end 16 standard deviations of log(loss) below this (1,000 seeds).
BY_HEART = 0.1
# In right shuffles the same two of four samples always share a batch in 7 of 10**8 runs.
SHUFFLES = 16
# After the first, a right shuffle keeps to one order of two samples in one of 2**24 runs.
EPOCHS = 26
# How 7 samples make batches of 3.
SIZES = (3, 3, 1)
OVERWRITTEN = "has changed with it: each call needs new arrays for what it returns"


@pytest.fixture
def networks(request, student, reference, rng):
    """Build networks of the class that the file of checks names as NETWORK."""
    return Networks(student, reference, rng, request.module.NETWORK)


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
        params, x = _draw(self.rng, sizes, n)
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
            # Where the class has no such property, there is nothing to hold it against.
            known = hasattr(getattr(self.reference, self.kind), "params")
            evidence = Evidence(name, (), {}, params) if known else None
            raise CheckFailure(f"{name}\n  {found}", evidence=evidence)

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
        one.write_params(_draw(self.rng, sizes, 1)[0])
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
        pair, (params, _) = self.pair(*sizes), _draw(self.rng, sizes, 1)
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

    def must_not_loop(self, method, *sizes):
        """Demand that a method works on whole arrays."""
        pair = self.pair(*sizes)

        def arguments(n):
            x, labels = self.rng.normal(size=(n, sizes[0])), self.rng.integers(sizes[-1], size=n)
            return (x, labels) if method == "loss_and_gradients" else (x,)

        getattr(pair.theirs, method).must_not_loop(arguments, getattr(pair.ours, method))


class Pair:
    """The learner's network and the reference's with equal parameters, and data for both."""

    def __init__(self, networks, theirs, ours, params, x, labels):
        self.networks, self.theirs, self.ours, self.params = networks, theirs, ours, params
        self.x, self.labels, self.number = x, labels, x.dtype.type
        self.names = networks.names(len(params))

    def restart(self):
        """Give the reference's network the parameters of the beginning again; return it."""
        return written(self.ours, self.params)

    @property
    def in_words(self):
        """The parameters of a small network, to be retyped."""
        if sum(array.size for array in flat(self.params)) > 20:
            return ""
        arrays = zip(self.names, flat(self.params), strict=True)
        words = [f"{name} = {array.tolist()}" for name, array in arrays]
        return "\n  with " + "\n       ".join(
            map(", ".join, zip(words[::2], words[1::2], strict=True))
        )

    def must_have_logits(self):
        """Demand the reference's logits."""
        returned = self.theirs.forward(self.x)
        found = difference(returned.value, self.ours.forward(self.x))
        returned.must(not found, f"{found}{self.in_words}")

    def must_predict(self):
        """Demand the reference's classes, of any integer dtype."""
        returned, expected = self.theirs.predict(self.x), self.ours.predict(self.x)
        found = difference(returned.value, expected, kind=Kind.INTEGER)
        returned.must(not found, f"{found}{self._scores_of_a_mistake(returned.value, expected)}")

    def _scores_of_a_mistake(self, got, expected):
        """Show the scores of the first row whose class is wrong."""
        if not isinstance(got, np.ndarray) or got.shape != expected.shape:
            return ""
        wrong = np.flatnonzero(got != expected)
        scores = self.ours.forward(self.x)[wrong[:1]]
        return "".join(f"\n  the scores of row {wrong[0]} are {in_words(row)}" for row in scores)

    def with_scores(self, factor, shift):
        """Scale the scores of both networks, and add to them."""
        *hidden, (W, b) = self.params
        self.theirs.write_params([*hidden, (factor * W, factor * b + shift)])
        written(self.ours, [*hidden, (factor * W, factor * b + shift)])
        return self

    # --- loss and gradients ---

    def gradients(self):
        """Call the learner's `loss_and_gradients`."""
        return self.theirs.loss_and_gradients(self.x, self.labels)

    def must_be_right(self, returned, scale=1.0):
        """Demand the reference's loss and gradients, each by its name."""
        found = self._wrong(returned.value, scale)
        returned.must(not found, f"{found}{self.in_words}")

    def must_pass_gradient_check(self):
        """Hold each gradient against central differences of the reference's loss."""
        returned = self.gradients()
        self.must_be_right(returned, FORM_ONLY)
        analytic = self._named(returned.value[1])
        numeric = self._named(self._central_differences())
        wrong = [name for name in analytic if _apart(analytic[name], numeric[name])]
        hint = self._hint(analytic, wrong) if wrong else ""
        right = self._named(self.restart().loss_and_gradients(self.x, self.labels)[1])
        check = self.networks.student.gradient_check
        check(analytic, numeric, hint, reference=right, call=returned)
        self.must_be_right(returned)

    def must_stay(self):
        """Demand that `loss_and_gradients` moves nothing."""
        returned = self.gradients()
        self.must_be_right(returned)
        found = self._moved()
        returned.must(not found, f"afterwards, {found}. It must move nothing")

    # --- one call after the other ---

    def must_give_logits_of_their_own(self):
        """Demand that two calls have nothing to do with one another."""
        self.must_have_logits()
        forward, (other, _) = self.theirs.forward, self._other_data()
        kept = self._kept(forward, self.x)
        _, returned = self.networks.student.gather(kept, forward.later(other))
        found = difference(returned.value, self.ours.forward(other))
        returned.must(not found, f"in a call after one with another x, {found}")
        found = difference(self._as_it_is_now(kept), list(self.ours.forward(self.x)))
        returned.must(not found, f"the result of the call before {OVERWRITTEN}")

    def must_give_gradients_of_their_own(self):
        """Demand that two calls have nothing to do with one another, nor with `forward`."""
        call, other = self.theirs.loss_and_gradients, self._other_data()
        self.must_be_right(self.gradients())
        kept = self._kept(call, self.x, self.labels)
        between = self.theirs.forward.later(other[0])
        again = self.networks.student.gather(kept, between, call.later(self.x, self.labels))[2]
        found = self._wrong(again.value)
        again.must(not found, f"is right at first, but in a later call, {found}")
        returned = call(*other)
        found = self._wrong(returned.value, data=other)
        returned.must(not found, f"in a call after one with other samples, {found}")
        found = self._wrong(tuple(self._as_it_is_now(kept)))
        returned.must(not found, f"the result of the call before {OVERWRITTEN}")

    def _kept(self, function, *args):
        return function.later(*args).kept(self.networks.student.worker.new_id())

    def _other_data(self):
        """Draw data of the same shape."""
        return self.networks.rng.normal(size=self.x.shape), self.labels[::-1].copy()

    def _as_it_is_now(self, kept):
        """Fetch the items of a result that has stayed in the worker."""
        student = self.networks.student
        reply = student.ask(Take(kept.keep, len(self.x) + 1), kept.shown)
        return student.plain(Items(getattr(reply, "items", [])))

    def _wrong(self, value, scale=1.0, data=None):
        """Say which of loss and gradients differs from the reference's, and how."""
        loss, grads = self.restart().loss_and_gradients(*(data or (self.x, self.labels)))
        found = _form(value, len(grads))
        if found:
            return found
        names = ("the loss", *(f"d{name}" for name in self.names))
        expected = (self.number(loss), *flat(grads))
        return first_difference(names, (value[0], *flat(value[1])), expected, scale)

    def _named(self, grads):
        return {f"d{name}": array for name, array in zip(self.names, flat(grads), strict=True)}

    def _central_differences(self):
        net = self.restart()

        def loss():
            return self.networks.reference.cross_entropy(net.forward(self.x), self.labels)

        return [[gradcheck.central_differences(loss, one) for one in layer] for layer in net.params]

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
                "They are right for the loss that your own forward pass leads to: look for the "
                "mistake on the way forward."
            )
        return "They don't fit your own loss either: look for the mistake on the way back."

    def _fits_own_loss(self, name, gradient):
        """Compare the slope of the learner's loss in a random direction with the gradient's."""
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

    def _moved(self):
        self.restart()
        return self._differs()

    def _differs(self):
        """Say how the learner's present parameters differ from the reference's."""
        got, wanted = self.theirs.params, self.ours.params
        if len(got) != len(wanted):
            return f"got {len(got)} tuples (W, b), expected {len(wanted)}"
        return first_difference(self.names, flat(got), flat(wanted))


@contextmanager
def exactly():
    """Say of a call that the order of the samples decides nothing about what it returns."""
    try:
        yield
    except CheckFailure as failure:
        given = failure.evidence
        if given and "rng" in given.kwargs:
            # A generator of its own, where `Seeded` would say that chance plays a part.
            rng = np.random.default_rng(given.kwargs["rng"].seed)
            failure.evidence = replace(given, kwargs=given.kwargs | {"rng": rng})
        raise


class Training(Pair):
    """Trains both networks, where chance plays no part or has few outcomes."""

    def fit(self, **settings):
        """Train the learner's network: an epoch of a single batch, unless told otherwise."""
        return self.theirs.fit(self.x, self.labels, **self._settings(settings))

    def train(self, *batches, rate=0.1):
        """Train the reference's, a list of indices a batch; return the loss before each step."""
        losses = []
        for batch in batches:
            loss, grads = self.ours.loss_and_gradients(self.x[batch], self.labels[batch])
            self.networks.reference.sgd_step(self.ours.params, grads, rate)
            losses.append(self.number(loss))
        return losses

    def must_descend(self, epochs):
        """Demand the losses and the parameters of gradient descent without chance."""
        losses = self.train(*[self._all()] * epochs)
        returned = self.fit(epochs=epochs)
        with exactly():
            must_be_history(returned, losses)
        self.must_have_learnt(returned)

    def must_step_for_each_batch(self):
        """Demand three steps an epoch of 7 samples in batches of 3; equal ones, so in any order."""
        losses = self._train_on_equal_samples(epochs=2)
        returned = self.fit(epochs=2, batch_size=3)
        with exactly():
            must_be_mean(returned, losses, SIZES)
        self.must_have_learnt(returned)

    def must_use_each_sample_once(self):
        """Demand the end of one of the four ways to go through 4 samples in batches of 3."""
        returned = self.fit(batch_size=3)
        for last in range(4):
            self.restart()
            losses = self.train([i for i in range(4) if i != last], [last])
            if not self._differs():
                must_be_mean(returned, losses, (3, 1))
                return
        returned.fail(
            "the parameters are then none of those that an epoch over 4 samples in batches of 3 "
            "can lead to, in whatever order: each sample must be used once, with its own label, "
            "and each batch must take a step from where the one before has ended"
        )

    def must_let_any_two_share_a_batch(self):
        """Demand that not the same two of 4 samples share a batch in each of many epochs."""
        seed = self.networks.seeded().seed
        epochs = self._fits(range(seed, seed + SHUFFLES), batch_size=2)
        seen = {self._partner_in(returned.value) for returned in epochs}
        who = seen.pop()
        epochs[-1].must(
            seen or who is None,
            f"in {SHUFFLES} epochs over these 4 samples, each with another seed, sample 0 always "
            f"shared its batch with sample {who}: any two must be able to",
        )

    def must_rest_at_a_rate_of_0(self):
        """Demand that nothing moves, and a mean loss of 4 samples in batches of 3."""
        net, loss = self.restart(), self.networks.reference.cross_entropy
        losses = [loss(net.forward(self.x[[i]]), self.labels[[i]]) for i in range(4)]
        returned = self.fit(epochs=2, batch_size=3, learning_rate=0.0)
        must_be_history(returned, [0.0] * 2, FORM_ONLY)
        # Over samples, or over batches with any one of them as the last.
        means = [np.mean(losses), *((sum(losses) - last) / 6 + last / 2 for last in losses)]
        for got in returned.value:
            returned.must(
                any(difference(got, float(mean)) is None for mean in means),
                f"got the mean loss {got:.6g}; the mean over the samples is {means[0]:.6g}, and "
                f"over the batches, by their order, one of {in_words(means[1:])}",
            )
        found = self._moved()
        returned.must(not found, f"afterwards, {found}. Nothing must move")

    def must_go_on(self):
        """Demand that a second call begins where the first has ended."""
        losses = self.train(*[self._all()] * 3)
        must_be_history(self.fit(epochs=1), losses[:1])
        must_be_history(self.fit(epochs=2), losses[1:])

    def must_train_as_told(self):
        """Demand steps of any size, in a large batch, while the loss grows or is 0."""
        batches = [self._all()] * 4
        rate = next(rate for rate in 2.0 ** np.arange(1, 40) if self._grows(batches, rate))
        losses = self.train(*batches, rate=rate)
        with exactly():
            must_be_history(self.fit(epochs=4, learning_rate=float(rate)), losses)
        self.labels = self.restart().predict(self.x)
        self.with_scores(1e5, 0.0)
        with exactly():
            must_be_history(self.fit(epochs=4), self.train(*batches))

    def must_follow_the_rng(self):
        """Demand that the order of the samples depends on the seed, and on nothing else."""
        seed = self.networks.seeded().seed
        first, again, other = self._fits([seed, seed, seed + 1], epochs=3, batch_size=2)
        must_be_history(first, [0.0] * 3, FORM_ONLY)
        again.must(
            difference(again.value, first.value) is None,
            "gives other losses in a second run with the same seed: the order of the samples "
            "must come from the rng given",
        )
        # Two shuffles of 7 samples make the same batches of 2, three epochs long, 4 in 10**9 times.
        other.must(
            difference(other.value, first.value) is not None,
            "gives the same losses with another seed: the order of the samples must come from "
            "the rng given",
        )

    def must_shuffle_each_epoch(self):
        """Demand that 2 samples don't come in the same order in each of many epochs."""
        returned = self.fit(epochs=EPOCHS, batch_size=1)
        must_be_history(returned, [0.0] * EPOCHS, FORM_ONLY)
        orders = list(self._orders(returned.value))
        returned.must(
            len(orders) < EPOCHS,
            "took the 2 samples in the same order in each epoch from the second on",
        )

    def must_call_on_epoch(self):
        """Demand a call for each epoch, with its number and its loss."""
        heard = []

        def on_epoch(epoch, mean_loss):
            heard.append((epoch, mean_loss))

        losses = self._train_on_equal_samples(epochs=3)
        returned = self.fit(epochs=3, batch_size=3, on_epoch=on_epoch)
        with exactly():
            must_be_mean(returned, losses, SIZES)
        returned.must(heard, "never called on_epoch")
        times = "too often" if len(heard) > 3 else "too seldom"
        calls = f"{count(heard, 'call')} for 3 epochs"
        returned.must(len(heard) == 3, f"called on_epoch {times}: {calls}")
        counted = [difference([epoch for epoch, _ in heard], [k, k + 1, k + 2]) for k in (0, 1)]
        epochs = ", ".join(describe(epoch).removeprefix("int ") for epoch, _ in heard)
        returned.must(
            not all(counted),
            f"called on_epoch with {epochs} for the epochs: they must be counted from 0 or from 1",
        )
        found = difference([loss for _, loss in heard], [float(loss) for loss in returned.value])
        returned.must(not found, f"called on_epoch with other losses than those returned: {found}")

    def must_call_on_epoch_in_between(self):
        """Demand that a first call of `on_epoch` doesn't find all epochs done."""
        heard = []

        def on_epoch(epoch, mean_loss):
            heard.append((epoch, mean_loss))
            raise Violation(ENOUGH)

        self.train(*[self._all()] * 3)
        try:
            self.fit(epochs=3, on_epoch=on_epoch)
        except CheckFailure as failure:
            if ENOUGH not in failure.message:
                raise
        if not heard:
            self.networks.fail("never called on_epoch", name="fit")
        if not self._differs():
            self.networks.fail("all 3 epochs were over before on_epoch was called", name="fit")

    def must_have_learnt(self, returned):
        """Demand that the learner's parameters are now the reference's."""
        found = self._differs()
        returned.must(not found, f"afterwards, {found}")

    def _settings(self, settings):
        usual = {"epochs": 1, "batch_size": len(self.x), "learning_rate": 0.1}
        return {**usual, "rng": self.networks.seeded(), **settings}

    def _fits(self, seeds, **settings):
        """Train with each seed, from the same parameters each time."""
        student, net = self.networks.student, self.theirs
        values = [(student.pack(W), student.pack(b)) for W, b in self.params]
        rngs = [{"rng": student.seeded(seed)} for seed in seeds]
        chosen = [self._settings(settings | rng) for rng in rngs]
        fits = [net.fit.later(self.x, self.labels, **one) for one in chosen]
        steps = chain.from_iterable((Write(net.handle, values), fit.step()) for fit in fits)
        replies = student.ask_all(*steps, what=fits[0].shown)[1::2]
        done = [reply if isinstance(reply, Done) else Done() for reply in replies]
        return [Returned(fit, one).examined() for fit, one in zip(fits, done, strict=True)]

    def _all(self):
        return list(range(len(self.x)))

    def _train_on_equal_samples(self, epochs):
        """Leave 7 equal samples as the data; train on them in batches of 3."""
        self.x, self.labels = np.repeat(self.x[:1], 7, axis=0), np.repeat(self.labels[:1], 7)
        return self.train(*[range(size) for size in SIZES] * epochs)

    @cached_property
    def _means(self):
        """The mean losses of epochs over 4 samples in pairs, each with sample 0's partner."""
        found = []
        for partner in (1, 2, 3):
            pair = [0, partner], [i for i in (1, 2, 3) if i != partner]
            for batches in (pair, pair[::-1]):
                self.restart()
                found.append((float(np.mean(self.train(*batches))), partner))
        return found

    def _partner_in(self, history):
        """Find from its mean loss which sample shared sample 0's batch; None where none fits."""
        return next((who for mean, who in self._means if not difference(history, [mean])), None)

    def _grows(self, batches, rate):
        """Tell whether the loss grows before the last epoch."""
        self.restart()
        losses = self.train(*batches, rate=rate)
        self.restart()
        return max(np.diff(losses[:-1])) > 0

    def _orders(self, history):
        """Find the order of 2 samples in each epoch, until the order changes or none fits."""
        begin, orders = self.params, []
        for got in history:
            ends = {}
            for order in ((0, 1), (1, 0)):
                written(self.ours, begin)
                mean = np.mean(self.train([order[0]], [order[1]]))
                ends[order] = abs(got - mean), [(W.copy(), b.copy()) for W, b in self.ours.params]
            order = min(ends, key=lambda order: ends[order][0])
            off, begin = ends[order]
            orders.append(order)
            if not off < 1e-9 or len(set(orders[1:])) > 1:
                return
            yield order


def flat(params):
    """List the arrays of `[(W, b), …]`: first W, then b, layer after layer."""
    return list(chain.from_iterable(params))


def written(net, params):
    """Write these values into the arrays of one of the reference's networks; return it."""
    for (W, b), (new_W, new_b) in zip(net.params, params, strict=True):
        W[...], b[...] = new_W, new_b
    return net


def equal(one, other):
    """Tell whether all arrays are equal to the last bit."""
    return len(one) == len(other) and all(map(np.array_equal, flat(one), flat(other)))


def first_difference(names, got, expected, scale=1.0):
    """Name the first of several values that is off, and say how."""
    for name, one, other in zip(names, got, expected, strict=True):
        found = difference(one, other, scale=scale)
        if found:
            return f"{name}: {found}"
    return ""


def loss_in(returned):
    """Return the loss that `loss_and_gradients` has returned, once it is sure to be a number."""
    value = returned.value
    returned.must(
        isinstance(value, tuple) and value, f"got {describe(value)}, expected a tuple (loss, grads)"
    )
    found = difference(value[0], 0.0, scale=FORM_ONLY)
    returned.must(not found, f"the loss: {found}")
    return float(value[0])


def must_be_mean(returned, losses, sizes):
    """Demand a mean loss for each epoch of batches of these sizes."""
    by_epoch = np.reshape(losses, (-1, len(sizes)))
    readings = [by_epoch.mean(axis=1), np.average(by_epoch, axis=1, weights=sizes)]
    must_be_history(returned, readings[0].tolist(), FORM_ONLY)
    right = [_epochs_right(returned.value, reading) for reading in readings]
    if len(by_epoch) not in right:
        epoch = max(right)
        over_batches, over_samples = (reading[epoch] for reading in readings)
        returned.fail(
            f"the loss of epoch {epoch + 1}: got {returned.value[epoch]:.6g}, expected the mean "
            f"over the batches, {over_batches:.6g}, or over the samples, {over_samples:.6g}"
        )


def must_be_history(returned, losses, scale=1.0):
    """Demand a list of these losses."""
    value = returned.value
    returned.must(
        isinstance(value, list) and len(value) == len(losses),
        f"got {describe(value)}, expected a list of length {len(losses)}, a loss for each epoch",
    )
    names = [f"the loss of epoch {epoch + 1}" for epoch in range(len(losses))]
    found = first_difference(names, value, losses, scale)
    returned.must(not found, found)


def _epochs_right(got, expected):
    """Count the epochs before the first wrong one."""
    pairs = zip(got, expected.tolist(), strict=True)
    return sum(1 for _ in takewhile(lambda pair: difference(*pair) is None, pairs))


def count(things, name):
    """Say how many things there are."""
    return f"{len(things)} {name}" + ("s" if len(things) != 1 else "")


def in_words(numbers):
    """Write some numbers in one line."""
    return ", ".join(f"{number:.6g}" for number in numbers)


def _form(value, depth):
    """Say how a value fails to be `(loss, [(dW, db), …])`."""
    if not (isinstance(value, tuple) and len(value) == 2):
        cure = ". Is there a return at the end?" if value is None else ""
        return f"got {describe(value)}, expected a tuple (loss, grads){cure}"
    grads = value[1]
    if not (isinstance(grads, list) and len(grads) == depth):
        return f"the gradients: got {describe(grads)}, expected a list of {depth} tuples (dW, db)"
    for layer, one in enumerate(grads):
        if not (isinstance(one, tuple) and len(one) == 2):
            return f"the gradients, item {layer}: got {describe(one)}, expected a tuple (dW, db)"
    return ""


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
