"""Sends its reply a byte at a time."""

import gc
import socket
import time

CONNECTION = next(thing for thing in gc.get_objects() if type(thing) is socket.socket)


def relu(z):
    CONNECTION.sendall((1000).to_bytes(4, "big"))
    while True:
        time.sleep(0.05)
        CONNECTION.sendall(b"\x00")
