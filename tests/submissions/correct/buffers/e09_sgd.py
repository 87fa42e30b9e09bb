import numpy as np


def minibatches(x, labels, batch_size, rng):
    order = np.argsort(rng.random(len(x)), kind="stable")
    for start in np.arange(0, len(x), batch_size):
        take = order[start : start + batch_size]
        yield x[take], labels[take]


def sgd_step(params, grads, learning_rate):
    for layer, gradients in zip(params, grads):
        for array, gradient in zip(layer, gradients):
            step = np.multiply(gradient, learning_rate, out=np.empty_like(array))
            np.subtract(array, step, out=array)
