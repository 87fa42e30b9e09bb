"""Opens an archive as a folder: by its content, whatever its name says."""

import bz2
import gzip
import io
import lzma
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from nngrade.submission.faults import UnreadableError, shown, told
from nngrade.submission.limits import Limits, Metered, too_large
from nngrade.submission.members import as_folder
from nngrade.submission.nodes import File, Folder, Node
from nngrade.submission.tars import tar_members
from nngrade.submission.zips import zip_members

# Those that aren't read here are told as archives, not as stray files.
_SUFFIX = re.compile(
    r"\.(zip|tar|tgz|tbz2?|txz|(tar\.)?(gz|bz2|xz|zst)|rar|7z|dmg|iso)$", re.IGNORECASE
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_USTAR = slice(257, 262)
_COMPRESSED: dict[bytes, Callable[[BinaryIO], io.BufferedIOBase]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}


def is_archive(name: str) -> bool:
    """Whether a file's name is that of an archive, also of a kind that isn't read here."""
    return bool(_SUFFIX.search(name))


def without_suffix(name: str) -> str:
    """Return an archive's name as its folder would be called."""
    return _SUFFIX.sub("", name) or name


@contextmanager
def unpacked(file: File, limits: Limits) -> Iterator[Folder]:
    """Open an archive as a folder, as long as the context lasts; raises UnreadableError."""
    if not file.size:
        raise UnreadableError(f"{shown(file.name)} is empty: it has 0 bytes. Hand it in again.")
    if file.size > limits.disk:
        raise too_large(file.name, limits)
    with ExitStack() as stack:
        with told(file.name):
            stream = stack.enter_context(file.stream())
            folder = as_folder(file.name, _members(file.name, stream, limits))
        yield folder


def _members(name: str, stream: BinaryIO, limits: Limits) -> list[tuple[str, Node]]:
    head = stream.read(512)
    stream.seek(0)
    for magic, decompressed in _COMPRESSED.items():
        if head.startswith(magic):
            return tar_members(name, _whole(name, decompressed(stream), limits), limits)
    if head.startswith(_ZIP) or name.lower().endswith(".zip"):
        return zip_members(stream, limits)
    if head[_USTAR] == b"ustar" or name.lower().endswith(".tar"):
        return tar_members(name, stream, limits)
    raise UnreadableError(f"{shown(name)} is of a kind that is not read here. Pack it as a zip.")


def _whole(name: str, decompressed: io.BufferedIOBase, limits: Limits) -> BinaryIO:
    """Hold a tar in memory: each step back in what is compressed would start anew."""
    whole = io.BytesIO()
    shutil.copyfileobj(Metered(decompressed, limits.memory, too_large(name, limits)), whole)
    whole.seek(0)
    return whole
