"""Takes a lock on a library file, which another submission would notice."""

import fcntl
import os

import numpy as np


def attempt():
    taken = 0
    with open(os.__file__) as file:
        for lock in (
            lambda: fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB),
            lambda: fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB),
            lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
            lambda: fcntl.fcntl(file, fcntl.F_NOTIFY, 1),
        ):
            try:
                lock()
                taken += 1
            except OSError:
                pass
    return taken > 0

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
