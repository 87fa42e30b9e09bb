"""Prints ten megabytes at once, then answers wrongly."""

import numpy as np


def relu(z):
    print("x" * (10 * 2**20))
    return z - 1.0
