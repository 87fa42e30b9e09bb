"""Gives the grader itself a deadline: whatever a submission made it do, it ends."""

import contextlib
import os
import select
import signal
import sys

import click

from nngrade.sandbox.confine import die_with_parent

GRADERS_FAULT = 3


def supervise(seconds: float) -> None:
    """Go on in a child process, which this one ends after `seconds`; Linux only.

    Returns in the child. The parent waits, and exits as the child did.
    """
    if sys.platform != "linux":
        return
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        die_with_parent()
        # Out of the terminal's reach: Ctrl-C comes from the parent, and once.
        os.setpgid(0, 0)
        return
    os._exit(_watched(pid, seconds))


def _watched(pid: int, seconds: float) -> int:
    pidfd = os.pidfd_open(pid)
    signal.signal(signal.SIGINT, lambda *_: _pass_on(pidfd))
    ended, _, _ = select.select([pidfd], [], [], seconds)
    if not ended:
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not ended:
        click.echo(f"nngrade: The grader took longer than {seconds:g} s and was ended.", err=True)
        return GRADERS_FAULT
    if status < 0:
        click.echo(f"nngrade: The grader was ended by signal {-status}.", err=True)
        return GRADERS_FAULT
    return status


def _pass_on(pidfd: int) -> None:
    """Let the child tidy up and say what was kept, unless it has just ended."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(pidfd, signal.SIGINT)
