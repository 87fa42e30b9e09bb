"""Prints without end."""

import sys


def relu(z):
    while True:
        print("more", "and more", flush=True)
        sys.__stdout__.write("and more")
