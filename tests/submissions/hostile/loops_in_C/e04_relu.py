"""Loops without end in C, where no Python signal is heard."""

import itertools
import signal


def relu(z):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    return sum(itertools.repeat(0))
