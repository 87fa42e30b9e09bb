"""Exercise 10 · Simple network: two layers, written out."""

import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step


class SimpleNetwork:
    """A network of two layers: linear, ReLU, linear.

    W1: (input_size, hidden_size), b1: (hidden_size,), the first layer
    W2: (hidden_size, output_size), b2: (output_size,), the second

        x → z1 = x · W1 + b1 → a1 = relu(z1) → logits = a1 · W2 + b2
    """

    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        """Draw the weights with init_params, and keep them as W1, b1, W2, b2.

        rng: the np.random.Generator to draw from
        dtype: of all four arrays

        >>> net = SimpleNetwork(np.random.default_rng(0), 6, 5, 4)
        >>> net.W1.shape, net.b1.shape, net.W2.shape, net.b2.shape
        ((6, 5), (5,), (5, 4), (4,))
        """
        raise NotImplementedError(
            "SimpleNetwork.__init__: see course/lessons/e10_simple_network.md"
        )

    @property
    def params(self):
        """The list [(W1, b1), (W2, b2)]: the arrays themselves, not copies.

        >>> net = SimpleNetwork(np.random.default_rng(0), 6, 5, 4)
        >>> net.params[0][0] is net.W1
        True
        """
        raise NotImplementedError("SimpleNetwork.params: see course/lessons/e10_simple_network.md")

    def forward(self, x):
        """Compute the scores of each class, for each row of x.

        x: (N, input_size)
        returns: logits (N, output_size), any real numbers

        >>> net = SimpleNetwork(np.random.default_rng(0), 6, 5, 4)
        >>> net.forward(np.ones((7, 6))).shape
        (7, 4)
        """
        raise NotImplementedError("SimpleNetwork.forward: see course/lessons/e10_simple_network.md")

    def loss_and_gradients(self, x, labels):
        """Compute the loss, and its gradient with respect to each parameter.

        x: (N, input_size)
        labels: (N,) integers
        returns: (loss, [(dW1, db1), (dW2, db2)]); the loss is the cross entropy

        One pass forward, which keeps what the way back will need, then one
        pass back. Nothing is learnt yet: the parameters stay as they are.

        >>> net = SimpleNetwork(np.random.default_rng(0), 6, 5, 4)
        >>> loss, grads = net.loss_and_gradients(np.zeros((2, 6)), np.array([0, 3]))
        >>> print(f"{loss:.4f}", grads[1][1])
        1.3863 [-0.25  0.25  0.25 -0.25]
        """
        raise NotImplementedError(
            "SimpleNetwork.loss_and_gradients: see course/lessons/e10_simple_network.md"
        )

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        """Train: one sgd_step for each of the minibatches, epoch after epoch.

        x, labels: (N, input_size) and (N,), the training data
        epochs: how often to go through all of it
        batch_size, learning_rate: as in minibatches and sgd_step
        rng: the np.random.Generator that shuffles the data
        on_epoch: if given, called as on_epoch(epoch, mean_loss) after each epoch
        returns: a list with the mean loss of each epoch

        Training goes on from the present parameters, so that two calls of one
        epoch each do what one call of two epochs does.

        >>> rng = np.random.default_rng(0)
        >>> x, labels = np.eye(4), np.array([0, 1, 2, 3])
        >>> net = SimpleNetwork(rng, 4, 8, 4)
        >>> history = net.fit(x, labels, epochs=100, batch_size=2, learning_rate=0.5, rng=rng)
        >>> print(len(history), history[-1] < history[0] / 10)
        100 True
        """
        raise NotImplementedError("SimpleNetwork.fit: see course/lessons/e10_simple_network.md")

    def predict(self, x):
        """Name the class with the highest score, for each row of x.

        x: (N, input_size)
        returns: (N,) integers

        >>> net = SimpleNetwork(np.random.default_rng(0), 6, 5, 4)
        >>> net.b2[:] = [0.0, 0.0, 9.0, 0.0]
        >>> net.predict(np.zeros((3, 6)))
        array([2, 2, 2])
        """
        raise NotImplementedError("SimpleNetwork.predict: see course/lessons/e10_simple_network.md")
