"""How much of an archive is looked at: a small file may promise or hold any amount."""

from dataclasses import dataclass
from io import BufferedIOBase
from typing import BinaryIO

from nngrade.submission.faults import UnreadableError, shown

_MEGA = 10**6
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How many members an archive may have, and how many bytes; `cure` for what has more.

    memory: what may be held at once, a packed archive or an unpacked tar
    disk: how large an archive may be that is read in place
    """

    members: int
    memory: int
    disk: int
    cure: str

    @property
    def listing(self) -> int:
        """Bytes that a zip's own list of members may take."""
        return 400 * self.members

    @property
    def headers(self) -> int:
        """Bytes that a tar's additional headers may take."""
        return 100 * self.members


# A submission may bring the course's data and its history along.
ONE = Limits(10_000, 64 * _MEGA, 64 * _MEGA, "Hand in the exercise files alone.")
CLASS = Limits(100_000, 256 * _MEGA, 1 << 40, "Unpack it and name the folder.")


def too_many(limits: Limits) -> UnreadableError:
    """Say that an archive or a folder has too many members."""
    return UnreadableError(f"There are more than {limits.members:,} files in it. {limits.cure}")


def too_large(name: str, limits: Limits) -> UnreadableError:
    """Say that an archive is too large."""
    most = f"{limits.memory // _MEGA} MB, packed or unpacked"
    return UnreadableError(f"{shown(name)} is larger than {most}. {limits.cure}")


class Metered:
    """A stream that gives out `budget` bytes and then raises `refusal`; None gives out all."""

    def __init__(
        self, stream: BinaryIO | BufferedIOBase, budget: int | None, refusal: Exception
    ) -> None:
        self._stream = stream
        self.budget = budget
        self._refusal = refusal

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes, all that are left if negative."""
        if self.budget is None:
            return self._stream.read(size)
        # One more than allowed: a promise alone ("4 GB follow") is no reason to refuse.
        most = self.budget + 1
        data = self._upto(most if size < 0 else min(size, most))
        self.budget -= len(data)
        if self.budget < 0:
            raise self._refusal
        return data

    def _upto(self, size: int) -> bytes:
        """Read by pieces, since a file takes memory for all that it is asked for."""
        pieces: list[bytes] = []
        while size and (piece := self._stream.read(min(size, _PIECE))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move as the stream does."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the stream."""
        return self._stream.tell()

    def seekable(self) -> bool:
        """Whether the stream can be moved."""
        return True

    def write(self, _: bytes) -> int:
        """Refuse: the standard library's types ask for it."""
        raise NotImplementedError

    def close(self) -> None:
        """Leave the stream open: who opened it closes it."""
