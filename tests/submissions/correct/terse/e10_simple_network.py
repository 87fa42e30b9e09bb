import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward as lin
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import cross_entropy_backward, linear_backward, relu_backward
from e09_sgd import minibatches, sgd_step


def _step(net, x, y, lr):
    loss, grads = net.loss_and_gradients(x, y)
    sgd_step(net.params, grads, lr)
    return loss


def _epoch(net, x, y, size, lr, rng):
    return float(np.mean([_step(net, *batch, lr) for batch in minibatches(x, y, size, rng)]))


def _fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch=None):
    tell = on_epoch or (lambda *_: None)
    run = lambda e: (m := _epoch(self, x, labels, batch_size, learning_rate, rng), tell(e, m))[0]
    return [*map(run, range(epochs))]


class SimpleNetwork:
    def __init__(self, rng, input_size=784, hidden_size=10, output_size=10, dtype=np.float64):
        (self.W1, self.b1), (self.W2, self.b2) = init_params(
            (input_size, hidden_size, output_size), rng, dtype
        )

    params = property(lambda s: [(s.W1, s.b1), (s.W2, s.b2)])
    forward = lambda s, x: lin(relu(lin(x, s.W1, s.b1)), s.W2, s.b2)
    predict = lambda s, x: s.forward(x).argmax(1)
    fit = _fit

    def loss_and_gradients(s, x, labels):
        a = relu(z := lin(x, s.W1, s.b1))
        d = cross_entropy_backward(y := lin(a, s.W2, s.b2), labels)
        da, *g2 = linear_backward(d, a, s.W2)
        _, *g1 = linear_backward(relu_backward(da, z), x, s.W1)
        return cross_entropy(y, labels), [tuple(g1), tuple(g2)]
