"""Zips are listed and read in memory; what is odd about a member is told of that member."""

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest

from nngrade.submission.faults import UnreadableError, told
from nngrade.submission.limits import CLASS, ONE, Limits
from nngrade.submission.nodes import File, Other
from nngrade.submission.zips import zip_members


def members(data, limits=ONE):
    return zip_members(io.BytesIO(data), limits)


def read(node):
    with node.stream() as stream:
        return stream.read()


def the_one(data):
    ((_, node),) = members(data)
    return node


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_byte_for_byte(zipped, method):
    listed = members(zipped([("a/b.py", b"x = 1\r\n"), ("empty", b"")], method))
    assert [(path, node.size, read(node)) for path, node in listed] == [
        ("a/b.py", 7, b"x = 1\r\n"),
        ("empty", 0, b""),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_cannot_be_read_in_parts_is_not_read(zipped, method):
    """Of these a hundred bytes may hold gigabytes, and the library asks for all at once."""
    node = the_one(zipped([("b.py", bytes(1000))], method))
    assert isinstance(node, Other)
    assert "as an ordinary zip" in node.reason


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        (stat.S_IFLNK, "links are not followed"),
        (stat.S_IFIFO, "regular"),
        (stat.S_IFCHR, "regular"),
    ],
)
def test_links_and_devices_are_told(zipped, mode, reason):
    info = zipfile.ZipInfo("b.py")
    info.create_system = 3
    info.external_attr = (mode | 0o777) << 16
    node = the_one(zipped([(info, b"/etc/passwd")]))
    assert isinstance(node, Other)
    assert reason in node.reason


def test_an_encrypted_member_is_told(zipped):
    data = bytearray(zipped([("b.py", b"x = 1\n")]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    node = the_one(bytes(data))
    assert isinstance(node, Other)
    assert "encrypted" in node.reason


def test_a_bomb_is_read_no_further_than_it_declares(zipped):
    """A member that says 10 bytes and holds 50 MB costs neither memory nor time."""
    data = bytearray(zipped([("b.py", bytes(50_000_000))]))
    sizes = struct.pack("<I", 10)
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = sizes
    node = the_one(bytes(data))
    assert node.size == 10
    tracemalloc.start()
    with pytest.raises(UnreadableError, match=r"b\.py is broken or incomplete"):
        node.stream()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_member_that_declares_too_much_is_not_opened(zipped):
    node = the_one(zipped([("b.zip", bytes(ONE.memory + 1))]))
    with pytest.raises(UnreadableError, match=r"b\.zip is larger than 64 MB"):
        node.stream()


def test_too_many_members_are_not_listed(zipped):
    data = zipped([(f"{number}.py", b"") for number in range(11)])
    assert len(members(data, Limits(11, 10**6, 10**6, ""))) == 11
    with pytest.raises(UnreadableError, match="more than 10 files"):
        members(data, Limits(10, 10**6, 10**6, ""))


def test_a_list_that_claims_gigabytes_is_not_believed(zipped):
    data = bytearray(zipped([("b.py", b"x = 1\n")]))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 0xFFFF_FFF0)
    tracemalloc.start()
    with pytest.raises(UnreadableError), told("zip"):
        members(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_flipped_byte_is_a_fault_of_its_file_alone(zipped):
    data = bytearray(zipped([("a.py", b"first = 1"), ("b.py", b"second = 2")], zipfile.ZIP_STORED))
    data[data.index(b"first")] ^= 1
    (_, first), (_, second) = members(bytes(data))
    with pytest.raises(UnreadableError, match=r"a\.py is broken or incomplete"):
        first.stream()
    assert read(second) == b"second = 2"


def test_utf_8_is_understood_where_it_is_not_announced(zipped):
    """So macOS writes it."""
    data = zipped([("Zo\u00eb/b.py", b"")])
    undeclared = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        undeclared[undeclared.index(signature) + offset] &= ~0x08
    assert members(bytes(undeclared))[0][0] == members(data)[0][0] == "Zo\u00eb/b.py"


def test_names_in_another_encoding_are_kept_as_far_as_possible(zipped):
    data = zipped([("Zo#", b"")]).replace(b"Zo#", b"Zo\x84")
    assert members(data)[0][0] == "Zoä"


def test_a_class_may_have_more_members_than_one(zipped):
    data = zipped([(f"{number}.py", b"") for number in range(ONE.members + 1)], 0)
    assert all(isinstance(node, File) for _, node in members(data, CLASS))
    with pytest.raises(UnreadableError, match="more than 10,000 files"):
        members(data)
