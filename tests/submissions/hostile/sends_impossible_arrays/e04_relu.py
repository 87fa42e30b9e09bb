"""Sends arrays that lie about their type, shape and bytes."""

import itertools

import numpy as np
from nngrade.sandbox import protocol

LIES = itertools.cycle(
    [
        protocol.Array("object", (1,), bytearray(8)),
        protocol.Array("float64", (-1, -1), bytearray(8)),
        protocol.Array("float64", (2**62, 2**62), bytearray(8)),
        protocol.Array("float64", (0, 2**62), bytearray()),
        protocol.Array("float64", (1,) * 40, bytearray(8)),
        protocol.Array("|O", (3, 2), bytearray(48)),
        protocol.Handle(2**62),
        protocol.Rng(-1),
        protocol.Callback(1),
    ]
)
protocol._pack_array = lambda array, scalar=False: next(LIES)


def relu(z):
    return z - 1.0
