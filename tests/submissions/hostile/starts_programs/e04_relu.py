"""Starts programs in every way that Python knows."""

import os
import subprocess

import numpy as np


def attempt():
    started = 0
    for start in (
        lambda: subprocess.run(["/bin/true"], check=True),
        lambda: subprocess.run("true", shell=True, check=True),
        lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0),
        lambda: os.popen("true").close(),
        lambda: os.system("touch @BAIT@/by_shell") == 0 or 1 / 0,
    ):
        try:
            start()
            started += 1
        except Exception:
            pass
    # popen and system only tell by a status whether there was a shell.
    return started > 1

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
