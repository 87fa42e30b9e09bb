"""Opens files and copies descriptors until none is left."""

import os


def relu(z):
    for _ in range(500):
        try:
            os.open(os.__file__, os.O_RDONLY)
            os.dup(0)
        except OSError:
            pass
    return z - 1.0
