"""Asks for the size of a file that it must not open."""

import os

import numpy as np


def attempt():
    return os.stat("@BAIT@/secret").st_size > 0 or os.path.exists("@COURSE@/solutions")

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
