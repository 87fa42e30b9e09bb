"""Lets inspect and linecache show the lines of the worker and of a secret."""

import inspect
import linecache
import sys

import numpy as np

linecache.checkcache()


def relu(z):
    lines = [linecache.getline("@BAIT@/secret", 1)]
    for module in list(sys.modules.values()):
        if str(getattr(module, "__name__", "")).startswith(("nngrade.judging", "checks", "test_")):
            lines.append(inspect.getsource(module))
    raise ValueError("found: " + "".join(lines))
