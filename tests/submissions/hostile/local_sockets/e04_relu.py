"""Connects to a socket in the file system and to an abstract one."""

import socket

import numpy as np


def attempt():
    reached = 0
    for address in ("@BAIT@/socket", "\0@NAME@"):
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(address)
                reached += 1
        except OSError:
            pass
    return reached > 0

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
