"""Reads arrays from an `.npz` file without trusting it: no pickles, no more than is declared."""

import math
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nncourse.errors import DataError
from nncourse.idx import MAX_BYTES

_READ_HEADER = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def read_npz(path: Path, keys: Sequence[str]) -> list[NDArray[Any]]:
    """Read the arrays called `keys`, in that order; DataError says what is wrong with `path`."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_keys(archive, path, keys)
            return [_read_array(archive, path, key) for key in keys]
    except (DataError, OSError):
        raise
    except Exception as error:  # zipfile, the decompressors and NumPy raise a dozen kinds
        raise DataError(
            f"{path} is not an .npz file, or damaged: "
            "give an .npz file, or the folder of the IDX files."
        ) from error


def _check_keys(archive: zipfile.ZipFile, path: Path, keys: Sequence[str]) -> None:
    missing = [key for key in keys if f"{key}.npy" not in archive.namelist()]
    if missing:
        raise DataError(
            f"{path} lacks {', '.join(missing)}: save it again with the keys {', '.join(keys)}."
        )


def _read_array(archive: zipfile.ZipFile, path: Path, key: str) -> NDArray[Any]:
    with archive.open(f"{key}.npy") as stream:
        shape, _, dtype = _READ_HEADER[np.lib.format.read_magic(stream)](stream)
    if dtype.kind not in "iuf" or math.prod(shape) * dtype.itemsize > MAX_BYTES:
        raise DataError(
            f"{path} declares {key} as {dtype} of the shape {shape}: "
            f"save numbers, and at most {MAX_BYTES:,} bytes of them."
        )
    with archive.open(f"{key}.npy") as stream:
        return np.lib.format.read_array(stream, allow_pickle=False)
