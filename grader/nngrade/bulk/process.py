"""A grader as a process: tasks come in on standard input, results go out on standard output.

Run as `python -P -m nngrade.bulk.process`.
"""

import os
import sys
from typing import IO

from nngrade.bulk.frames import receive, send
from nngrade.bulk.grader import Grader
from nngrade.bulk.task import Graded, Setup, decode_setup, decode_task, encode
from nngrade.errors import NNGradeError
from nngrade.sandbox.confine import die_with_parent


def main() -> None:
    """Grade until the input ends."""
    if sys.platform == "linux":
        die_with_parent()
    tasks, results = sys.stdin.buffer, _standard_output()
    setup = decode_setup(receive(tasks))
    _pin(setup)
    try:
        grader = Grader(setup)
    except NNGradeError as error:
        send(results, encode(Graded("", None, str(error))))
        return
    send(results, encode(Graded("", None)))
    while data := receive(tasks):
        task = decode_task(data)
        try:
            graded = grader.grade(task)
        except NNGradeError as error:
            send(results, encode(Graded(task.id, None, str(error))))
            break  # the session is over; the engine starts another
        send(results, encode(graded))
    grader.close()


def _standard_output() -> IO[bytes]:
    """Keep the frames apart from whatever else may be printed, which goes to standard error."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return results


def _pin(setup: Setup) -> None:
    """Stay on one core with all workers: a call that changes cores costs six times as much."""
    if setup.core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {setup.core})


if __name__ == "__main__":
    main()
