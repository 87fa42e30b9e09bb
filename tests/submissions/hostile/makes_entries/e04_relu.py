"""Makes folders, pipes, links and devices."""

import os
import stat

import numpy as np


def attempt():
    done = 0
    for make in (
        lambda: os.mkdir("@BAIT@/folder"),
        lambda: os.mkfifo("@BAIT@/pipe"),
        lambda: os.symlink("secret", "@BAIT@/symbolic"),
        lambda: os.link("@BAIT@/secret", "@BAIT@/hard"),
        lambda: os.mknod("@BAIT@/node", stat.S_IFREG | 0o600),
    ):
        try:
            make()
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
