"""What hostile submissions are after: files, sockets, signals and secrets that only we touch."""

import contextlib
import os
import secrets
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

EXPECTED = {"secret", "target", "link", "socket"}


class Bait:
    """A folder, three listeners, a signal and a variable; `traces` tells which were touched.

    All of it belongs to the grader's own user: nothing but confinement keeps a submission away.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = secrets.token_hex(8)
        self._signals: list[int] = []
        os.environ["NNGRADE_BAIT"] = self.token
        signal.signal(signal.SIGUSR1, lambda number, _: self._signals.append(number))
        self._stream = _listening(socket.AF_INET, ("127.0.0.1", 0))
        self.port = self._stream.getsockname()[1]
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(("127.0.0.1", self.port))
        self._datagrams.setblocking(False)
        self._local = _listening(socket.AF_UNIX, str(folder / "socket"))
        self._abstract = _listening(socket.AF_UNIX, f"\0nngrade-{self.token}")
        self._lay_out()

    @property
    def names(self) -> dict[str, str]:
        """What stands in the hostile files for each piece of bait."""
        return {
            "@BAIT@": str(self.folder),
            "@TOKEN@": self.token,
            "@PORT@": str(self.port),
            "@NAME@": f"nngrade-{self.token}",
            "@GRADER@": str(os.getpid()),
            "@HOST@": socket.gethostname(),
        }

    def traces(self) -> list[str]:
        """Say what was touched since the last time, and lay it out anew."""
        found = [f"file {name}" for name in self._changes()]
        listeners = {"tcp": self._stream, "unix": self._local, "abstract": self._abstract}
        found += [f"{name} connection" for name, one in listeners.items() if _called(one)]
        with contextlib.suppress(BlockingIOError):
            found.append(f"datagram {self._datagrams.recv(100)!r}")
        found += [f"signal {number}" for number in self._signals]
        self._signals.clear()
        self._lay_out()
        return found

    def close(self) -> None:
        """Stop listening."""
        for one in (self._stream, self._datagrams, self._local, self._abstract):
            one.close()

    def _lay_out(self) -> None:
        for path in self.folder.iterdir():
            if path.name not in EXPECTED:
                path.rmdir() if path.is_dir() else path.unlink()
        (self.folder / "secret").write_text(f"secret {self.token}\n", encoding="utf-8")
        (self.folder / "target").write_text("as it was", encoding="utf-8")
        (self.folder / "target").chmod(0o644)
        os.utime(self.folder / "target", (1, 1))
        if not (self.folder / "link").is_symlink():
            (self.folder / "link").symlink_to("secret")

    def _changes(self) -> Iterator[str]:
        yield from sorted({path.name for path in self.folder.iterdir()} ^ EXPECTED)
        target = self.folder / "target"
        if target.exists():
            details = target.stat()
            whole = details.st_size, details.st_mode & 0o777, details.st_mtime
            if whole != (9, 0o644, 1):
                yield "target changed"
        for folder in (tempfile.gettempdir(), "/dev/shm"):  # noqa: S108 - where others may write
            yield from (str(path) for path in Path(folder).glob(f"nngrade-hostile-{self.token}*"))


def _listening(family: int, address: object) -> socket.socket:
    listener = socket.socket(family)
    listener.bind(address)  # type: ignore[arg-type]
    listener.listen()
    listener.setblocking(False)
    return listener


def _called(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True
