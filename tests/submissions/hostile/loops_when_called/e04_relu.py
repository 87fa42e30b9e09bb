"""Loops in Python without end."""

def relu(z):
    while True:
        pass
