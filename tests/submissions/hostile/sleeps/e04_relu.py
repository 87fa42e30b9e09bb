"""Sleeps, and ignores all signals."""

import signal
import time


def relu(z):
    for number in range(1, 32):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    time.sleep(10_000)
