"""Exercise 8 · Backprop: send the gradient back through each layer."""

import numpy as np
from e01_data import one_hot
from e05_softmax import softmax


def relu_backward(upstream, z):
    """Send a gradient back through a ReLU.

    upstream: the gradient of the loss with respect to relu(z), of z's shape
    z: what went into the ReLU, of any shape
    returns: the gradient with respect to z, of z's shape

        dz = upstream  where z > 0
        dz = 0         elsewhere

    >>> relu_backward(np.array([5.0, 6.0, -7.0]), np.array([-1.0, 0.0, 2.0]))
    array([ 0.,  0., -7.])
    """
    raise NotImplementedError("relu_backward: see course/lessons/e08_backprop.md")


def linear_backward(upstream, x, W):
    """Send a gradient back through z = linear_forward(x, W, b).

    upstream: (N, M) the gradient of the loss with respect to z
    x: (N, D) what went into the layer
    W: (D, M) its weights
    returns: (dx, dW, db), each of the shape of what it belongs to

        dx[i, d] = the sum over m of upstream[i, m] · W[d, m]
        dW[d, m] = the sum over i of x[i, d] · upstream[i, m]
        db[m]    = the sum over i of upstream[i, m]

    Each of the three is one expression. The upstream knows already that the
    loss is a mean: don't divide by N again.

    >>> upstream = np.array([[1.0, 0.0, 2.0]])
    >>> x = np.array([[3.0, 4.0]])
    >>> W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> dx, dW, db = linear_backward(upstream, x, W)
    >>> dx
    array([[ 7., 16.]])
    >>> dW
    array([[3., 0., 6.],
           [4., 0., 8.]])
    >>> db
    array([1., 0., 2.])
    """
    raise NotImplementedError("linear_backward: see course/lessons/e08_backprop.md")


def cross_entropy_backward(logits, labels):
    """Compute the gradient of cross_entropy(logits, labels).

    logits: (N, C) real scores
    labels: (N,) integers, the right class of each sample
    returns: (N, C) the gradient with respect to the logits, of their dtype

        dz[i, k] = (p[i, k] - 1) / N  where k is the right class
        dz[i, k] =  p[i, k]      / N  elsewhere

    where p is the softmax of the logits. Softmax and logarithm are both in
    there already: no other derivative is to be multiplied in.

    >>> cross_entropy_backward(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([0, 1]))
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    raise NotImplementedError("cross_entropy_backward: see course/lessons/e08_backprop.md")
