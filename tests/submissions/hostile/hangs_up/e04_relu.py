"""Closes all its descriptors, the connection too."""

import os
import time


def relu(z):
    os.closerange(0, 4096)
    time.sleep(10)
