"""Leaves a process behind that goes on after the grading."""

import os
import time

import numpy as np


def attempt():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(0.3)
            open("@BAIT@/by_daemon", "w").close()
            os._exit(0)
        os._exit(0)
    return True

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
