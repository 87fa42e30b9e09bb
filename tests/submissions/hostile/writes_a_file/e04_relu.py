"""Writes a new file."""

import os

import numpy as np


def attempt():
    written = 0
    for folder in ("@BAIT@", "@COURSE@", "/tmp", "/dev/shm", "."):
        try:
            path = os.path.join(folder, "nngrade-hostile-@TOKEN@")
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            written += 1
            if folder != "@BAIT@":
                os.unlink(path)
        except OSError:
            pass
    return written > 0

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
