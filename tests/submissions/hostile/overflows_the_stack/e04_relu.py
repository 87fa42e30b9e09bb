"""Calls itself until the stack is full."""

import sys

sys.setrecursionlimit(2**31 - 1)


def relu(z):
    return max([z], key=relu)
