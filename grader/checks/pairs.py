"""Checks of one call of a network, held against the reference's with equal parameters."""

import numpy as np
from values import FORM_ONLY, first_difference, flat, in_words, loss_in, written

from nngrade import gradcheck
from nngrade.compare import Kind, describe, difference
from nngrade.judging.failures import CheckFailure
from nngrade.sandbox.protocol import Items, Take

OVERWRITTEN = "has changed with it: each call needs new arrays for what it returns"


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

    def must_predict_anew(self):
        """Demand other classes of the same samples once other numbers stand in `params`."""
        samples = self.networks.student.keep(self.x)
        *hidden, (W, b) = self.params
        earlier = []
        for params in (self.params, [*hidden, (-W, -b)]):
            self.theirs.write_params(params)
            expected = written(self.ours, params).predict(self.x)
            returned = self.theirs.predict(samples)
            found = difference(returned.value, expected, kind=Kind.INTEGER)
            returned.must(not found, f"{found}", earlier=earlier)
            earlier.append(returned)

    def with_an_empty_sample(self):
        """Take biases of 0 and a first sample of zeros: every z of its hidden units is then 0."""
        params = [(W, 0 * b) for W, b in self.params]
        return self.networks.pair_with(params, np.vstack([0 * self.x[:1], self.x[1:]]), self.labels)

    def with_samples(self, factor=1, copies=1):
        """Multiply all samples, and repeat them, each with its label."""
        self.x = np.tile(factor * self.x, (copies, 1))
        self.labels = np.tile(self.labels, copies)
        return self

    def with_scores(self, factor, shift):
        """Scale the scores of both networks, and add to them."""
        W, b = self.params[-1]
        return self._with_last_layer(factor * W, factor * b + shift)

    def with_the_last_class(self):
        """Move the classes round, so that the last one is that of the first sample."""
        W, b = self.params[-1]
        steps = -1 - self.ours.predict(self.x[:1])[0]
        return self._with_last_layer(np.roll(W, steps, axis=1), np.roll(b, steps))

    def _with_last_layer(self, W, b):
        params = [*self.params[:-1], (W, b)]
        self.theirs.write_params(params)
        written(self.ours, params)
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


def _apart(analytic, numeric):
    return not gradcheck.relative_error(analytic, numeric) < gradcheck.LIMIT
