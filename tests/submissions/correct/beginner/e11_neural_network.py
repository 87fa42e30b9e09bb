# My solution for exercise 11
import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import relu_backward, linear_backward, cross_entropy_backward
from e09_sgd import minibatches, sgd_step


class NeuralNetwork:
    def __init__(self, layer_sizes, rng, dtype=np.float64):
        self.layer_sizes = layer_sizes
        self.params = init_params(layer_sizes, rng, dtype)

    def forward(self, x):
        L = len(self.params)
        a = x
        for layer in range(L):
            W, b = self.params[layer]
            z = linear_forward(a, W, b)
            if layer < L - 1:
                a = relu(z)
            else:
                a = z
        return a

    def loss_and_gradients(self, x, labels):
        L = len(self.params)
        inputs = []
        outputs = []
        a = x
        for layer in range(L):
            W, b = self.params[layer]
            inputs.append(a)
            z = linear_forward(a, W, b)
            outputs.append(z)
            if layer < L - 1:
                a = relu(z)
        logits = outputs[L - 1]
        loss = cross_entropy(logits, labels)

        grads = [None] * L
        δ = cross_entropy_backward(logits, labels)
        layer = L - 1
        while layer >= 0:
            W, b = self.params[layer]
            da, dW, db = linear_backward(δ, inputs[layer], W)
            grads[layer] = (dW, db)
            if layer > 0:
                δ = relu_backward(da, outputs[layer - 1])
            layer = layer - 1
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
