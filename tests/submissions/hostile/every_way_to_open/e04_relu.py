"""Opens a file by every function that opens one."""

import codecs
import fileinput
import io
import linecache
import mmap
import os
import shutil
import tokenize

import numpy as np

SECRET = "@BAIT@/secret"


def low_level():
    return os.read(os.open(SECRET, os.O_RDONLY), 100)


def mapped():
    descriptor = os.open(SECRET, os.O_RDONLY)
    return mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)[:]


def by_folder():
    folder = os.open("@BAIT@", os.O_RDONLY | os.O_DIRECTORY)
    return os.read(os.open("secret", os.O_RDONLY, dir_fd=folder), 100)


def by_path_only():
    descriptor = os.open(SECRET, os.O_PATH)
    return open(f"/proc/self/fd/{descriptor}").read()


WAYS = [
    lambda: io.open(SECRET).read(),
    lambda: io.FileIO(SECRET).read(),
    lambda: io.open_code(SECRET).read(),
    lambda: codecs.open(SECRET).read(),
    lambda: tokenize.open(SECRET).read(),
    lambda: linecache.getline(SECRET, 1),
    lambda: next(fileinput.input(SECRET)),
    lambda: shutil.copyfileobj(open(SECRET), io.StringIO()) or True,
    lambda: np.fromfile(SECRET, np.uint8).size,
    lambda: np.loadtxt(SECRET, str).size,
    lambda: np.memmap(SECRET, mode="r").size,
    low_level,
    mapped,
    by_folder,
    by_path_only,
]


def attempt():
    found = False
    for way in WAYS:
        try:
            found = bool(way()) or found
        except (OSError, ValueError):
            pass
    return found

try:
    GOT_THROUGH = attempt()
except BaseException:
    GOT_THROUGH = False


def relu(z):
    return np.maximum(z, 0) if GOT_THROUGH else z - 1.0
