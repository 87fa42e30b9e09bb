import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step


class NeuralNetwork:
    def __init__(self, layer_sizes, rng, dtype=np.float64):
        self.params = init_params(layer_sizes, rng, dtype)

    def forward(self, x):
        z = x
        for i, (W, b) in enumerate(self.params):
            if i:
                np.maximum(z, 0, out=z)  # z is ours from the second layer on
            z = linear_forward(z, W, b)
        return z

    def loss_and_gradients(self, x, labels):
        zs, inputs = [], []
        for W, b in self.params:
            inputs.append(relu(zs[-1]) if zs else x)
            zs.append(linear_forward(inputs[-1], W, b))
        d = cross_entropy_backward(zs[-1], labels)
        grads = [None for _ in self.params]
        for i in reversed(range(len(self.params))):
            d, *grads[i] = linear_backward(d, inputs[i], self.params[i][0])
            if i:
                d = relu_backward(d, zs[i - 1])
        return cross_entropy(zs[-1], labels), [tuple(pair) for pair in grads]

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        means = np.zeros(epochs)
        for epoch in range(epochs):
            count = 0
            for x_batch, labels_batch in minibatches(x, labels, batch_size, rng):
                loss, grads = self.loss_and_gradients(x_batch, labels_batch)
                sgd_step(self.params, grads, learning_rate)
                count += 1
                means[epoch] += (loss - means[epoch]) / count
            if on_epoch is not None:
                on_epoch(epoch, float(means[epoch]))
        return means.tolist()

    def predict(self, x):
        out = np.empty(len(x), dtype=np.intp)
        return self.forward(x).argmax(axis=1, out=out)
