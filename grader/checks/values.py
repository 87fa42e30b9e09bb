"""What networks compute and return, compared and put into words."""

from itertools import chain, takewhile

import numpy as np

from nngrade.compare import describe, difference

# As a tolerance it leaves type, shape, dtype and finiteness to be demanded.
FORM_ONLY = np.inf


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
    # One comparison, with the nearer of the two: what the other is off by says nothing.
    nearer = min(readings, key=lambda one: np.abs(np.subtract(returned.value, one)).max())
    epoch = _epochs_right(returned.value, nearer)
    if epoch < len(by_epoch):
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
