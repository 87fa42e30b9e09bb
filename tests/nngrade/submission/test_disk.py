"""On the disk nothing is followed, and nothing is waited for."""

import os
import socket
from pathlib import Path

import pytest

from nngrade.submission.disk import folder_at
from nngrade.submission.faults import UnreadableError
from nngrade.submission.nodes import File, Folder, Other


def children(path):
    return {node.name: node for node in folder_at(path).children()}


def test_files_and_folders_are_listed(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.py").write_bytes(b"x = 1\n")
    inner = children(tmp_path)["a"]
    assert isinstance(inner, Folder)
    (file,) = inner.children()
    assert isinstance(file, File)
    assert file.size == 6
    with file.stream() as stream:
        assert stream.read() == b"x = 1\n"


@pytest.mark.parametrize("target", ["..", "nowhere", "/etc", "/etc/passwd", "/dev/zero"])
def test_a_link_is_a_link_wherever_it_leads(tmp_path, target):
    (tmp_path / "link").symlink_to(target)
    node = children(tmp_path)["link"]
    assert isinstance(node, Other)
    assert "links are not followed" in node.reason


def test_pipes_and_sockets_are_told_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        nodes = children(tmp_path)
    assert nodes["pipe"] == Other("pipe", "is not a regular file.")
    assert nodes["socket"] == Other("socket", "is not a regular file.")


@pytest.mark.parametrize(
    "swap", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/etc/hosts")]
)
def test_a_file_that_is_swapped_after_it_was_listed_is_not_read(tmp_path, swap):
    path = tmp_path / "b.py"
    path.write_bytes(b"x = 1\n")
    file = children(tmp_path)["b.py"]
    path.unlink()
    swap(path)
    with pytest.raises((UnreadableError, OSError)):
        file.stream()


def test_a_folder_that_may_not_be_read_is_told_with_a_cure(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    told = r"ann can't be read: Permission denied\. Change its permissions\."
    with pytest.raises(UnreadableError, match=told):
        list(folder_at(tmp_path / "ann").children())


def test_a_file_that_vanishes_while_it_is_listed_is_told(tmp_path, monkeypatch):
    def vanished(_):
        raise FileNotFoundError(2, "No such file or directory")

    (tmp_path / "b.py").touch()
    monkeypatch.setattr(Path, "lstat", vanished)
    assert children(tmp_path)["b.py"] == Other("b.py", "can't be read: No such file or directory.")
