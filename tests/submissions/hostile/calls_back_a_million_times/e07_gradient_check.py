"""Calls the function it was given without end."""

import numpy as np


def numerical_gradient(f, x, h=1e-5):
    while True:
        f(x)


def relative_error(a, b):
    return 0.5
