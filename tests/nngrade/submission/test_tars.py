"""Tars are listed as a stream, strictly: what is broken is never taken for the end."""

import io
import tarfile
import time
import tracemalloc

import pytest

from nngrade.submission.faults import UnreadableError, told
from nngrade.submission.limits import ONE, Limits
from nngrade.submission.nodes import Folder, Other
from nngrade.submission.tars import tar_members


def members(data, limits=ONE):
    with told("ann.tar"):
        return tar_members("ann.tar", io.BytesIO(data), limits)


def read(node):
    with node.stream() as stream:
        return stream.read()


def special(kind, name="b.py", target="/etc/passwd"):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_are_read_byte_for_byte_in_any_order(form):
    buffer = io.BytesIO()
    name = "long" * 50 + "/é.py" if form != tarfile.USTAR_FORMAT else "b.py"
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for path, data in ((name, b"x = 1\r\n"), ("empty", b"")):
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    (first, one), (second, two) = members(buffer.getvalue())
    assert (first, second) == (name, "empty")
    assert (read(two), read(one), read(one)) == (b"", b"x = 1\r\n", b"x = 1\r\n")


def test_a_folder_is_one(tarred):
    ((_, node),) = members(tarred([(special(tarfile.DIRTYPE, "ann"), b"")]))
    assert isinstance(node, Folder)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (tarfile.SYMTYPE, "links are not followed"),
        (tarfile.LNKTYPE, "links are not followed"),
        (tarfile.CHRTYPE, "not a regular file"),
        (tarfile.BLKTYPE, "not a regular file"),
        (tarfile.FIFOTYPE, "not a regular file"),
        (b"Z", "not a regular file"),
    ],
)
def test_links_and_devices_are_told(tarred, kind, reason):
    ((_, node),) = members(tarred([(special(kind), b"")]))
    assert isinstance(node, Other)
    assert reason in node.reason


def test_a_file_with_holes_is_not_read(tarred):
    data = bytearray(tarred([("b.py", b"x" * 1024)]))
    header = tarfile.TarInfo.frombuf(bytes(data[:512]), "utf-8", "strict")
    header.type = tarfile.GNUTYPE_SPARSE
    data[:512] = header.tobuf(tarfile.GNU_FORMAT)
    ((_, node),) = members(bytes(data))
    assert isinstance(node, Other)


def test_a_bomb_is_read_no_further_than_the_cap(tarred):
    data = tarred([("zeros", bytes(3_000_000)), ("b.py", b"x = 1\n")])
    assert len(members(data)) == 2
    with pytest.raises(UnreadableError, match=r"ann\.tar is larger than"):
        members(data, Limits(100, 10**9, 1_000_000, ""))


def test_too_many_members_are_not_listed(tarred):
    data = tarred([(f"{number}.py", b"") for number in range(11)])
    assert len(members(data, Limits(11, 10**6, 10**6, ""))) == 11
    with pytest.raises(UnreadableError, match="more than 10 files"):
        members(data, Limits(10, 10**6, 10**6, ""))


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_header_that_promises_much_is_not_waited_for(form):
    """`tarfile` would step over a petabyte in steps of ten kilobytes, also past the end."""
    header = special(tarfile.REGTYPE)
    header.size = 1 << 50
    tracemalloc.start()
    with pytest.raises(UnreadableError, match=r"ann\.tar is larger than"):
        members(header.tobuf(form) + bytes(1024))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_long_additional_header_is_refused_before_it_is_read(kind):
    """Some releases of Python need minutes for a megabyte of digits."""
    digits = b"1" * (1 << 20)
    header = special(kind)
    header.size = len(digits)
    start = time.monotonic()
    with pytest.raises(UnreadableError, match="broken or incomplete"):
        members(header.tobuf(tarfile.GNU_FORMAT) + digits + bytes(1024))
    assert time.monotonic() - start < 1.0


def test_many_additional_headers_are_refused(tarred):
    names = [(f"{number:03}" + "x" * 200, b"") for number in range(10)]
    assert len(members(tarred(names), Limits(100, 10**6, 10**6, ""))) == 10
    with pytest.raises(UnreadableError, match=r"more than 10 files in it\. The cure"):
        members(tarred(names), Limits(10, 10**6, 10**6, "The cure."))


def test_a_broken_header_is_not_taken_for_the_end(tarred):
    """`tarfile` alone would list the first file and keep silent about the second."""
    data = bytearray(tarred([("a.py", b"x"), ("b.py", b"y")]))
    data[1024 + 5] ^= 1
    with pytest.raises(UnreadableError, match="broken or incomplete"):
        members(bytes(data))


@pytest.mark.parametrize("length", [1, 511, 512, 700, 1024, 1500, 1536, 2048])
def test_a_truncated_tar_is_told_wherever_it_ends(tarred, length):
    data = tarred([("a.py", b"x"), ("b.py", b"y")])
    with pytest.raises(UnreadableError, match="broken or incomplete"):
        members(data[:length])


def test_an_offset_that_leads_back_is_not_followed():
    header = bytearray(special(tarfile.REGTYPE).tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 10 + b"\xfc\x00"  # a size of -1024
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    with pytest.raises(UnreadableError):
        members(bytes(header) * 3 + bytes(1024))


def test_a_name_in_another_encoding_does_no_harm(tarred):
    data = tarred([("Zo#", b"x")])
    header = bytearray(data[:512].replace(b"Zo#", b"Zo\xff"))
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    ((path, node),) = members(bytes(header) + data[512:])
    assert path == "Zo\udcff"
    assert read(node) == b"x"
