"""Lists a zip; its members are read into memory, one at a time."""

import io
import stat
from functools import partial
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from nngrade.submission.faults import told
from nngrade.submission.limits import ONE, Limits, Metered, too_large, too_many
from nngrade.submission.nodes import LINK, SPECIAL, File, Node, Other

_ENCRYPTED = 0x1
_UTF8 = 0x800
_LOCKED = "is encrypted. Pack it again without a password."
# The other methods can't be asked for a part: a hundred bytes of bzip2 may hold gigabytes.
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
_METHOD = "is packed in an unusual way. Pack it again, as an ordinary zip."


def zip_members(stream: BinaryIO, limits: Limits) -> list[tuple[str, Node]]:
    """Return each member's path and node; raises UnreadableError and zipfile's errors."""
    meter = Metered(stream, limits.listing, too_many(limits))
    archive = ZipFile(meter)
    meter.budget = None
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise too_many(limits)
    return [(_name(info), _node(archive, info)) for info in infos]


def _name(info: ZipInfo) -> str:
    """Return the path; macOS writes UTF-8 and doesn't say so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _node(archive: ZipFile, info: ZipInfo) -> Node:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Other(info.filename, LINK if kind == stat.S_IFLNK else SPECIAL)
    if info.flag_bits & _ENCRYPTED:
        return Other(info.filename, _LOCKED)
    if info.compress_type not in _METHODS:
        return Other(info.filename, _METHOD)
    return File(info.filename, info.file_size, partial(_read, archive, info))


def _read(archive: ZipFile, info: ZipInfo) -> BinaryIO:
    if info.file_size > ONE.memory:
        raise too_large(info.filename, ONE)
    with told(info.filename), archive.open(info) as member:
        return io.BytesIO(member.read(info.file_size + 1))
