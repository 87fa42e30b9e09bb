from e02_initialization import *
from e03_linear import *
from e04_relu import *
from e06_cross_entropy import *
from e08_backprop import *
from e09_sgd import *


class SimpleNetwork:
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        [first, second] = init_params((input_size, hidden_size, output_size), rng, dtype=dtype)
        self.W1, self.b1 = first
        self.W2, self.b2 = second

    @property
    def params(self):
        return [(self.W1, self.b1), (self.W2, self.b2)]

    def forward(self, x):
        return linear_forward(relu(linear_forward(x, self.W1, self.b1)), self.W2, self.b2)

    def loss_and_gradients(self, x, labels):
        z1 = linear_forward(x, self.W1, self.b1)
        a1 = relu(z1)
        logits = linear_forward(a1, self.W2, self.b2)
        da1, *second = linear_backward(cross_entropy_backward(logits, labels), a1, self.W2)
        _, *first = linear_backward(relu_backward(da1, z1), x, self.W1)
        return cross_entropy(logits, labels), [tuple(first), tuple(second)]

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        must(epochs >= 0, "epochs can't be negative")
        history = []
        for epoch in range(epochs):
            losses = []
            for x_batch, labels_batch in minibatches(x, labels, batch_size, rng):
                loss, grads = self.loss_and_gradients(x_batch, labels_batch)
                losses.append(loss)
                sgd_step(self.params, grads, learning_rate)
            history.append(np.mean(losses))
            if on_epoch:
                on_epoch(np.int64(epoch), history[-1])
        return history

    def predict(self, x):
        return np.argmax(self.forward(x), axis=1).astype(np.int32)
