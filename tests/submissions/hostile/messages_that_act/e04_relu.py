"""Sends messages of its own making, full of what acts."""

import gc
import itertools
import socket

from nngrade.sandbox import protocol, worker

BAD = "\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7f\u202e\u2066\u200b\u2028\ufeff\U000e0041<script>"
FORGED = itertools.cycle(
    [
        protocol.Raised(BAD, [BAD], BAD, [protocol.Frame("e04_relu.py", 1, BAD), protocol.Frame(BAD, 2**60, BAD)], 2**60, BAD),
        protocol.Done(None, {BAD: 1, "0": BAD}, True, 1, True, BAD),
        protocol.Raised(protocol.MISSING, [BAD], BAD, []),
        protocol.Done(protocol.Array(BAD, (1,), bytearray(8))),
        protocol.Done(protocol.Dtype(BAD)),
        protocol.Done(protocol.Opaque(BAD)),
        protocol.Raised("NotImplementedError", [], "relu: see course/lessons/" + BAD, []),
        protocol.Raised("MemoryError", [], BAD, [protocol.Frame("e04_relu.py", -1, "")], -1),
        {"type": BAD},
    ]
)
worker.Server._step = lambda self, step: next(FORGED)


def relu(z):
    return z - 1.0
