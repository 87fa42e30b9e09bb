"""Opens the labels of the test images."""

import gzip

import numpy as np


def attempt():
    with gzip.open("@COURSE@/course/nncourse/data/t10k-labels-idx1-ubyte.gz") as file:
        return len(file.read()) == 10_008

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
