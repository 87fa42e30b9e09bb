"""Reads from address 0."""

import ctypes


def relu(z):
    return ctypes.string_at(0)
