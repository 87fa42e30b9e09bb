"""Lets a regular expression backtrack without end."""

import re


def relu(z):
    return re.match(r"(a+)+$", "a" * 40 + "b")
