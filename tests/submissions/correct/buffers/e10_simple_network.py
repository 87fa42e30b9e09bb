import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step


class SimpleNetwork:
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        self.params_ = init_params([input_size, hidden_size, output_size], rng, dtype)
        (self.W1, self.b1), (self.W2, self.b2) = self.params_

    @property
    def params(self):
        return self.params_

    def forward(self, x):
        z = linear_forward(x, self.W1, self.b1)
        z[z < 0] = 0
        return linear_forward(z, self.W2, self.b2)

    def loss_and_gradients(self, x, labels):
        z1 = linear_forward(x, self.W1, self.b1)
        a1 = relu(z1)
        z2 = linear_forward(a1, self.W2, self.b2)
        dz2 = cross_entropy_backward(z2, labels)
        da1, dW2, db2 = linear_backward(dz2, a1, self.W2)
        dz1 = relu_backward(da1, z1)
        _, dW1, db1 = linear_backward(dz1, x, self.W1)
        return cross_entropy(z2, labels), [(dW1, db1), (dW2, db2)]

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        means = np.zeros(epochs)
        for epoch in range(epochs):
            losses = np.full(-(-len(x) // batch_size), np.nan)
            for i, batch in enumerate(minibatches(x, labels, batch_size, rng)):
                losses[i], grads = self.loss_and_gradients(*batch)
                sgd_step(self.params, grads, learning_rate)
            np.mean(losses, out=means[epoch : epoch + 1].reshape(()))
            if on_epoch is not None:
                on_epoch(epoch, means[epoch])
        return means.tolist()

    def predict(self, x):
        out = np.empty(len(x), dtype=np.intp)
        return self.forward(x).argmax(axis=1, out=out)
