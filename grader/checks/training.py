"""Checks of training, where chance plays no part or has few outcomes."""

from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import chain, permutations

import numpy as np
from chance import EPOCHS, SHUFFLES
from pairs import Pair
from values import FORM_ONLY, count, in_words, must_be_history, must_be_mean, written

from nngrade.compare import describe, difference
from nngrade.judging.calls import Returned
from nngrade.judging.failures import CheckFailure
from nngrade.sandbox.protocol import Done, Write
from nngrade.sandbox.runner import Violation

ENOUGH = "stop after this epoch"
# How 7 samples make batches of 3.
SIZES = (3, 3, 1)
# The ways in which 4 samples make batches of 2.
_HALVES = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))
PAIRS = [order for halves in _HALVES for order in (halves, halves[::-1])]


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
        """Demand that in neither of two epochs the same two of 4 samples always share a batch."""
        seed, seen = self.networks.seeded().seed, (set(), set())
        # Four trainings nearly always show it: the others are for right shuffles in bad luck.
        for start in range(seed, seed + SHUFFLES, 4):
            for returned in self._fits(range(start, start + 4), epochs=2, batch_size=2):
                must_be_history(returned, [0.0] * 2, FORM_ONLY)
                for partners, who in zip(seen, self._partners_in(returned.value), strict=True):
                    partners.add(who)
                if all(len(partners) > 1 for partners in seen):
                    return
        for epoch, (who, *others) in zip(("first", "second"), seen, strict=True):
            returned.must(
                others or who is None,
                f"in {SHUFFLES} trainings with these 4 samples, each with another seed, sample 0 "
                f"shared its batch with sample {who} in the {epoch} epoch of each: any two must "
                "be able to",
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
        """Demand large steps from large numbers, in a large batch, while the loss grows or is 0."""
        # Each sample twice, with two labels: after the first, no epoch is better. The losses are
        # then so large, and the softmax so sure, that rounding stays as small as it is.
        self.x = 100 * np.repeat(self.x[::2], 2, axis=0)
        self.labels = np.arange(len(self.x)) % len(self.params[-1][1])
        losses = self.train(*[self._all()] * 8, rate=2.0)
        returned = self.fit(epochs=8, learning_rate=2.0)
        with exactly():
            must_be_history(returned, losses)
        self.must_have_learnt(returned)
        self.labels = self.restart().predict(self.x)
        self.with_scores(1e5, 0.0)
        with exactly():
            must_be_history(self.fit(epochs=12), self.train(*[self._all()] * 12))

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
        """Demand that 3 samples don't come in the same order in each of many epochs."""
        returned = self.fit(epochs=EPOCHS, batch_size=1)
        must_be_history(returned, [0.0] * EPOCHS, FORM_ONLY)
        known = len(list(self._orders(returned.value)))
        returned.must(
            known < EPOCHS,
            "took the 3 samples in the same order in each epoch from the second on",
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
    def _ends(self):
        """The mean loss and the end of each way to take 4 samples in pairs, by what came before."""
        return {}

    def _partners_in(self, history):
        """Find from the mean losses who shared sample 0's batch in each epoch; None: nobody."""
        begin, before = self.params, ()
        for got in history:
            if before not in self._ends:
                self._ends[before] = [(*self._trained(begin, pairs), pairs) for pairs in PAIRS]
            fits = (one for one in self._ends[before] if not difference(got, one[0]))
            _, begin, pairs = next(fits, (None, begin, None))
            yield pairs and next(max(pair) for pair in pairs if 0 in pair)
            before = (*before, pairs)

    def _orders(self, history):
        """Find the order of 3 samples in each epoch, as long as the second one's comes again."""
        begin, orders = self.params, list(permutations(range(3)))
        for epoch, got in enumerate(history):
            found = [(*self._trained(begin, zip(order)), order) for order in orders]
            mean, end, order = min(found, key=lambda one: abs(got - one[0]))
            if not abs(got - mean) < 1e-9:
                return
            begin, orders = end, [order] if epoch else orders
            yield order

    def _trained(self, begin, batches):
        """Return the mean loss of an epoch of these batches, and the parameters after it."""
        written(self.ours, begin)
        mean = float(np.mean(self.train(*map(list, batches))))
        return mean, [(W.copy(), b.copy()) for W, b in self.ours.params]
