"""Raises an exception with a message of twenty megabytes."""

def relu(z):
    raise ValueError("no" * 10_000_000)
