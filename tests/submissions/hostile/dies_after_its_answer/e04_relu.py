"""Answers rightly, and dies before the next question."""

import os

import numpy as np
from nngrade.sandbox import protocol, worker

honest = protocol.send_frame


def send_frame(connection, payload):
    honest(connection, payload)
    if calls > 3:
        os._exit(0)


protocol.send_frame = send_frame
calls = 0


def relu(z):
    global calls
    calls += 1
    return np.maximum(z, 0)
