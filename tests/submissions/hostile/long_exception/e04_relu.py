"""Raises an exception with a message of four megabytes."""

def relu(z):
    raise ValueError("no" * 2_000_000)
