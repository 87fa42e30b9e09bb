"""MNIST from `tf.keras.datasets`, for those who have TensorFlow and a network."""

import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from nncourse.errors import DataError

SECONDS_TO_CONNECT = 20
ELSEWHERE = "use 'bundled', a folder of IDX files or an .npz file instead"


def read_keras() -> list[NDArray[Any]]:
    """Return training images and labels, then test images and labels, as Keras hands them out.

    Keras downloads them once and keeps them in `~/.keras` or `$KERAS_HOME`. DataError says
    that TensorFlow is missing, or that nothing can be downloaded.
    """
    with _silence():
        mnist = _import_tensorflow().keras.datasets.mnist
        try:
            return [array for pair in mnist.load_data() for array in pair]
        except Exception as error:  # Keras raises a bare Exception where a download fails
            raise DataError(
                f"Keras could not download MNIST ({_first_line(error)}): {ELSEWHERE}."
            ) from error


def _import_tensorflow() -> Any:
    try:
        import tensorflow as tf  # noqa: PLC0415 - optional, and it takes seconds
    except ModuleNotFoundError as error:
        if error.name != "tensorflow":
            raise _broken(error) from error
        raise DataError(
            f"TensorFlow is not installed: pip install 'nngrade[tensorflow]', or {ELSEWHERE}."
        ) from error
    except Exception as error:  # a TensorFlow that doesn't fit its machine fails in many ways
        raise _broken(error) from error
    return tf


def _broken(error: Exception) -> DataError:
    return DataError(
        f"TensorFlow is installed but can't be imported ({_first_line(error)}): "
        f"reinstall nngrade[tensorflow], or {ELSEWHERE}."
    )


def _first_line(error: Exception) -> str:
    return f"{error}".partition("\n")[0] or type(error).__name__


@contextmanager
def _silence() -> Iterator[None]:
    """Swallow logs and progress bars, those of native code too, and bound each connection."""
    timeout = socket.getdefaulttimeout()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
        _native_errors_to(nowhere.fileno()),
        warnings.catch_warnings(action="ignore"),
    ):
        socket.setdefaulttimeout(SECONDS_TO_CONNECT)
        try:
            yield
        finally:
            socket.setdefaulttimeout(timeout)


@contextmanager
def _native_errors_to(descriptor: int) -> Iterator[None]:
    kept = os.dup(2)
    os.dup2(descriptor, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
