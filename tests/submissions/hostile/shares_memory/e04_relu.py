"""Makes memory that another submission could share."""

import ctypes
import mmap
import os

import numpy as np

LIBC = ctypes.CDLL(None, use_errno=True)
PRIVATE = 0


def posix():
    descriptor = os.open("/dev/shm/nngrade-hostile-@TOKEN@", os.O_CREAT | os.O_RDWR)
    os.unlink("/dev/shm/nngrade-hostile-@TOKEN@")
    return descriptor


def library():
    descriptor = os.open(os.__file__, os.O_RDWR)
    return mmap.mmap(descriptor, 1) and 0


def system_5():
    number = LIBC.shmget(PRIVATE, 4096, 0o600)
    LIBC.shmctl(number, 0, None)
    return number


def attempt():
    made = [system_5()]
    for way in (posix, library):
        try:
            made.append(way())
        except OSError:
            pass
    return max(made) >= 0

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
