import numpy as np

minibatches = lambda x, labels, batch_size, rng: (
    (x[i], labels[i])
    for i in np.split(rng.permutation(len(x)), range(batch_size, len(x), batch_size))
)


def sgd_step(params, grads, learning_rate):
    [np.subtract(p, learning_rate * g, out=p) for ps, gs in zip(params, grads) for p, g in zip(ps, gs)]
