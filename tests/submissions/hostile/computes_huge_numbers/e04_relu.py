"""Raises a number to a huge power."""

def relu(z):
    return 3 ** (10**9)
