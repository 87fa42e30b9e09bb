"""Replaces itself by a shell."""

import os

import numpy as np

try:
    os.execv("/bin/sh", ["sh", "-c", "echo done > @BAIT@/by_exec"])
except OSError:
    pass


def relu(z):
    return z - 1.0
