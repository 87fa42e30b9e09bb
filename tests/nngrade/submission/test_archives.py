"""An archive opens as a folder, by its content; any bytes at all end in a sentence."""

import bz2
import gzip
import io
import lzma
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nngrade.submission.archives import is_archive, unpacked, without_suffix
from nngrade.submission.faults import UnreadableError
from nngrade.submission.limits import ONE, Limits
from nngrade.submission.nodes import File, Folder

MODES = {"tar": "w", "tar.gz": "w:gz", "tgz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}
SMALL = Limits(100, 10**6, 10**6, "")


def contents(file, limits=ONE):
    """Return all bytes in an archive by path."""
    with unpacked(file, limits) as root:
        return dict(all_below(root))


def all_below(folder, above=""):
    for node in folder.children():
        if isinstance(node, Folder):
            yield from all_below(node, f"{above}{node.name}/")
        elif isinstance(node, File):
            with node.stream() as stream:
                yield above + node.name, stream.read()


@pytest.mark.parametrize("suffix", ["zip", *MODES])
def test_each_kind_opens(file_of, zipped, tarred, suffix):
    members = [("ann/a.py", b"x = 1\n"), ("ann/b.py", b"y = 2\n")]
    data = zipped(members) if suffix == "zip" else tarred(members, MODES[suffix])
    assert contents(file_of(f"ann.{suffix}", data)) == dict(members)


def test_the_content_counts_not_the_name(file_of, zipped, tarred):
    member = [("a.py", b"x = 1\n")]
    assert contents(file_of("ann.zip", tarred(member, "w:gz"))) == dict(member)
    assert contents(file_of("ann.tar.gz", zipped(member))) == dict(member)


def test_a_zip_that_unpacks_itself_opens(file_of, zipped):
    data = b"#!/bin/sh\n" + zipped([("a.py", b"x = 1\n")])
    assert contents(file_of("ann.zip", data)) == {"a.py": b"x = 1\n"}


@pytest.mark.parametrize("data", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"plain text"])
def test_another_kind_is_told(file_of, data):
    with pytest.raises(UnreadableError, match=r"not read here\. Pack it as a zip"):
        contents(file_of("ann.rar", data))


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_what_is_compressed_and_no_tar_is_told(file_of, compress):
    with pytest.raises(UnreadableError, match=r"ann\.gz is broken or incomplete"):
        contents(file_of("ann.gz", compress(b"x = 1\n" * 1000)))


def test_an_empty_file_is_told(file_of):
    with pytest.raises(UnreadableError, match=r"ann\.zip is empty: it has 0 bytes"):
        contents(file_of("ann.zip", b""))


def test_empty_archives_are_empty(file_of, zipped, tarred):
    assert contents(file_of("ann.zip", zipped([]))) == {}
    assert contents(file_of("ann.tar", tarred([]))) == {}


def test_a_large_file_is_not_opened():
    def opened():
        raise AssertionError

    with pytest.raises(UnreadableError, match=r"ann\.zip is larger than 64 MB"):
        contents(File("ann.zip", ONE.memory + 1, opened))


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_stops_at_the_cap(file_of, tarred, compress):
    """200 MB in some kilobytes: memory holds the cap, and no more."""
    data = compress(tarred([("zeros", bytes(200_000_000))]))
    tracemalloc.start()
    with pytest.raises(UnreadableError, match="larger than 64 MB"):
        contents(file_of("ann.tar.gz", data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 90_000_000


def test_an_archive_within_itself_is_a_file_like_any_other(file_of, zipped):
    inner = zipped([("a.py", b"x")])
    assert contents(file_of("ann.zip", zipped([("in.zip", inner)]))) == {"in.zip": inner}


def test_the_stream_is_closed_afterwards(zipped):
    stream = io.BytesIO(zipped([("a.py", b"x")]))
    with unpacked(File("ann.zip", 1, lambda: stream), ONE):
        assert not stream.closed
    assert stream.closed


def test_a_compressed_tar_is_decompressed_once(tarred):
    """In a class each step back would start anew: 1,000 submissions took minutes."""
    members = {"b.py": b"1", "a.py": b"2"}
    stream = io.BytesIO(tarred(members.items(), "w:gz"))
    with unpacked(File("ann.tgz", 1, lambda: stream), ONE) as root:
        stream.close()
        assert dict(all_below(root)) == members


def test_a_fault_of_the_grader_is_not_blamed_on_the_archive(file_of, zipped):
    with pytest.raises(ValueError, match="own"), unpacked(file_of("a.zip", zipped([])), ONE):
        raise ValueError("own")


@pytest.mark.parametrize("name", ["a.zip", "a.ZIP", "a.tar", "a.tar.gz", "a.tgz", "a.tar.xz"])
def test_names_of_archives_lose_their_suffix(name):
    assert is_archive(name)
    assert without_suffix(name) == "a"


@pytest.mark.parametrize("name", ["a.rar", "a.7z", "a.gz", "a.tar.zst"])
def test_other_archives_are_archives_too(name):
    assert is_archive(name)
    assert without_suffix(name) == "a"


@pytest.mark.parametrize("name", ["a.py", "zip", "a.zip.txt", "azip"])
def test_other_names_are_not(name):
    assert not is_archive(name)
    assert without_suffix(name) == name


def test_a_name_that_is_only_a_suffix_stays():
    assert without_suffix(".zip") == ".zip"


def sound_archives(zipped, tarred):
    members = [("ann/a.py", b"x = 1\n" * 200), ("ann/\u00e9" + "n" * 120, b"y"), ("z/", b"")]
    yield zipped(members)
    yield zipped(members, zipfile.ZIP_STORED)
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        yield tarred(members, mode)


def tried(file_of, data, suffix):
    """Read all there is; the only error is ours."""
    with suppress(UnreadableError):
        contents(file_of(f"ann.{suffix}", data), SMALL)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_archives_with_flipped_bytes_end_in_a_sentence(file_of, zipped, tarred, data):
    sound = data.draw(st.sampled_from(list(sound_archives(zipped, tarred))))
    broken = bytearray(sound)
    for place in data.draw(st.lists(st.integers(0, len(sound) - 1), min_size=1, max_size=8)):
        broken[place] = data.draw(st.integers(0, 255))
    tried(file_of, bytes(broken), data.draw(st.sampled_from(["zip", "tar", "tgz"])))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_truncated_archives_end_in_a_sentence(file_of, zipped, tarred, data):
    sound = data.draw(st.sampled_from(list(sound_archives(zipped, tarred))))
    cut = data.draw(st.integers(1, len(sound) - 1))
    tried(file_of, sound[:cut], data.draw(st.sampled_from(["zip", "tar", "tgz"])))


@settings(max_examples=100, deadline=None)
@given(
    head=st.sampled_from(
        [b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b""]
    ),
    body=st.binary(min_size=1, max_size=600),
)
def test_any_bytes_end_in_a_sentence(file_of, head, body):
    for suffix in ("zip", "tar"):
        tried(file_of, head + body, suffix)


def test_a_truncated_archive_is_never_half_a_submission(file_of, tarred):
    """A later file would be told as missing, which its author is not to blame for."""
    data = tarred([("a.py", b"x = 1\n"), ("b.py", b"y = 2\n")], "w:gz")
    for length in range(1, len(data)):
        with pytest.raises(UnreadableError):
            contents(file_of("ann.tgz", data[:length]))
