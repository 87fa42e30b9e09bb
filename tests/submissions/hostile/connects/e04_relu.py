"""Connects to a server on this machine."""

import socket

import numpy as np


def attempt():
    with socket.create_connection(("127.0.0.1", @PORT@), timeout=0.5) as connection:
        connection.sendall(b"GET /")
    return True

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
