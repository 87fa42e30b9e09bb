"""Every source of images, and one sentence for each way in which it can be wrong."""

import gzip
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

import nncourse
from nncourse import mnist
from nncourse.mnist import NPZ_KEYS, STANDARD_FILES, DataError, load_mnist

NAMES = [file.name for file in STANDARD_FILES]
IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
LABELS = np.array([7, 255], np.uint8)
ARRAYS = (IMAGES, LABELS, IMAGES + 1, LABELS - 1)
DATA = Path(nncourse.__file__).parent / "data"


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def folder(tmp_path):
    """Write a small data set: two files gzipped, two not."""
    for i, (name, array) in enumerate(zip(NAMES, ARRAYS, strict=True)):
        if i % 2:
            (tmp_path / name).write_bytes(idx(array))
        else:
            (tmp_path / f"{name}.gz").write_bytes(gzip.compress(idx(array)))
    return tmp_path


@pytest.fixture
def npz(tmp_path):
    path = tmp_path / "digits.npz"
    np.savez_compressed(path, **dict(zip(NPZ_KEYS, ARRAYS, strict=True)))
    return path


@pytest.fixture
def bundled(tmp_path, monkeypatch):
    """Install a course whose data may be spoilt."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(mnist, "files", lambda _: tmp_path)
    return tmp_path / "data"


@pytest.fixture
def locked():
    """Make a folder that nobody may look into: root may, so stop being root meanwhile."""
    user = os.geteuid()
    with TemporaryDirectory() as name:
        Path(name).chmod(0)
        os.seteuid(user or 65534)
        yield Path(name)
        os.seteuid(user)
        Path(name).chmod(0o700)


def fault(source):
    with pytest.raises(DataError) as caught:
        load_mnist(source)
    return str(caught.value)


def equals(data):
    for array, expected in zip(data, ARRAYS, strict=True):
        np.testing.assert_array_equal(array, expected)


def test_the_bundled_set_is_all_of_mnist():
    data = load_mnist()
    assert [array.shape for array in data] == [
        (60000, 28, 28),
        (60000,),
        (10000, 28, 28),
        (10000,),
    ]
    assert {array.dtype for array in data} == {np.dtype(np.uint8), np.dtype(np.int64)}
    assert data.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert data.test_labels[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(data.test_labels).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
    assert int(data.train_images.max()) == 255
    assert data.train_images.mean() == pytest.approx(33.318, abs=1e-3)


def test_the_bundled_set_loads_in_less_than_a_second():
    start = time.process_time()
    load_mnist("bundled")
    assert time.process_time() - start < 1.0


def test_licence_and_checksums_stand_beside_the_bundled_files():
    note = (DATA / "LICENSE.md").read_text(encoding="utf-8")
    assert "Attribution-ShareAlike 3.0" in note
    for file in STANDARD_FILES:
        data = gzip.decompress((DATA / f"{file.name}.gz").read_bytes())
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert f"| `{file.name}` | `{file.sha256}` |" in note


def test_the_bundled_set_is_read_from_a_zipped_package_too(tmp_path):
    """Which no code can do that looks for its data beside `__file__`."""
    target = tmp_path / "course.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in DATA.parent.rglob("*"):
            if path.suffix in {".py", ".gz"}:
                archive.write(path, Path("nncourse") / path.relative_to(DATA.parent))
    code = "import nncourse; print(nncourse.__file__, len(nncourse.load_mnist().test_labels))"
    site = [entry for entry in sys.path if Path(entry).resolve() != DATA.parents[1]]
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(target), *site])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.stdout == f"{target / 'nncourse' / '__init__.py'} 10000\n", run.stderr


def test_another_file_in_place_of_a_bundled_one_is_told(bundled):
    """Ten thousand labels as well, but not those: only the checksum can tell."""
    labels = np.zeros(10000, np.uint8)
    (bundled / f"{NAMES[3]}.gz").write_bytes(gzip.compress(idx(labels)))
    assert fault("bundled") == (
        "The course's own t10k-labels-idx1-ubyte.gz is missing or damaged: reinstall it."
    )


def test_a_missing_bundled_file_is_told(bundled):
    (bundled / f"{NAMES[1]}.gz").unlink()
    assert fault("bundled") == (
        "The course's own train-labels-idx1-ubyte.gz is missing or damaged: reinstall it."
    )


def test_a_bundled_file_cut_short_is_told(bundled):
    path = bundled / f"{NAMES[0]}.gz"
    path.write_bytes(path.read_bytes()[:5000])
    assert fault("bundled") == (
        "The course's own train-images-idx3-ubyte.gz is missing or damaged: reinstall it."
    )


def test_a_folder_may_hold_gzipped_and_plain_files(folder):
    equals(load_mnist(folder))


def test_a_path_may_be_a_string(folder):
    equals(load_mnist(str(folder)))


def test_a_folder_called_as_a_source_is_reached_by_its_path(folder, tmp_path, monkeypatch):
    shutil.copytree(folder, tmp_path / "keras")
    monkeypatch.chdir(tmp_path)
    equals(load_mnist("./keras"))


def test_other_files_in_a_folder_do_no_harm(folder):
    (folder / "README").write_text("Fashion", encoding="utf-8")
    equals(load_mnist(folder))


def test_a_missing_file_is_named(folder):
    (folder / f"{NAMES[2]}.gz").unlink()
    assert fault(folder) == (
        f"{folder} holds no t10k-images-idx3-ubyte: put it there, gzipped or not."
    )


@pytest.mark.parametrize(
    "other", ["t10k-images.idx3-ubyte", "T10K-Images-IDX3-ubyte.gz", "t10k_images_idx3_ubyte"]
)
def test_a_renamed_file_is_named(other, folder):
    (folder / f"{NAMES[2]}.gz").rename(folder / other)
    assert fault(folder) == f"{folder} holds no t10k-images-idx3-ubyte: rename {other}."


def test_an_empty_folder_is_told(tmp_path):
    assert fault(tmp_path).startswith(f"{tmp_path} holds no train-images-idx3-ubyte: put it")


def test_a_file_cut_short_is_told_with_its_path(folder):
    path = folder / NAMES[1]
    path.write_bytes(path.read_bytes()[:-1])
    assert fault(folder) == (
        f"{path} is cut short: it declares 2 values and holds 1; download it again."
    )


def test_images_under_the_name_of_labels_are_told(folder):
    path = folder / NAMES[1]
    path.write_bytes(idx(IMAGES))
    assert fault(folder) == (
        f"{path} has 3 dimension(s), but must hold labels, one dimension: "
        "put the right file under this name."
    )


def test_a_plain_file_named_gz_is_told(folder):
    path = folder / f"{NAMES[0]}.gz"
    path.write_bytes(idx(IMAGES))
    assert fault(folder).startswith(f"{path} is not gzipped, or damaged: ")


def test_more_labels_than_images_are_told(folder):
    (folder / NAMES[3]).write_bytes(idx(np.zeros(3, np.uint8)))
    assert fault(folder) == (
        f"{folder / NAMES[2]}.gz holds 2 images, but {folder / NAMES[3]} 3 labels: "
        "take both from one data set."
    )


def test_a_folder_in_place_of_a_file_is_told(folder):
    (folder / NAMES[1]).unlink()
    (folder / NAMES[1]).mkdir()
    assert fault(folder) == (f"{folder / NAMES[1]} can't be read (Is a directory): check the path.")


def test_an_unreadable_folder_is_told(locked):
    assert fault(locked) == f"{locked} can't be read (Permission denied): check the path."


def test_an_unreadable_file_is_told(folder, monkeypatch):
    def refuse(path, _mode):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert fault(folder) == (
        f"{folder / NAMES[0]}.gz can't be read (Permission denied): check the path."
    )


def test_an_npz_file_in_the_layout_of_keras_is_read(npz):
    equals(load_mnist(npz))


def test_an_npz_file_may_have_any_name(npz):
    equals(load_mnist(npz.rename(npz.with_suffix(".data"))))


def test_missing_keys_of_an_npz_file_are_named(npz):
    np.savez(npz, x_train=IMAGES, y_train=LABELS)
    assert fault(npz) == (
        f"{npz} lacks x_test, y_test: save it again with the keys x_train, y_train, x_test, y_test."
    )


def test_wrong_arrays_in_an_npz_file_are_named_with_their_key(npz):
    np.savez(npz, x_train=IMAGES / 255, y_train=LABELS, x_test=IMAGES, y_test=LABELS)
    assert fault(npz) == (f"x_train in {npz} holds float64: save the images as uint8, 0 to 255.")


def test_a_file_that_is_no_npz_is_told(tmp_path):
    path = tmp_path / "digits.npz"
    path.write_text("not yet", encoding="utf-8")
    assert fault(path).startswith(f"{path} is not an .npz file, or damaged: ")


def test_the_path_of_an_idx_file_leads_to_its_folder(folder):
    assert fault(folder / NAMES[1]).endswith("give an .npz file, or the folder of the IDX files.")


def test_the_arrays_from_keras_become_the_data_set(monkeypatch):
    monkeypatch.setattr(mnist, "read_keras", lambda: list(ARRAYS))
    equals(load_mnist("keras"))


def test_wrong_arrays_from_keras_are_named_as_such(monkeypatch):
    monkeypatch.setattr(mnist, "read_keras", lambda: [*ARRAYS[:3], LABELS[:1]])
    assert fault("keras") == (
        "x_test from Keras holds 2 images, but y_test from Keras 1 labels: "
        "take both from one data set."
    )


@pytest.mark.parametrize("source", ["no/such/folder", "mnist", "a\0b"])
def test_a_path_that_leads_nowhere_is_told_with_the_sources(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert fault(source) == (
        f"There is no folder and no file at {source}: "
        "give 'bundled', 'keras', a folder of IDX files or an .npz file."
    )


def test_a_name_too_long_is_told():
    """Some versions of Python say it is too long, others that nothing is there."""
    told = ("x can't be read (File name too long): check the path.", "There is no folder and no")
    assert any(words in fault("x" * 5000) for words in told)


def test_a_link_that_leads_to_itself_is_told(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert fault(tmp_path / "loop").startswith("There is no folder and no file at ")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert fault(tmp_path / "pipe").startswith("There is no folder and no file at ")


def test_a_data_error_is_a_value_error():
    assert issubclass(DataError, ValueError)
