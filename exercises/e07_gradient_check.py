"""Exercise 7 · Gradient check: the tool that finds mistakes in the next exercises."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    """Measure the gradient of f at x, one entry of x at a time.

    f: a function of one array, returning one number
    x: float64 array of any shape, also (); the same before and after
    h: how far to go to either side
    returns: an array of x's shape

        g[k] = (f(x with x[k] + h) - f(x with x[k] - h)) / (2 · h)

    where k is the place of one entry, such as (0, 1) in a matrix.

    It is slow, two calls of f for each entry, and needs no calculus: that is
    why it can be trusted to judge a formula.

    >>> x = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> numerical_gradient(lambda x: (x**2).sum(), x).round(6)
    array([[2., 4.],
           [6., 8.]])
    """
    raise NotImplementedError("numerical_gradient: see course/lessons/e07_gradient_check.md")


def relative_error(a, b):
    """Compute how far apart two arrays are, for their size.

    a, b: arrays of one shape
    returns: a float from 0 (equal) to 1 (opposite)

        ‖a - b‖ / (‖a‖ + ‖b‖)

    where ‖a‖ is the square root of the sum of the squares of all entries, for
    an array of any shape. Two arrays of zeros are equal: their error is 0.0.

    >>> print(relative_error(np.array([3.0, 4.0]), np.array([3.0, 4.0])))
    0.0
    >>> print(relative_error(np.array([3.0, 4.0]), np.array([-3.0, -4.0])))
    1.0
    """
    raise NotImplementedError("relative_error: see course/lessons/e07_gradient_check.md")
