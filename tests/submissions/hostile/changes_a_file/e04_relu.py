"""Changes, renames and removes a file that is there."""

import os

import numpy as np

TARGET = "@BAIT@/target"


def attempt():
    done = 0
    for change in (
        lambda: open(TARGET, "a").close(),
        lambda: open(TARGET, "r+").close(),
        lambda: os.truncate(TARGET, 0),
        lambda: os.chmod(TARGET, 0o777),
        lambda: os.utime(TARGET),
        lambda: os.setxattr(TARGET, "user.nngrade", b"1"),
        lambda: os.rename(TARGET, "@BAIT@/moved"),
        lambda: os.unlink("@BAIT@/moved"),
    ):
        try:
            change()
            done += 1
        except OSError:
            pass
    return done > 0

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
