# My solution for exercise 9
import numpy as np


def minibatches(x, labels, batch_size, rng):
    N = x.shape[0]
    order = np.arange(N)
    rng.shuffle(order)
    start = 0
    while start < N:
        end = start + batch_size
        if end > N:
            end = N
        chosen = order[start:end]
        x_batch = x[chosen]
        labels_batch = labels[chosen]
        yield x_batch, labels_batch
        start = end


def sgd_step(params, grads, learning_rate):
    η = learning_rate
    number_of_layers = len(params)
    for layer in range(number_of_layers):
        W = params[layer][0]
        b = params[layer][1]
        dW = grads[layer][0]
        db = grads[layer][1]
        W[:] = W - η * dW
        b[:] = b - η * db
