"""Loads MNIST, or any data set of its form, from wherever it lies."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from nncourse.dataset import MNIST, Part, dataset
from nncourse.errors import DataError
from nncourse.idx import read_idx
from nncourse.keras import read_keras
from nncourse.npz import read_npz

__all__ = ["MNIST", "DataError", "load_mnist"]


class StandardFile(NamedTuple):
    """One of the four IDX files: its name, its dimensions, and its SHA-256 once unpacked."""

    name: str
    dimensions: int
    sha256: str


# In the order of MNIST's fields, as are the keys.
STANDARD_FILES = (
    StandardFile(
        "train-images-idx3-ubyte",
        dimensions=3,
        sha256="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    StandardFile(
        "train-labels-idx1-ubyte",
        dimensions=1,
        sha256="65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    StandardFile(
        "t10k-images-idx3-ubyte",
        dimensions=3,
        sha256="0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    StandardFile(
        "t10k-labels-idx1-ubyte",
        dimensions=1,
        sha256="ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)
NPZ_KEYS = ("x_train", "y_train", "x_test", "y_test")


def load_mnist(source: str | Path = "bundled") -> MNIST:
    """Load training and test images with their labels; DataError says what is wrong and the cure.

    source: "bundled", the MNIST that comes with the course; "keras", through TensorFlow; the path
    of a folder with the four standard IDX files, gzipped or not; or of an .npz file with the
    keys x_train, y_train, x_test, y_test. Labels may be any class from 0 to 255.
    """
    if source == "bundled":
        return dataset([_read_bundled(file) for file in STANDARD_FILES])
    if source == "keras":
        return dataset(
            [
                Part(f"{key} from Keras", array)
                for key, array in zip(NPZ_KEYS, read_keras(), strict=True)
            ]
        )
    return dataset(_read_path(Path(source)))


def _read_bundled(file: StandardFile) -> Part:
    name = f"{file.name}.gz"
    try:
        with files("nncourse").joinpath("data", name).open("rb") as stream:
            return Part(name, read_idx(stream, name, file.dimensions, file.sha256))
    except (DataError, OSError) as error:
        raise DataError(f"The course's own {name} is missing or damaged: reinstall it.") from error


def _read_path(path: Path) -> list[Part]:
    with _in_words(path):
        if path.is_dir():
            return _read_folder(path)
        if path.is_file():
            arrays = read_npz(path, NPZ_KEYS)
            return [
                Part(f"{key} in {path}", array) for key, array in zip(NPZ_KEYS, arrays, strict=True)
            ]
    raise DataError(
        f"There is no folder and no file at {path}: "
        "give 'bundled', 'keras', a folder of IDX files or an .npz file."
    )


def _read_folder(folder: Path) -> list[Part]:
    paths = [_find(folder, file.name) for file in STANDARD_FILES]
    return [
        _read_file(path, file.dimensions) for path, file in zip(paths, STANDARD_FILES, strict=True)
    ]


def _find(folder: Path, name: str) -> Path:
    present = {path.name: path for path in sorted(folder.iterdir())}
    for wanted in (name, f"{name}.gz"):
        if wanted in present:
            return present[wanted]
    alike = [other for other in present if _letters(other) == _letters(name)]
    cure = f"rename {alike[0]}" if alike else "put it there, gzipped or not"
    raise DataError(f"{folder} holds no {name}: {cure}.")


def _letters(name: str) -> str:
    """Reduce a file's name to what stays the same where only its punctuation was changed."""
    return "".join(filter(str.isalnum, name.lower().removesuffix(".gz")))


def _read_file(path: Path, dimensions: int) -> Part:
    with _in_words(path), path.open("rb") as stream:
        return Part(str(path), read_idx(stream, str(path), dimensions))


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(
            f"{path} can't be read ({error.strerror or error}): check the path."
        ) from error
