"""Raises from code that claims to stand in a secret file, so that its line is shown."""

import numpy as np


def relu(z):
    exec(compile("raise ValueError('see above')", "@BAIT@/secret", "exec"))
