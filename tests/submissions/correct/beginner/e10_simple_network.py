# My solution for exercise 10
import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import relu_backward, linear_backward, cross_entropy_backward
from e09_sgd import minibatches, sgd_step


class SimpleNetwork:
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        layer_sizes = [input_size, hidden_size, output_size]
        params = init_params(layer_sizes, rng, dtype)
        first = params[0]
        second = params[1]
        self.W1 = first[0]
        self.b1 = first[1]
        self.W2 = second[0]
        self.b2 = second[1]

    @property
    def params(self):
        first = (self.W1, self.b1)
        second = (self.W2, self.b2)
        return [first, second]

    def forward(self, x):
        z1 = linear_forward(x, self.W1, self.b1)
        a1 = relu(z1)
        z2 = linear_forward(a1, self.W2, self.b2)
        return z2

    def loss_and_gradients(self, x, labels):
        # forward, we need z1 and a1 again later
        z1 = linear_forward(x, self.W1, self.b1)
        a1 = relu(z1)
        z2 = linear_forward(a1, self.W2, self.b2)
        loss = cross_entropy(z2, labels)
        # backward
        δ2 = cross_entropy_backward(z2, labels)
        da1, dW2, db2 = linear_backward(δ2, a1, self.W2)
        δ1 = relu_backward(da1, z1)
        dx, dW1, db1 = linear_backward(δ1, x, self.W1)
        grads = []
        grads.append((dW1, db1))
        grads.append((dW2, db2))
        return loss, grads

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        history = []
        for epoch in range(epochs):
            total = 0.0
            number_of_batches = 0
            for x_batch, labels_batch in minibatches(x, labels, batch_size, rng):
                loss, grads = self.loss_and_gradients(x_batch, labels_batch)
                sgd_step(self.params, grads, learning_rate)
                total = total + loss
                number_of_batches = number_of_batches + 1
            mean_loss = total / number_of_batches
            history.append(mean_loss)
            if on_epoch != None:
                on_epoch(epoch, mean_loss)
        return history

    def predict(self, x):
        logits = self.forward(x)
        answers = np.argmax(logits, axis=1)
        return answers
