from e01_data import *


def minibatches(x, labels, batch_size, rng):
    must_be_as_long(x, labels, "x and labels")
    must(batch_size > 0, "a batch needs a sample")
    order = rng.choice(len(x), size=len(x), replace=False)
    parts = np.split(order, np.arange(batch_size, len(x), batch_size))
    return ((x[part], labels[part]) for part in parts)


def sgd_step(params, grads, learning_rate):
    must_be_as_long(params, grads, "params and grads")
    for (W, b), (dW, db) in zip(params, grads):
        must(W.shape == dW.shape and b.shape == db.shape, "a gradient doesn't fit its parameter")
        np.add(W, -learning_rate * dW, out=W, casting="same_kind")
        np.add(b, -learning_rate * db, out=b, casting="same_kind")
