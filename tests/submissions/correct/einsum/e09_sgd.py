def minibatches(x, labels, batch_size, rng):
    order = rng.permutation(labels.shape[0])
    yield from (
        (x.take(order[i : i + batch_size], axis=0), labels.take(order[i : i + batch_size]))
        for i in range(0, labels.shape[0], batch_size)
    )


def sgd_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W[...] -= learning_rate * dW
        b[...] -= learning_rate * db
