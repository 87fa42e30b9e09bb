"""Exercise 3 · Linear: the layer that holds the weights."""

import numpy as np


def linear_forward(x, W, b):
    """Compute what a linear layer makes of each row of x.

    x: (N, D), one sample a row
    W: (D, M) weights
    b: (M,) biases, the same for every sample
    returns: (N, M)

        z[i, m] = x[i, 0] · W[0, m] + … + x[i, D-1] · W[D-1, m] + b[m]

    N samples make N * M such sums, without a loop.

    >>> x = np.array([[1.0, 2.0], [0.0, 1.0]])
    >>> W = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    >>> linear_forward(x, W, np.array([10.0, 20.0, 30.0]))
    array([[11., 22., 34.],
           [10., 21., 31.]])
    """
    # BEGIN SOLUTION
    return x @ W + b
    # END SOLUTION
