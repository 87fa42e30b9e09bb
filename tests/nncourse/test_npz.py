"""The .npz reader: right on what NumPy saves, and one sentence on anything else."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nncourse.errors import DataError
from nncourse.npz import read_npz

ARRAYS = {"x": np.arange(24, dtype=np.uint8).reshape(2, 3, 4), "y": np.array([3, -1])}
DAMAGED = "is not an .npz file, or damaged: give an .npz file, or the folder of the IDX files."


def npy(header, data=b"", version=(1, 0)):
    text = header.encode("latin1") + b"\n"
    width = 2 if version == (1, 0) else 4
    return b"\x93NUMPY" + bytes(version) + len(text).to_bytes(width, "little") + text + data


def archive(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(f"{name}.npy", data)
    return path


def fault(path, keys=("x", "y")):
    with pytest.raises(DataError) as caught:
        read_npz(path, keys)
    return str(caught.value)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_the_arrays_come_in_the_order_asked_for(save, tmp_path):
    save(tmp_path / "a.npz", **ARRAYS)
    y, x = read_npz(tmp_path / "a.npz", ("y", "x"))
    np.testing.assert_array_equal(x, ARRAYS["x"], strict=True)
    np.testing.assert_array_equal(y, ARRAYS["y"], strict=True)


def test_fortran_order_and_big_endian_are_read_right(tmp_path):
    x = np.asfortranarray(np.arange(6, dtype=">i4").reshape(2, 3))
    np.savez(tmp_path / "a.npz", x=x)
    np.testing.assert_array_equal(read_npz(tmp_path / "a.npz", ("x",))[0], x)


def test_missing_keys_are_named_with_those_needed(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=ARRAYS["x"])
    assert (
        fault(path, ("x", "y", "z")) == f"{path} lacks y, z: save it again with the keys x, y, z."
    )


def test_pickled_objects_are_refused_and_never_loaded(tmp_path):
    class Trap:
        def __reduce__(self):
            return Path.touch, (tmp_path / "loaded",)

    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([Trap()], dtype=object))
    assert f"{path} declares x as object of the shape (1,): save numbers" in fault(path, ("x",))
    assert not (tmp_path / "loaded").exists()


def test_text_is_refused(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.array(["seven"]))
    assert "declares x as <U5" in fault(tmp_path / "a.npz", ("x",))


def test_a_huge_shape_is_refused_before_it_is_allocated(tmp_path):
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (100000000, 28, 28)}"
    path = archive(tmp_path / "a.npz", x=npy(header))
    assert "declares x as uint8 of the shape (100000000, 28, 28)" in fault(path, ("x",))


@pytest.mark.parametrize(
    "member",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no npy file", id="no-magic"),
        pytest.param(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,)}"), id="no-data"),
        pytest.param(
            npy("{'descr': '|u1', 'fortran_order': False, 'shape': (-3,)}"), id="negative"
        ),
        pytest.param(npy("{'shape': (3,)}"), id="keys-missing"),
        pytest.param(npy("print('hello')"), id="code"),
        pytest.param(npy("(" * 5000), id="nested"),
        pytest.param(npy("-" * 9000 + "1"), id="deep"),
        pytest.param(npy("{}", version=(9, 9)), id="unknown-version"),
    ],
)
def test_a_damaged_array_is_told_in_one_sentence(member, tmp_path):
    path = archive(tmp_path / "a.npz", x=member)
    assert fault(path, ("x",)) == f"{path} {DAMAGED}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not a zip", id="text"),
        pytest.param(npy("{'descr': '|u1', 'fortran_order': False, 'shape': ()}", b"7"), id="npy"),
    ],
)
def test_another_kind_of_file_is_told_in_one_sentence(content, tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    assert fault(path) == f"{path} {DAMAGED}"


def test_an_encrypted_member_is_told(tmp_path):
    """The flag that says encrypted stands in both of a zip's headers."""
    path = archive(tmp_path / "a.npz", x=npy("{}"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert fault(path, ("x",)) == f"{path} {DAMAGED}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_told_or_does_no_harm(data, tmp_path):
    """A few bytes changed or the end cut off: arrays, or a DataError, nothing else."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **ARRAYS)
    raw = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.npz"
    path.write_bytes(raw[: data.draw(st.integers(len(raw) // 2, len(raw)))])
    try:
        arrays = read_npz(path, ("x", "y"))
    except (DataError, OSError):
        return
    assert len(arrays) == 2
