"""Exercise 2 · Initialization: draw the weights that training starts from."""

from itertools import pairwise

import numpy as np


def he_normal(fan_in, fan_out, rng, dtype=np.float64):
    """Draw the weights of one layer from a normal distribution.

    fan_in, fan_out: how many numbers enter the layer, how many leave it
    rng: the np.random.Generator to draw from, and no other
    returns: (fan_in, fan_out) of that dtype

        mean 0, standard deviation √(2 / fan_in)

    A standard deviation is not a variance, and fan_in is not fan_out: on a
    square layer you would not see the difference.

    >>> W = he_normal(400, 100, np.random.default_rng(0))
    >>> W.shape
    (400, 100)
    >>> print(f"{W.std():.2f}")
    0.07
    """
    raise NotImplementedError("he_normal: see course/lessons/e02_initialization.md")


def init_params(layer_sizes, rng, dtype=np.float64):
    """Make the weights and biases of a whole network.

    layer_sizes: the widths, input first, such as [784, 100, 100, 10]
    rng: the np.random.Generator to draw from
    returns: a list of tuples (W, b), first layer first; W is drawn by
        he_normal, b is (fan_out,) zeros, both of that dtype

    One width fewer makes one layer fewer: n widths give n - 1 layers. Two
    layers of one size must not get the same weights.

    >>> params = init_params([4, 3, 2], np.random.default_rng(0))
    >>> [(W.shape, b.shape) for W, b in params]
    [((4, 3), (3,)), ((3, 2), (2,))]
    >>> params[1][1]
    array([0., 0.])
    """
    raise NotImplementedError("init_params: see course/lessons/e02_initialization.md")
