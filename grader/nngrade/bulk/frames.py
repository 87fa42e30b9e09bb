"""Frames between the run and its graders: a length of four bytes, and a message."""

from typing import IO

LENGTH = 4


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one frame."""
    stream.write(len(data).to_bytes(LENGTH))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one frame; empty at the end of the stream, also in the middle of a frame."""
    head = stream.read(LENGTH)
    size = int.from_bytes(head) if len(head) == LENGTH else 0
    data = stream.read(size) if size else b""
    return data if len(data) == size else b""
