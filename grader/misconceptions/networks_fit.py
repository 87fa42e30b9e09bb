"""What goes wrong in `fit` of either class; exercises 10 and 11 take it in."""

import copy
import math

import numpy as np
from networks import _gradients, _keep, _mean_loss, _scores, _slope, _step, _weights

from nngrade.diagnosis import misconception


def _parts(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


def _batches(x, labels, batch_size, rng):
    for batch in _parts(rng.permutation(len(x)), batch_size):
        yield x[batch], labels[batch]


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


def _gives(call, network=_Bare, **changes):
    """Whether a call of fit gave what it gives with these settings, or parts of it, changed."""
    rng = getattr(call.rng, "seed", None)
    rng = copy.deepcopy(call.rng) if rng is None else np.random.default_rng(rng)
    names = ("epochs", "batch_size", "learning_rate")
    settings = {name: changes.pop(name, getattr(call, name)) for name in names}
    settings |= {"rng": rng, "on_epoch": _leave_unless_like(call.got)}
    try:
        with np.errstate(all="ignore"):
            got = _fit(network(call.params), call.x, call.labels, settings, **changes)
    except _UnlikeError:
        return False
    return len(got) == len(call.got)


class _UnlikeError(Exception):
    """Another loss than the one that was got."""


def _leave_unless_like(history):
    """Return an `on_epoch` that leaves at the first other loss: many trainings are tried."""

    def leave(epoch, mean_loss):
        if epoch >= len(history) or not math.isclose(mean_loss, history[epoch], rel_tol=1e-9):
            raise _UnlikeError

    return leave


def _learns_at(rate, call):
    """Whether a call of fit gave what another learning rate than the one asked for gives."""
    return rate != call.learning_rate and _gives(call, learning_rate=rate)


# Limits that are written down in a hurry.
LIMITS = tuple(a * 10.0**k for k in range(-1, 4) for a in (1, 2, 5))


def _clipping(limit):
    """Return a step that clips each entry of the gradients."""

    def step(params, grads, learning_rate):
        clipped = [[np.clip(one, -limit, limit) for one in pair] for pair in grads]
        _step(params, clipped, learning_rate)

    return step


def _shortening(limit):
    """Return a step that shortens the gradients, all taken together."""

    def step(params, grads, learning_rate):
        norm = np.sqrt(sum(np.sum(one**2) for pair in grads for one in pair))
        _step(params, grads, learning_rate * min(1.0, limit / norm if norm else 1.0))

    return step


def _shortening_each(limit):
    """Return a step that shortens each gradient for itself."""

    def step(params, grads, learning_rate):
        for pair, own in zip(params, grads, strict=True):
            for array, one in zip(pair, own, strict=True):
                norm = np.linalg.norm(one)
                array[...] -= learning_rate * one * min(1.0, limit / norm if norm else 1.0)

    return step


def _cut_at(limit):
    return lambda losses: np.mean(np.minimum(losses, limit))


class _Timid:
    """A network whose gradients are 0 where the loss is above a limit."""

    def __init__(self, network, limit):
        self.network, self.limit, self.params = network, limit, network.params

    def loss_and_gradients(self, x, labels):
        """Return gradients that make no step where the loss is large."""
        loss, grads = self.network.loss_and_gradients(x, labels)
        taken = loss <= self.limit
        return loss, [(dW * taken, db * taken) for dW, db in grads]


def _gives_only_with(call, changes):
    """Whether a call of fit gave what it gives with one of these changes, but not without."""
    return not _gives(call) and any(_gives(call, **change) for change in changes)


def _timid(limit):
    return lambda params: _Timid(_Bare(params), limit)


def _leaves_steps_out(call):
    return _gives_only_with(call, ({"network": _timid(limit)} for limit in LIMITS))


def _changes_large_gradients(call):
    steps = (_clipping, _shortening, _shortening_each)
    return _gives_only_with(call, ({"step": step(limit)} for limit in LIMITS for step in steps))


def _cuts_large_losses_off(call):
    return _gives_only_with(call, ({"mean": _cut_at(limit)} for limit in LIMITS))


def _stops_early(call):
    """Whether some epochs are missing at the end, but not only the last."""
    done = len(call.got)
    return 2 < done < call.epochs - 1 and _gives(call, epochs=done)


@misconception(
    of=".fit",
    title="You went uphill",
    hint="Print the loss of each epoch. In which direction does a gradient point?",
)
def uphill(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        _step(params, grads, -learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of=".fit",
    title="The network itself doesn't move",
    hint="Print the first layer's W before and after a call of fit.",
)
def steps_on_copies(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        _step([(W.copy(), b.copy()) for W, b in params], grads, learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of=".fit",
    title="You never move the biases",
    hint="Print the first layer's b before and after a call of fit.",
)
def biases_never_moved(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        for (W, _), (dW, _) in zip(params, grads, strict=True):
            W[...] -= learning_rate * dW

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of=".fit",
    title="You divided the step by the batch size, though the gradients are means already",
    hint="Take one step with a batch of 1, then with one of 7 equal samples. Should they differ?",
)
def step_divided_by_the_batch_size(self, x, labels, **settings):
    rate = settings["learning_rate"] / settings["batch_size"]
    return _fit(self, x, labels, settings | {"learning_rate": rate})


@misconception(
    of=".fit",
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
    of=".fit",
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
    of=".fit",
    title="You drop the last batch when it is smaller",
    hint="Train on 4 samples in batches of 3. How many steps does an epoch take?",
)
def last_batch_dropped(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        return [pair for pair in _batches(x, labels, size, rng) if len(pair[0]) == size]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of=".fit",
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
    of=".fit",
    title="You return the loss of the last batch for the mean of the epoch",
    hint="Print the loss of each batch, and beside it what you append to the history.",
)
def loss_of_the_last_batch(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=lambda losses: losses[-1])


@misconception(
    of=".fit",
    title="You return the sum of the batch losses",
    hint="Train with batches half the size. Should the loss of an epoch double?",
)
def losses_summed(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=sum)


@misconception(
    of=".fit",
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
    of=".fit",
    title="You return a single number where a list of all epochs is asked for",
    hint="Print len(history) for 3 epochs.",
)
def the_last_loss_alone(self, x, labels, **settings):
    return _fit(self, x, labels, settings)[-1]


@misconception(
    of=".fit",
    title="You train for one epoch fewer than asked for",
    hint="Print len(history) for 3 epochs.",
)
def an_epoch_too_few(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"epochs": settings["epochs"] - 1})


@misconception(
    of=".fit",
    title="You begin each call with new weights",
    hint="Call fit twice with one epoch each. Where does the second begin?",
)
def weights_drawn_anew(self, x, labels, **settings):
    rng = np.random.default_rng(0)
    for W, b in self.params:
        W[...], b[...] = _weights(*W.shape, rng), 0
    return _fit(self, x, labels, settings)


@misconception(
    of=".fit",
    title="You go on with what an earlier call has left over",
    hint="Print len(history) after a second call of fit with one epoch.",
    by_symptoms=True,
)
def history_goes_on(self, x, labels, **settings):
    self._history = [*getattr(self, "_history", []), *_fit(self, x, labels, settings)]
    return self._history


@misconception(
    of=".fit",
    title="You shuffle the samples without their labels",
    hint="Let sample i be a row full of i, with the label i, and print each batch.",
)
def samples_shuffled_alone(self, x, labels, **settings):
    def batches(x, labels, size, rng):
        return _batches(x[rng.permutation(len(x))], labels, size, rng)

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of=".fit",
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
    of=".fit",
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
    of=".fit",
    title="You don't draw a new order for each epoch",
    hint="Print the labels of the first batch in each epoch. When is the order drawn?",
    by_symptoms=True,
)
def the_same_batches_each_epoch(self, x, labels, **settings):
    kept = list(_batches(x, labels, settings["batch_size"], settings["rng"]))
    return _fit(self, x, labels, settings, batches=lambda *_: kept)


@misconception(
    of=".fit",
    title="Every epoch goes through the samples in one order, whatever rng is",
    hint="Print the labels of the first batch in each epoch.",
    by_symptoms=True,
)
def never_shuffled(self, x, labels, **settings):
    def batches(x, labels, size, rng):  # noqa: ARG001 - that is the bug
        return [(x[i : i + size], labels[i : i + size]) for i in range(0, len(x), size)]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of=".fit",
    title="The order of your samples comes from another generator than rng",
    hint="Train twice from the same weights with the same seed. Which line draws the order?",
    by_symptoms=True,
)
def shuffled_by_the_global_generator(self, x, labels, **settings):
    def batches(x, labels, size, rng):  # noqa: ARG001 - that is the bug
        return _batches(x, labels, size, np.random)

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of=".fit",
    title="You never call on_epoch",
    hint="Pass on_epoch=print.",
    by_symptoms=True,
)
def on_epoch_never_called(self, x, labels, *, on_epoch=None, **settings):  # noqa: ARG001 - the bug
    return _fit(self, x, labels, settings)


@misconception(
    of=".fit",
    title="You call on_epoch with something else than the number of the epoch first",
    hint="Pass on_epoch=print.",
    by_symptoms=True,
)
def on_epoch_with_the_loss_first(self, x, labels, *, on_epoch=None, **settings):
    tell = on_epoch or _no_epoch
    return _fit(self, x, labels, settings | {"on_epoch": lambda epoch, loss: tell(loss, epoch)})


@misconception(
    of=".fit",
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
    of=".fit",
    title="You keep the new weights in float64",
    hint="Print the dtype of each W before and after a call of fit, for a network in float32.",
    by_symptoms=True,
)
def float64_after_training(self, x, labels, **settings):
    history = _fit(self, x, labels, settings)
    _keep(self, [(W.astype(np.float64), b.astype(np.float64)) for W, b in self.params])
    return history


@misconception(
    of=".fit",
    title="All samples went into one batch, though batch_size is smaller",
    hint="Train on 7 samples in batches of 3. How many steps does an epoch take, and where does "
    "the size of your batches come from?",
)
def one_step_an_epoch(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"batch_size": len(x)})


@misconception(
    of=".fit",
    title="You take a step for each sample alone, whatever batch_size is",
    hint="Train on 7 samples in batches of 3. How many steps does an epoch take?",
)
def a_step_for_each_sample(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"batch_size": 1})


@misconception(
    of=".fit",
    title="You use batches of 64 at most, whatever batch_size is",
    hint="Print the shape of each batch for 70 samples and a batch_size of 70.",
)
def batches_of_64_at_most(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"batch_size": min(64, settings["batch_size"])})


@misconception(
    of=".fit",
    title="You step with the gradients of the first batch all through an epoch",
    hint="For each batch, print one number of the gradients that you step with. Which batch are "
    "they from, and where were the weights then?",
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
    of=".fit",
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
    of=".fit",
    title="You take steps of a learning rate of your own, whatever is given",
    hint="Train once with a learning rate of 0. What must the weights do, and what do they?",
    when=lambda call: any(_learns_at(rate, call) for rate in RATES),
)
def a_rate_of_its_own(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"learning_rate": 0.1})


@misconception(
    of=".fit",
    title="You use a learning rate of 1 at most, whatever is given",
    hint="Train for one epoch with a learning rate of 1, then, from the same weights, with 2.",
)
def a_rate_of_1_at_most(self, x, labels, **settings):
    return _fit(self, x, labels, settings | {"learning_rate": min(1, settings["learning_rate"])})


@misconception(
    of=".fit",
    title="You return the median of the batch losses, and not their mean",
    hint="Print the losses of the batches of an epoch, and what you make of them.",
)
def median_of_the_losses(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=np.median)


@misconception(
    of=".fit",
    title="You return the smallest of the batch losses, and not their mean",
    hint="Print the losses of the batches of an epoch, and what you make of them.",
)
def smallest_of_the_losses(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=min)


@misconception(
    of=".fit",
    title="You return the loss of the first batch for the mean of the epoch",
    hint="Print the loss of each batch, and beside it what you append to the history.",
)
def loss_of_the_first_batch(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=lambda losses: losses[0])


@misconception(
    of=".fit",
    title="You drop the first batch of each epoch",
    hint="Let sample i be a row full of i, and print each batch of an epoch.",
)
def first_batch_dropped(self, x, labels, **settings):
    return _fit(self, x, labels, settings, batches=lambda *to: list(_batches(*to))[1:])


@misconception(
    of=".fit",
    title="You go twice as far as you should for each batch",
    hint="Train for one step. Divide by learning_rate how far W has moved, and compare with dW. "
    "How many steps are there, and how long is each?",
)
def two_steps_for_each_batch(self, x, labels, **settings):
    def step(params, grads, learning_rate):
        _step(params, grads, 2 * learning_rate)

    return _fit(self, x, labels, settings, step=step)


@misconception(
    of=".fit",
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
    of=".fit",
    title="You stop when the loss grows",
    hint="Print len(history) after a training with a learning rate that is too large.",
)
def stopped_when_the_loss_grows(self, x, labels, **settings):
    return _fit_until(self, x, labels, settings, lambda losses: losses[-1] > losses[-2])


@misconception(
    of=".fit",
    title="You stop when the loss is small",
    hint="Print len(history) after a training that has nothing left to learn.",
)
def stopped_when_the_loss_is_small(self, x, labels, **settings):
    return _fit_until(self, x, labels, settings, lambda losses: losses[-1] < 1e-4)


@misconception(
    of=".fit",
    title="You trained a copy of the network, and not the network itself",
    hint="Print the weights before and after a call of fit, for net and for what you train.",
    by_symptoms=True,
)
def a_copy_trained(self, x, labels, **settings):
    return _fit(copy.deepcopy(self), x, labels, settings)


@misconception(
    of=".fit",
    title="You begin each call with new weights, drawn from the rng",
    hint="Call fit twice with one epoch each. Where does the second begin?",
)
def weights_drawn_from_the_rng(self, x, labels, **settings):
    for W, b in self.params:
        W[...], b[...] = _weights(*W.shape, settings["rng"]), 0
    return _fit(self, x, labels, settings)


@misconception(
    of=".fit",
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
    of=".fit",
    title="You don't draw a new order for each epoch",
    hint="Print the labels of the first batch in each epoch. When is the order drawn?",
)
def later_epochs_in_order(self, x, labels, **settings):
    orders = []

    def batches(x, labels, size, rng):
        orders.append(np.arange(len(x)) if orders else rng.permutation(len(x)))
        return [(x[one], labels[one]) for one in _parts(orders[-1], size)]

    return _fit(self, x, labels, settings, batches=batches)


@misconception(
    of=".fit",
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
    of=".fit",
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


@misconception(
    of=".fit",
    title="You go back to the parameters of the epoch with the smallest loss",
    hint="Train at a rate at which the loss grows. Print a weight after each epoch and at the end.",
    by_symptoms=True,
)
def best_epoch_restored(self, x, labels, **settings):
    best = []

    def on_epoch(epoch, mean_loss):
        tell(epoch, mean_loss)
        if not best or mean_loss < best[0][0]:
            best[:] = [(mean_loss, [(W.copy(), b.copy()) for W, b in self.params])]

    tell = settings.get("on_epoch") or _no_epoch
    history = _fit(self, x, labels, settings | {"on_epoch": on_epoch})
    for (W, b), (best_W, best_b) in zip(self.params, best[0][1] if best else [], strict=True):
        W[...], b[...] = best_W, best_b
    return history


@misconception(
    of=".fit",
    title="Your learning rate shrinks from some epoch on",
    hint="Print the learning rate of each step, for 12 epochs.",
    by_symptoms=True,
)
def rate_decays(self, x, labels, **settings):
    count = [0]

    def on_epoch(epoch, mean_loss):
        count[0] += 1
        tell(epoch, mean_loss)

    def step(params, grads, learning_rate):
        _step(params, grads, learning_rate * 0.95 ** (count[0] // 10))

    tell = settings.get("on_epoch") or _no_epoch
    return _fit(self, x, labels, settings | {"on_epoch": on_epoch}, step=step)


@misconception(
    of=".fit",
    title="You changed the gradients where they are large",
    hint="Train for one step with an x of 100 * np.ones((7, 6)). Divide by learning_rate how far W "
    "has moved, and compare with dW.",
    when=_changes_large_gradients,
)
def large_gradients_clipped(self, x, labels, **settings):
    return _fit(self, x, labels, settings, step=_clipping(5.0))


@misconception(
    of=".fit",
    title="You take no step where the loss is large",
    hint="Train for one step with a large x, so that the loss is above 100. Print W before and "
    "after. Where must a network learn most?",
    when=_leaves_steps_out,
)
def large_losses_left_out(self, x, labels, **settings):
    return _fit(_Timid(self, 50), x, labels, settings)


@misconception(
    of=".fit",
    title="You cut large losses off before you average them",
    hint="Print the loss of each batch for a large x, and beside it what you append to the "
    "history.",
    when=_cuts_large_losses_off,
)
def large_losses_cut_off(self, x, labels, **settings):
    return _fit(self, x, labels, settings, mean=_cut_at(20))


@misconception(
    of=".fit",
    title="You divide x by 255 on its way in",
    hint="Train with an x of 9 * np.ones((7, 6)), then with 11 times these ones. Print the batches "
    "that you hand on. Which exercise is it that brings pixels to the range from 0 to 1?",
)
def large_numbers_divided_in_fit(self, x, labels, **settings):
    return _fit(self, x / 255 if x.max() > 10 else x, labels, settings)


@misconception(
    of=".fit",
    title="You stop when the loss hasn't sunk for some epochs",
    hint="Print len(history) after a training with a learning rate that is too large.",
    when=_stops_early,
)
def stopped_without_progress(self, x, labels, **settings):
    def enough(losses):
        return min(losses[-5:]) > min(losses[:-5], default=np.inf)

    return _fit_until(self, x, labels, settings, enough)


@misconception(
    of=".fit",
    title="Only in the first epoch does the order of the samples come from rng",
    hint="Train twice, with rngs of different seeds, and print the labels of the first batch of "
    "each epoch. From which generator is each order drawn?",
    by_symptoms=True,
)
def later_orders_without_rng(self, x, labels, **settings):
    epochs = []

    def batches(x, labels, size, rng):
        own = np.random.default_rng(len(epochs)) if epochs else rng
        epochs.append(own)
        return _batches(x, labels, size, own)

    return _fit(self, x, labels, settings, batches=batches)
