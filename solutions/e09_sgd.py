"""Exercise 9 · SGD: go through the data in small batches, and take small steps."""

import numpy as np


def minibatches(x, labels, batch_size, rng):
    """Go once through the data, in a new random order.

    x: (N, D), one sample a row
    labels: (N,), in the same order
    rng: the np.random.Generator that the order is drawn from
    yields: (x_batch, labels_batch), batch_size samples at a time

    Each sample comes exactly once, together with its own label. Where
    batch_size doesn't divide N, the last batch is smaller; none is empty.
    Another pass with the same rng has another order.

    >>> x, labels = np.arange(20).reshape(10, 2), np.arange(10)
    >>> batches = list(minibatches(x, labels, 4, np.random.default_rng(0)))
    >>> [x_batch.shape for x_batch, _ in batches]
    [(4, 2), (4, 2), (2, 2)]
    """
    # BEGIN SOLUTION
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        yield x[batch], labels[batch]
    # END SOLUTION


def sgd_step(params, grads, learning_rate):
    """Take one step downhill, in place.

    params: a list of tuples (W, b)
    grads: a list of tuples (dW, db), of the same shapes; left as they are
    returns: None; the arrays in params themselves have changed

        W ← W - learning_rate · dW
        b ← b - learning_rate · db

    A network holds the same arrays as params: give their entries new values,
    don't give the names new arrays.

    >>> W, b = np.array([[1.0]]), np.array([2.0])
    >>> sgd_step([(W, b)], [(np.array([[10.0]]), np.array([-10.0]))], 0.1)
    >>> W, b
    (array([[0.]]), array([3.]))
    """
    # BEGIN SOLUTION
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W[...] -= learning_rate * dW
        b[...] -= learning_rate * db
    # END SOLUTION
