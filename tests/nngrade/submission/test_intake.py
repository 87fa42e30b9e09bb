"""A class is read as data: each submission becomes an entry, and nothing ends the run."""

import dataclasses
import gc
import os
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from nngrade.submission import Entry, count_class, read_class
from nngrade.submission import intake as module

SOURCES = {"e01_data": b"x = 1\n", "e02_init": b"y = 2\n"}
MODES = {"tar": "w", "tar.gz": "w:gz", "tgz": "w:gz", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}


@pytest.fixture
def read(tmp_path, catalog):
    """Read the class below the test's folder."""
    return lambda name="class": {one.id: one for one in read_class(tmp_path / name, catalog)}


@pytest.fixture
def packed(files, zipped, tarred):
    """Pack a submission as an archive of any kind."""

    def pack(suffix, prefix=""):
        members = [(prefix + name, data) for name, data in files.items()]
        return zipped(members) if suffix == "zip" else tarred(members, MODES[suffix])

    return pack


def must_be_ready(entry):
    assert (entry.status, entry.sentence) == ("ready", "")
    assert entry.submission.sources == SOURCES
    assert entry.submission.problems == {}
    assert len(entry.key) == 64


def must_be_unreadable(entry, *words):
    assert (entry.status, entry.submission, entry.key) == ("unreadable", None, "")
    assert entry.sentence.endswith(".")
    for word in words:
        assert word in entry.sentence


def test_folders_and_archives_of_each_kind_are_read(tmp_path, read, files, packed, lay_down):
    lay_down(tmp_path / "class/folder", files)
    for suffix in ("zip", *MODES):
        (tmp_path / f"class/in {suffix}.{suffix}").write_bytes(packed(suffix, "hw/exercises/"))
    entries = read()
    assert list(entries) == sorted(["folder", *(f"in {suffix}" for suffix in ("zip", *MODES))])
    for entry in entries.values():
        must_be_ready(entry)
    assert len({entry.key for entry in entries.values()}) == 1


def test_a_folder_may_hold_its_archive_as_moodle_delivers_it(tmp_path, read, packed, lay_down):
    lay_down(tmp_path / "class/Ann Smith_12_assignsubmission_file_", {"hw.zip": packed("zip")})
    (entry,) = read().values()
    assert entry.id == "Ann Smith_12_assignsubmission_file_"
    must_be_ready(entry)


@pytest.mark.parametrize("suffix", ["zip", *MODES])
def test_one_archive_of_all_is_read(tmp_path, read, files, packed, zipped, tarred, suffix):
    members = [
        *((f"class/ann/{name}", data) for name, data in files.items()),
        ("class/bob.zip", packed("zip")),
        ("class/cyd/hw.tar.gz", packed("tgz", "hw/")),
        ("class/dan/notes.txt", b""),
        ("class/metadata.yml", b""),
    ]
    data = zipped(members) if suffix == "zip" else tarred(members, MODES[suffix])
    (tmp_path / "class").write_bytes(data)
    entries = read()
    assert list(entries) == ["ann", "bob", "cyd", "dan", "metadata.yml"]
    for name in ("ann", "bob", "cyd"):
        must_be_ready(entries[name])
    assert entries["dan"].status == "missing"
    must_be_unreadable(entries["metadata.yml"], "neither a folder nor an archive")


def test_archives_within_archives_end_somewhere(tmp_path, read, packed, zipped, lay_down):
    inner = zipped([("hw.zip", packed("zip"))])
    lay_down(tmp_path / "class", {"ann.zip": inner, "bob.zip": zipped([("ann.zip", inner)])})
    must_be_ready(read()["ann"])
    must_be_unreadable(read()["bob"], "hw.zip is an archive within others")
    (tmp_path / "all.zip").write_bytes(zipped([("ann.zip", inner), ("bob.zip", packed("zip"))]))
    must_be_unreadable(read("all.zip")["ann"], "hw.zip is an archive within others")
    must_be_ready(read("all.zip")["bob"])


def test_of_several_archives_none_is_preferred(tmp_path, read, packed, lay_down):
    lay_down(tmp_path / "class/ann", {"a.zip": packed("zip"), "b.zip": packed("zip")})
    must_be_unreadable(read()["ann"], "a.zip and b.zip", "Keep the right one")


def test_two_submissions_of_one_name_are_both_unreadable(tmp_path, read, files, packed, lay_down):
    lay_down(tmp_path / "class/ann", files)
    lay_down(tmp_path / "class", {"ann.zip": packed("zip"), "bob.zip": packed("zip")})
    entries = read()
    assert list(entries) == ["ann", "ann.zip", "bob"]
    must_be_unreadable(entries["ann"], "ann.zip and ann/", "Keep the one that counts")
    must_be_unreadable(entries["ann.zip"], "ann.zip and ann/")
    must_be_ready(entries["bob"])


@pytest.mark.parametrize("content", [{}, {"notes.txt": b""}, {"sub/sub/sub/e01_data.py": b""}])
def test_a_folder_without_an_exercise_file_is_missing(tmp_path, read, lay_down, content):
    lay_down(tmp_path / "class/ann", content)
    entry = read()["ann"]
    assert (entry.status, entry.submission, entry.key) == ("missing", None, "")
    assert entry.sentence.startswith("None of the exercise files is in ann. They belong")


def test_an_empty_archive_is_missing(tmp_path, read, zipped, lay_down):
    lay_down(tmp_path / "class", {"ann.zip": zipped([])})
    assert read()["ann"].status == "missing"


def test_a_missing_file_is_a_problem_and_no_more(tmp_path, read, lay_down):
    lay_down(tmp_path / "class/ann", {"e01_data.py": b"x = 1\n"})
    entry = read()["ann"]
    assert entry.status == "ready"
    assert entry.submission.sources == {"e01_data": b"x = 1\n"}
    assert entry.submission.problems["e02_init"].startswith("e02_init.py is missing.")


def test_what_is_odd_is_told_and_the_run_goes_on(tmp_path, read, files, packed, lay_down, zipped):
    """Links, pipes, devices, broken archives, bombs: whoever stands beside them is read."""
    where = lay_down(tmp_path / "class", {"zoe.zip": packed("zip")})
    secret = lay_down(tmp_path / "secret", files)
    lay_down(
        where,
        {
            "broken.zip": packed("zip")[:-10],
            "cut.tgz": packed("tgz")[:40],
            "empty.zip": b"",
            "foreign.rar": b"Rar!\x1a\x07\x00",
            "text.zip": b"no zip",
            "climbs.zip": zipped([("../e01_data.py", b"x"), ("/e02_init.py", b"y")]),
        },
    )
    (where / "link").symlink_to(secret)
    (where / "linked.zip").symlink_to(where / "zoe.zip")
    os.mkfifo(where / "pipe.zip")
    entries = read()
    must_be_ready(entries.pop("zoe"))
    for name, word in {
        "broken": "broken or incomplete",
        "cut": "broken or incomplete",
        "empty": "0 bytes",
        "foreign": "not read here",
        "text": "broken or incomplete",
        "climbs": "leads out",
        "link": "links are not followed",
        "linked": "links are not followed",
        "pipe": "not a regular file",
    }.items():
        must_be_unreadable(entries.pop(name), word)
    assert entries == {}


def test_links_within_a_submission_are_not_followed(tmp_path, read, files, lay_down):
    secret = lay_down(tmp_path / "secret", files)
    where = lay_down(tmp_path / "class/ann", {"e02_init.py": b"y = 2\n"})
    (where / "e01_data.py").symlink_to(secret / "e01_data.py")
    lay_down(tmp_path / "class/bob", {})
    (tmp_path / "class/bob/exercises").symlink_to(secret)
    entries = read()
    assert entries["ann"].submission.sources == {"e02_init": b"y = 2\n"}
    assert "is a link" in entries["ann"].submission.problems["e01_data"]
    assert entries["bob"].status == "missing"


def test_a_link_in_an_archive_leads_nowhere(tmp_path, read, tarred, lay_down):
    link = tarfile.TarInfo("e01_data.py")
    link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "secret")
    lay_down(tmp_path, {"secret": b"answers"})
    lay_down(tmp_path / "class", {"ann.tar": tarred([(link, b""), ("e02_init.py", b"y = 2\n")])})
    entry = read()["ann"]
    assert entry.submission.sources == {"e02_init": b"y = 2\n"}
    assert "is a link" in entry.submission.problems["e01_data"]


def test_a_folder_that_may_not_be_read_is_told(tmp_path, read, files, lay_down, monkeypatch):
    """Refused here, since the tests may run as a user to whom nothing is."""
    lay_down(tmp_path / "class/ann", files)
    lay_down(tmp_path / "class/bob", files)
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "ann":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    entries = read()
    must_be_unreadable(entries["ann"], "ann can't be read: Permission denied.")
    must_be_ready(entries["bob"])


def test_names_that_act_are_neither_ids_nor_shown(tmp_path, read, lay_down):
    lay_down(tmp_path / "class", {"a\u202eb\x1b[31m\n.zip": b"", "=1+1/notes": b""})
    for entry in read().values():
        assert entry.id.isprintable()
        assert entry.sentence.isprintable()
        assert entry.id[0] != "="


def test_a_name_that_is_no_text_is_read(tmp_path, read, files, lay_down):
    lay_down(tmp_path / "class" / os.fsdecode(b"Zo\xeb"), files)
    (entry,) = read().values()
    assert entry.id == "Zo_"
    must_be_ready(entry)
    assert entry.submission.origin.isprintable()


def test_the_key_is_that_of_what_was_read(tmp_path, read, files, lay_down):
    other = {"e01_data.py": b"x = 1\n", "e02_init.py": b"y = 3\n"}
    swapped = {"e01_data.py": b"y = 2\n", "e02_init.py": b"x = 1\n"}
    fewer = {"e01_data.py": b"x = 1\n"}
    content = {"a": files, "b": {**files, "more.txt": b""}, "c": other, "d": swapped, "e": fewer}
    for name, one in content.items():
        lay_down(tmp_path / "class" / name, one)
    keys = {name: entry.key for name, entry in read().items()}
    assert keys["a"] == keys["b"]
    assert len(set(keys.values())) == 4


def test_an_entry_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Entry("ann", "missing").id = "bob"  # type: ignore[misc]


def test_entries_are_counted_without_being_read(tmp_path, catalog, lay_down, files, monkeypatch):
    monkeypatch.setattr(module, "find_files", None)
    lay_down(tmp_path / "class", {f"{number}/{name}": b"" for number in range(5) for name in files})
    assert count_class(tmp_path / "class", catalog) == 5


def test_a_submission_is_read_when_it_is_asked_for(tmp_path, catalog, files, lay_down):
    lay_down(tmp_path / "class/ann", files)
    lay_down(tmp_path / "class/bob", files)
    entries = read_class(tmp_path / "class", catalog)
    must_be_ready(next(entries))
    (tmp_path / "class/bob/e01_data.py").write_bytes(b"x = 10\n")
    assert next(entries).submission.sources["e01_data"] == b"x = 10\n"


def test_memory_holds_one_submission_at_a_time(tmp_path, catalog, zipped):
    members = [(f"{number:02}/e01_data.py", b"#" * 900_000) for number in range(30)]
    (tmp_path / "class.zip").write_bytes(zipped(members))
    tracemalloc.start()
    count = sum(entry.status == "ready" for entry in read_class(tmp_path / "class.zip", catalog))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30
    assert peak < 5_000_000


def test_an_archive_is_closed_when_reading_ends_early(tmp_path, catalog, packed):
    """Otherwise a warning would say so, which the tests take for an error."""
    (tmp_path / "class.zip").write_bytes(packed("zip", "ann/"))
    entries = read_class(tmp_path / "class.zip", catalog)
    next(entries)
    del entries
    gc.collect()


def test_nothing_is_written(tmp_path, read, files, packed, lay_down):
    lay_down(tmp_path / "class", {"ann.zip": packed("zip"), "bob.tgz": packed("tgz")})
    lay_down(tmp_path / "class/cyd", files)
    before = sorted(tmp_path.rglob("*"))
    assert len(read()) == 3
    assert sorted(tmp_path.rglob("*")) == before
