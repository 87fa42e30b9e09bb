"""Changes the grader's priority, processors and limits."""

import os
import resource

import numpy as np


def attempt():
    done = 0
    for change in (
        lambda: os.setpriority(os.PRIO_PROCESS, @GRADER@, os.getpriority(os.PRIO_PROCESS, @GRADER@)),
        lambda: os.sched_setaffinity(@GRADER@, os.sched_getaffinity(@GRADER@)),
        lambda: resource.prlimit(@GRADER@, resource.RLIMIT_CORE),
        lambda: os.nice(1),
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
