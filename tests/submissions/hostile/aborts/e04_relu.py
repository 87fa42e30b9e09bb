"""Aborts the process."""

import os


def relu(z):
    os.abort()
