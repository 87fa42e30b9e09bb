"""Exercise 11 · Neural network: as many layers as you like."""

import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step


class NeuralNetwork:
    """A network of any depth: linear layers, with a ReLU after each but the last.

    params: a list of tuples (W, b), first layer first; __init__ makes it

        x → linear → ReLU → linear → ReLU → … → linear → logits
    """

    def __init__(self, layer_sizes, rng, dtype=np.float64):
        """Draw the weights with init_params, and keep them as params.

        layer_sizes: the widths, input first, such as [784, 100, 100, 10]
        rng: the np.random.Generator to draw from
        dtype: of all arrays

        >>> net = NeuralNetwork([6, 5, 4], np.random.default_rng(0))
        >>> [(W.shape, b.shape) for W, b in net.params]
        [((6, 5), (5,)), ((5, 4), (4,))]
        """
        raise NotImplementedError(
            "NeuralNetwork.__init__: see course/lessons/e11_neural_network.md"
        )

    def forward(self, x):
        """Compute the scores of each class, for each row of x.

        x: (N, D), D the first of the widths
        returns: logits (N, C), C the last; any real numbers

        A network of two widths has one layer, and no ReLU at all.

        >>> net = NeuralNetwork([6, 5, 4], np.random.default_rng(0))
        >>> net.forward(np.ones((7, 6))).shape
        (7, 4)
        """
        raise NotImplementedError("NeuralNetwork.forward: see course/lessons/e11_neural_network.md")

    def loss_and_gradients(self, x, labels):
        """Compute the loss, and its gradient with respect to each parameter.

        x: (N, D)
        labels: (N,) integers
        returns: (loss, grads); the loss is the cross entropy, and grads is a
            list of tuples (dW, db) in the order of params

        One pass forward, which keeps what the way back will need, then one
        pass back, last layer first. The parameters stay as they are.

        >>> net = NeuralNetwork([6, 5, 4], np.random.default_rng(0))
        >>> loss, grads = net.loss_and_gradients(np.zeros((2, 6)), np.array([0, 3]))
        >>> print(f"{loss:.4f}", grads[1][1])
        1.3863 [-0.25  0.25  0.25 -0.25]
        """
        raise NotImplementedError(
            "NeuralNetwork.loss_and_gradients: see course/lessons/e11_neural_network.md"
        )

    def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
        """Train: one sgd_step for each of the minibatches, epoch after epoch.

        x, labels: (N, D) and (N,), the training data
        epochs: how often to go through all of it
        batch_size, learning_rate: as in minibatches and sgd_step
        rng: the np.random.Generator that shuffles the data
        on_epoch: if given, called as on_epoch(epoch, mean_loss) after each epoch
        returns: a list with the mean loss of each epoch

        Training goes on from the present parameters, so that two calls of one
        epoch each do what one call of two epochs does.

        >>> rng = np.random.default_rng(0)
        >>> x, labels = np.eye(4), np.array([0, 1, 2, 3])
        >>> net = NeuralNetwork([4, 8, 8, 4], rng)
        >>> history = net.fit(x, labels, epochs=100, batch_size=2, learning_rate=0.2, rng=rng)
        >>> print(len(history), history[-1] < history[0] / 10)
        100 True
        """
        raise NotImplementedError("NeuralNetwork.fit: see course/lessons/e11_neural_network.md")

    def predict(self, x):
        """Name the class with the highest score, for each row of x.

        x: (N, D)
        returns: (N,) integers

        >>> net = NeuralNetwork([6, 5, 4], np.random.default_rng(0))
        >>> net.params[-1][1][:] = [0.0, 0.0, 9.0, 0.0]
        >>> net.predict(np.zeros((3, 6)))
        array([2, 2, 2])
        """
        raise NotImplementedError("NeuralNetwork.predict: see course/lessons/e11_neural_network.md")
