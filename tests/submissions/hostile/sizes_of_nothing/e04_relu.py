"""Returns arrays without entries but with endless sides."""

import itertools

import numpy as np

SHAPES = itertools.cycle([(0, 2**40), (2**40, 0), (0,) * 30, (0, 7, 2**50)])


def relu(z):
    return np.zeros(next(SHAPES))
