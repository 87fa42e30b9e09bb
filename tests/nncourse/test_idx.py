"""The IDX reader: right on good bytes, and one sentence on any others."""

import gzip
import hashlib
import io
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.errors import DataError
from nncourse.idx import MAX_BYTES, read_idx

IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


def idx(array, *, kind=8, shape=None):
    shape = array.shape if shape is None else shape
    return struct.pack(f">HBB{len(shape)}I", 0, kind, len(shape), *shape) + array.tobytes()


def read(data, name="images", dimensions=3, **options):
    return read_idx(io.BytesIO(data), name, dimensions, **options)


def fault(data, name="images", dimensions=3, **options):
    with pytest.raises(DataError) as caught:
        read(data, name, dimensions, **options)
    return str(caught.value)


def test_an_idx_file_is_read_in_its_shape_and_order():
    np.testing.assert_array_equal(read(idx(IMAGES)), IMAGES, strict=True)


def test_a_gzipped_file_is_read_alike():
    np.testing.assert_array_equal(read(gzip.compress(idx(IMAGES)), "i.gz"), IMAGES, strict=True)


def test_the_array_may_be_written_to():
    assert read(idx(IMAGES)).flags.writeable


def test_a_matching_sha256_of_the_unpacked_bytes_is_accepted():
    data = idx(IMAGES)
    read(gzip.compress(data), "i.gz", sha256=hashlib.sha256(data).hexdigest())


def test_another_sha256_is_refused():
    message = fault(idx(IMAGES), sha256="0" * 64)
    assert message == "images is not the published file, its SHA-256 differs: download it again."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            idx(IMAGES)[:-1],
            "images is cut short: it declares 2 x 3 x 4 values and holds 23; download it again.",
            id="values-cut-short",
        ),
        pytest.param(
            idx(IMAGES)[:10],
            "images is cut short within its header: download it again.",
            id="header-cut-short",
        ),
        pytest.param(
            idx(IMAGES) + b"\0",
            "images holds more than the 2 x 3 x 4 values that it declares: download it again.",
            id="bytes-left-over",
        ),
        pytest.param(b"", "images is not an IDX file: download it again.", id="empty"),
        pytest.param(
            b"<html>not found</html>", "images is not an IDX file: download it again.", id="html"
        ),
        pytest.param(
            gzip.compress(idx(IMAGES)),
            "images is gzipped: add .gz to its name, or unpack it.",
            id="gzipped-under-a-plain-name",
        ),
        pytest.param(
            idx(IMAGES, kind=0x0D),
            "images holds values of IDX type 0x0d: convert them to unsigned bytes, type 0x08.",
            id="floats",
        ),
        pytest.param(
            idx(IMAGES[0, 0]),
            "images has 1 dimension(s), but must hold images, three dimensions: "
            "put the right file under this name.",
            id="labels-for-images",
        ),
        pytest.param(
            idx(IMAGES[:0]),
            f"images declares 0 x 3 x 4 values: between 1 and {MAX_BYTES:,} can be read; "
            "download it again.",
            id="no-images",
        ),
        pytest.param(
            idx(IMAGES, shape=(2**32 - 1, 28, 28)),
            f"images declares 4,294,967,295 x 28 x 28 values: between 1 and {MAX_BYTES:,} can be "
            "read; download it again.",
            id="huge-shape",
        ),
    ],
)
def test_a_bad_file_is_told_in_one_sentence_with_its_cure(data, sentence):
    assert fault(data) == sentence


def test_images_under_the_name_of_labels_are_told():
    message = fault(idx(IMAGES), "labels", dimensions=1)
    assert message.startswith("labels has 3 dimension(s), but must hold labels, one dimension")


def test_a_plain_file_named_gz_is_told():
    assert fault(idx(IMAGES), "i.gz") == (
        "i.gz is not gzipped, or damaged: download it again, or drop .gz from its name "
        "if it has been unpacked."
    )


def test_a_gzipped_file_cut_short_is_told():
    packed = gzip.compress(idx(IMAGES))
    assert fault(packed[:-9], "i.gz") == "i.gz is cut short or damaged: download it again."


def test_a_gzipped_file_with_a_flipped_byte_is_told():
    """The values would all be there: it is gzip's own checksum that gives it away."""
    packed = bytearray(gzip.compress(idx(IMAGES), compresslevel=0))
    packed[-12] ^= 1
    assert "i.gz is not gzipped, or damaged" in fault(bytes(packed), "i.gz")


def test_a_decompression_bomb_is_read_no_further_than_it_declares():
    """100 MB of zeros behind a header of 24 bytes cost about one chunk, not 100 MB."""
    bomb = gzip.compress(idx(IMAGES) + bytes(100_000_000))
    tracemalloc.start()
    try:
        message = fault(bomb, "i.gz")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "holds more than" in message
    assert peak < 10_000_000


def test_a_header_that_promises_a_gigabyte_reserves_none():
    tracemalloc.start()
    try:
        message = fault(idx(IMAGES, shape=(MAX_BYTES // 16, 4, 4)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "is cut short" in message
    assert peak < 10_000_000


@given(st.binary(max_size=64), st.sampled_from(["images", "images.gz"]), st.sampled_from([1, 3]))
def test_any_bytes_are_an_array_or_a_data_error(data, name, dimensions):
    header = struct.pack(">HBB", 0, 8, dimensions)
    for candidate in (data, header + data, gzip.compress(data), gzip.compress(header + data)):
        try:
            array = read(candidate, name, dimensions)
        except DataError:
            continue
        assert array.ndim == dimensions
        assert 0 < array.size <= len(candidate) or name.endswith(".gz")


@given(st.data())
def test_any_damage_to_a_gzipped_file_is_survived_or_told(data):
    """One byte changed anywhere: the same values, or a DataError, never other values."""
    packed = bytearray(gzip.compress(idx(IMAGES), mtime=0))
    packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        array = read(bytes(packed), "i.gz")
    except DataError:
        return
    np.testing.assert_array_equal(array, IMAGES, strict=True)


@given(
    st.tuples(*[st.integers(1, 5)] * 3).flatmap(
        lambda shape: st.binary(min_size=(n := int(np.prod(shape))), max_size=n).map(
            lambda raw: np.frombuffer(raw, np.uint8).reshape(shape)
        )
    )
)
def test_what_is_written_is_read(images):
    np.testing.assert_array_equal(read(idx(images)), images, strict=True)
