"""Prints fifty megabytes at once, then answers wrongly."""

import numpy as np


def relu(z):
    print("x" * (50 * 2**20))
    return z - 1.0
