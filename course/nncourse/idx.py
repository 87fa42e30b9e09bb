"""Reads IDX, the format of the MNIST files: a header that gives the shape, then one byte a value.

The layout is described at https://yann.lecun.com/exdb/mnist/: two zero bytes, a type code,
the number of dimensions, each dimension as a big-endian 32-bit integer, the values.
"""

import gzip
import hashlib
import math
import struct
import zlib
from typing import IO

import numpy as np
from numpy.typing import NDArray

from nncourse.errors import DataError

UNSIGNED_BYTE = 8
GZIP_MAGIC = b"\x1f\x8b"
MAX_BYTES = 1 << 30
_CHUNK = 1 << 20
_CONTENTS = {1: "labels, one dimension", 3: "images, three dimensions"}


def read_idx(stream: IO[bytes], name: str, dimensions: int, sha256: str = "") -> NDArray[np.uint8]:
    """Read an array of unsigned bytes with `dimensions` axes; `sha256`, if given, must match.

    No more is read than the header promises. DataError says what is wrong with `name`.
    """
    if name.endswith(".gz"):
        return _read_gzipped(stream, name, dimensions, sha256)
    return _read_plain(stream, name, dimensions, sha256)


def _read_gzipped(stream: IO[bytes], name: str, dimensions: int, sha256: str) -> NDArray[np.uint8]:
    try:
        with gzip.GzipFile(fileobj=stream) as unzipped:
            return _read_plain(unzipped, name, dimensions, sha256)
    except gzip.BadGzipFile as error:
        raise DataError(
            f"{name} is not gzipped, or damaged: download it again, or drop .gz from its name "
            "if it has been unpacked."
        ) from error
    except (EOFError, zlib.error) as error:
        raise DataError(f"{name} is cut short or damaged: download it again.") from error


def _read_plain(
    stream: IO[bytes] | gzip.GzipFile, name: str, dimensions: int, sha256: str
) -> NDArray[np.uint8]:
    header = _read(stream, 4 + 4 * dimensions)
    _check_magic(bytes(header[:4]), name, dimensions)
    shape = _shape(header, name)
    values = _read(stream, math.prod(shape))
    _check_length(values, shape, stream.read(1), name)
    if sha256 and hashlib.sha256(header + values).hexdigest() != sha256:
        raise DataError(
            f"{name} is not the published file, its SHA-256 differs: download it again."
        )
    return np.frombuffer(values, np.uint8).reshape(shape)


def _read(stream: IO[bytes] | gzip.GzipFile, size: int) -> bytearray:
    """Read up to `size` bytes, and allocate no more than there really are."""
    data = bytearray()
    while len(data) < size and (chunk := stream.read(min(_CHUNK, size - len(data)))):
        data += chunk
    return data


def _check_magic(magic: bytes, name: str, dimensions: int) -> None:
    if magic.startswith(GZIP_MAGIC):
        raise DataError(f"{name} is gzipped: add .gz to its name, or unpack it.")
    if len(magic) < 4 or magic[:2] != b"\0\0":  # noqa: PLR2004 - the width of the field
        raise DataError(f"{name} is not an IDX file: download it again.")
    if magic[2] != UNSIGNED_BYTE:
        raise DataError(
            f"{name} holds values of IDX type 0x{magic[2]:02x}: "
            "convert them to unsigned bytes, type 0x08."
        )
    if magic[3] != dimensions:
        raise DataError(
            f"{name} has {magic[3]} dimension(s), but must hold {_CONTENTS[dimensions]}: "
            "put the right file under this name."
        )


def _shape(header: bytearray, name: str) -> tuple[int, ...]:
    dimensions = header[3]
    if len(header) < 4 + 4 * dimensions:
        raise DataError(f"{name} is cut short within its header: download it again.")
    shape = struct.unpack_from(f">{dimensions}I", header, 4)
    if not 0 < math.prod(shape) <= MAX_BYTES:
        raise DataError(
            f"{name} declares {_times(shape)} values: between 1 and {MAX_BYTES:,} can be read; "
            "download it again."
        )
    return shape


def _check_length(values: bytearray, shape: tuple[int, ...], rest: bytes, name: str) -> None:
    if len(values) < math.prod(shape):
        raise DataError(
            f"{name} is cut short: it declares {_times(shape)} values and holds {len(values):,}; "
            "download it again."
        )
    if rest:
        raise DataError(
            f"{name} holds more than the {_times(shape)} values that it declares: "
            "download it again."
        )


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(f"{size:,}" for size in shape)
