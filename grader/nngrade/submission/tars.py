"""Lists a tar; its members are read into memory, one at a time."""

import io
import tarfile
from functools import partial
from typing import BinaryIO, Self

from nngrade.submission.faults import BROKEN, UnreadableError, shown, told
from nngrade.submission.limits import ONE, Limits, Metered, too_large, too_many
from nngrade.submission.nodes import LINK, SPECIAL, File, Folder, Node, Other

_ADDITIONAL = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
# Enough for any path; some releases of Python need the square of a header's length.
_MAX_HEADER = 2_048


def tar_members(name: str, stream: BinaryIO, limits: Limits) -> list[tuple[str, Node]]:
    """Return each member's path and node; raises UnreadableError and tarfile's errors."""
    meter = Metered(stream, limits.disk, too_large(name, limits))
    members: list[tuple[str, Node]] = []
    # As a stream, "r|": no offset in a header can lead back into an endless round.
    with tarfile.open(fileobj=meter, mode="r|", tarinfo=_strict_headers(name, limits)) as archive:
        for info in archive:
            if len(members) == limits.members:
                raise too_many(limits)
            # Before it is stepped over: beyond the end that takes as long as the size says.
            if not 0 <= info.size <= limits.disk:
                raise too_large(name, limits)
            members.append((info.name, _node(stream, info)))
    return members


def _strict_headers(name: str, limits: Limits) -> type[tarfile.TarInfo]:
    """Refuse what `tarfile` would take for the archive's end, or would read without end."""
    left = limits.headers
    broken = UnreadableError(f"{shown(name)} {BROKEN}")

    class Strict(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            nonlocal left
            if len(buf) != tarfile.BLOCKSIZE:
                raise broken
            try:
                info = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                if any(buf):
                    raise broken from None
                raise
            if info.type in _ADDITIONAL:
                left -= info.size
                if not 0 <= info.size <= _MAX_HEADER:
                    raise broken
                if left < 0:
                    raise too_many(limits)
            return info

    return Strict


def _node(stream: BinaryIO, info: tarfile.TarInfo) -> Node:
    if info.isdir():
        return Folder(info.name, tuple)
    if info.isreg() and not info.issparse():
        return File(info.name, info.size, partial(_read, stream, info))
    return Other(info.name, LINK if info.issym() or info.islnk() else SPECIAL)


def _read(stream: BinaryIO, info: tarfile.TarInfo) -> BinaryIO:
    if info.size > ONE.memory:
        raise too_large(info.name, ONE)
    with told(info.name):
        stream.seek(info.offset_data)
        return io.BytesIO(stream.read(info.size))
