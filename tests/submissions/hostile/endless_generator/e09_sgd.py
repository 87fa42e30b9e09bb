"""Yields batches without end."""

def minibatches(x, labels, batch_size, rng):
    while True:
        yield x[:batch_size], labels[:batch_size]


def sgd_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
