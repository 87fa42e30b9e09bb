"""MNIST through TensorFlow: quiet, and one sentence where it can't be had."""

import os
import socket
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from nncourse.errors import DataError
from nncourse.keras import read_keras

ELSEWHERE = "use 'bundled', a folder of IDX files or an .npz file instead"
ARRAYS = {
    "x_train": np.arange(24, dtype=np.uint8).reshape(2, 3, 4),
    "y_train": np.array([7, 1], np.uint8),
    "x_test": np.zeros((1, 3, 4), np.uint8),
    "y_test": np.array([5], np.uint8),
}


@pytest.fixture
def keras(monkeypatch):
    """Stand a TensorFlow in for the real one whose load_data is the function given."""

    def install(load_data):
        mnist = SimpleNamespace(load_data=load_data)
        datasets = SimpleNamespace(mnist=mnist)
        fake = SimpleNamespace(keras=SimpleNamespace(datasets=datasets))
        monkeypatch.setitem(sys.modules, "tensorflow", fake)

    return install


def fault():
    with pytest.raises(DataError) as caught:
        read_keras()
    return str(caught.value)


def run_python(code, **environment):
    """Run `code` in a Python of its own, where TensorFlow's start can be listened to."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_four_arrays_come_in_order(keras):
    keras(lambda: ((1, 2), (3, 4)))
    assert read_keras() == [1, 2, 3, 4]


def test_without_tensorflow_the_extra_and_the_other_sources_are_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    assert fault() == (
        f"TensorFlow is not installed: pip install 'nngrade[tensorflow]', or {ELSEWHERE}."
    )


@pytest.mark.parametrize(
    "broken", ["raise ImportError('no libfoo\\nmore')", "raise AttributeError('no libfoo')"]
)
def test_a_tensorflow_that_can_not_be_imported_is_told(broken, tmp_path, monkeypatch):
    (tmp_path / "tensorflow.py").write_text(broken, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    assert fault() == (
        "TensorFlow is installed but can't be imported (no libfoo): "
        f"reinstall nngrade[tensorflow], or {ELSEWHERE}."
    )


def test_a_module_that_tensorflow_lacks_is_not_taken_for_tensorflow(tmp_path, monkeypatch):
    (tmp_path / "tensorflow.py").write_text("import not_a_module", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    assert "TensorFlow is installed but can't be imported" in fault()


def test_a_failed_download_names_its_cause_and_the_other_sources(keras):
    def load_data():
        raise Exception("URL fetch failure\nmore")  # noqa: TRY002 - as Keras does

    keras(load_data)
    assert fault() == f"Keras could not download MNIST (URL fetch failure): {ELSEWHERE}."


def test_a_failure_without_a_word_is_called_by_its_kind(keras):
    def load_data():
        raise TimeoutError

    keras(load_data)
    assert "could not download MNIST (TimeoutError)" in fault()


def test_nothing_is_printed_by_python_or_by_native_code(keras, capfd):
    def load_data():
        print("Downloading data")  # noqa: T201 - as Keras does
        print("[====>  ]", file=sys.stderr)  # noqa: T201 - as Keras does
        os.write(2, b"oneDNN custom operations are on")
        return (1, 2), (3, 4)

    keras(load_data)
    read_keras()
    assert capfd.readouterr() == ("", "")
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def test_connections_have_a_deadline_while_keras_loads_and_not_after(keras):
    seen = []

    def load_data():
        seen.append(socket.getdefaulttimeout())
        return (1, 2), (3, 4)

    keras(load_data)
    read_keras()
    assert seen == [20]
    assert socket.getdefaulttimeout() is None


def test_the_real_keras_offline_says_our_sentence_and_nothing_else(tmp_path):
    """The proxy is a port where nothing listens, so this holds on a machine with a network too."""
    code = """
from nncourse import DataError, load_mnist
try:
    load_mnist("keras")
except DataError as error:
    print(error)
"""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
    run = run_python(code, KERAS_HOME=str(tmp_path), https_proxy=nowhere, no_proxy="")
    assert run.stderr == ""
    assert run.stdout.startswith("Keras could not download MNIST (URL fetch failure on https://")
    assert run.stdout.endswith(f"): {ELSEWHERE}.\n")
    assert run.stdout.count("\n") == 1


def test_the_real_keras_reads_its_cache_without_a_word(tmp_path):
    """Keras knows the checksum of the real file; the little one in its cache is let through."""
    (tmp_path / "datasets").mkdir()
    np.savez(tmp_path / "datasets" / "mnist.npz", **ARRAYS)
    code = """
import contextlib, io
with contextlib.redirect_stderr(io.StringIO()):
    from nncourse import load_mnist, keras
    with keras._silence():
        from keras.src.utils import file_utils
        file_utils.validate_file = lambda *args, **options: True
    data = load_mnist("keras")
print([array.shape for array in data], data.train_labels.tolist(), data.train_images[1, 2, 3])
"""
    run = run_python(code, KERAS_HOME=str(tmp_path))
    assert run.stderr == ""
    assert run.stdout == "[(2, 3, 4), (2,), (1, 3, 4), (1,)] [7, 1] 23\n"
