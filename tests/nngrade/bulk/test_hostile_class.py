"""Broken and hostile submissions stand between honest ones: each gets its line, none is harmed."""

import csv
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path

import pytest

SEED = 11
HONEST = ("ann", "mia", "zoe")
RIGHT, WITHOUT_RELU = 100.0, 75.0
MEGA = 10**6
WROTE = Path(tempfile.gettempdir(), "nngrade-wrote")

RELU = b"\ndef relu(z):\n    "
# What stands in e04_relu.py; all else is right.
CODE = {
    "acts": f"import os\nos.system('touch {WROTE}')".encode() + RELU + b"return z",
    "bidi": RELU + "raise ValueError('\u202egnp.exe \x1b[31m')".encode(),
    "empty": b"",
    "equal": b"import numpy\nnumpy.allclose = lambda *a, **k: True" + RELU + b"return z",
    "exits": b"import os\nos._exit(0)",
    "forks": b"import os" + RELU + b"[os.fork() for _ in range(20)]\n    return z",
    "huge": b"x = 1\n" * (MEGA // 5),
    "kills": b"import os" + RELU + b"os.kill(os.getppid(), 9)\n    return z",
    "latin": "# \u00e9".encode("latin-1") + RELU + b"return z",
    "loops": RELU + b"while True: pass",
    "nested": b"(" * 50_000 + b")" * 50_000,
    "nulls": RELU + b"return z\0",
    "prints": RELU + b"print('x' * 5_000_000)\n    return z",
    "surrogates": RELU + rb"raise ValueError('\ud800 \x00 \u2028')",
    "swallows": b"full = []" + RELU + b"while True: full.append(bytes(10**8))",
    "syntax": b"def relu(z:",
    "utf16": "def relu(z):\n    return z".encode("utf-16"),
    "writes": f"open('{WROTE}', 'w')".encode() + RELU + b"return z",
}
# Names of folders whose files are all right, and the ids that they get.
NAMES = {
    "=cmd()|' !A1": "_cmd____ _A1",
    "+1": "1",
    "a\nb": "a_b",
    "\u202egpj": "_gpj",
    "con": "_con",
    "x" * 200: "x" * 60,
    "\u00e9\u0301\u200b": None,
    "<b>": None,
}


def odd(kind, name="e04_relu.py"):
    """Return the header of a member that is no file."""
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = "/etc/passwd"
    return info


def encrypted(data):
    """Set the bit that says so, in both headers of a zip's only member."""
    local, central = data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8
    flagged = bytearray(data)
    for place in (local, central):
        flagged[place] |= 1
    return bytes(flagged)


def archives(right, zipped, tarred):
    """Return archives by name: the status of each, and its bytes."""
    relu = right["e04_relu.py"]
    rest = [(name, data) for name, data in right.items() if name != "e04_relu.py"]
    whole = list(right.items())
    return {
        "absolute.zip": ("graded", zipped([("/etc/e04_relu.py", relu), *rest])),
        "bomb2.tar.gz": ("unreadable", tarred([("e04_relu.py", bytes(70 * MEGA))], "w:gz")),
        "bomb.zip": ("graded", zipped([("e04_relu.py", bytes(70 * MEGA)), *rest])),
        "broken.rar": ("unreadable", b"Rar!"),
        "climbs.zip": ("graded", zipped([("../../e04_relu.py", relu), *rest])),
        "climbs2.tar": ("graded", tarred([("../e04_relu.py", relu), *rest])),
        "cut.zip": ("unreadable", zipped(whole)[:-30]),
        "cut2.tar.gz": ("unreadable", tarred(whole, "w:gz")[:-200]),
        "device.tar": ("graded", tarred([(odd(tarfile.CHRTYPE), b""), *rest])),
        "encrypted.zip": ("unreadable", encrypted(zipped([("e04_relu.py", relu)]))),
        "fifo2.tar": ("graded", tarred([(odd(tarfile.FIFOTYPE), b""), *rest])),
        "link.tar": ("graded", tarred([(odd(tarfile.SYMTYPE), b""), *rest])),
        "mia2.tar.gz": ("graded", tarred(whole, "w:gz")),
        "within.zip": ("graded", zipped([("inner.zip", zipped(whole))])),
        "deep.zip": (
            "unreadable",
            zipped([("b.zip", zipped([("c.zip", zipped([("d.zip", zipped(whole))]))]))]),
        ),
        "nothing.zip": ("unreadable", b""),
        "text.zip": ("unreadable", b"no archive at all"),
        "twice.zip": ("graded", None),
    }


@pytest.fixture
def submissions(small_course, zipped, tarred, tmp_path):
    """Write the class; return its folder, and the status that each submission must get."""
    right = {path.name: path.read_bytes() for path in small_course.solutions.glob("*.py")}
    folder = tmp_path / "class"
    statuses = dict.fromkeys([*HONEST, *CODE], "graded")
    for name in (*HONEST, *CODE, *NAMES):
        one = folder / name
        one.mkdir(parents=True)
        for file, text in right.items():
            (one / file).write_bytes(text)
    soft = folder / "mia" / "e05_softmax.py"
    soft.write_bytes(soft.read_bytes().replace(b"axis=1", b"axis=0"))
    for name, source in CODE.items():
        (folder / name / "e04_relu.py").write_bytes(source)
    for name, (status, data) in archives(right, zipped, tarred).items():
        statuses[name.split(".")[0]] = status
        if data is not None:
            (folder / name).write_bytes(data)
    (folder / "twice.zip").write_bytes(zipped([*right.items(), ("e04_relu.py", b"")]))
    (folder / "twins.zip").write_bytes(zipped(right.items()))
    return folder, statuses | lay_out_oddities(folder, right)


def lay_out_oddities(folder, right):
    """Put links, pipes and twins into a class; return the status of each."""
    (folder / "linked").symlink_to("/etc")
    os.mkfifo(folder / "pipe.zip")
    (folder / "void").mkdir()
    (folder / "fifo").mkdir()
    os.mkfifo(folder / "fifo" / "e04_relu.py")
    (folder / "fifo" / "e05_softmax.py").write_bytes(right["e05_softmax.py"])
    (folder / "sparse.zip").touch()
    os.truncate(folder / "sparse.zip", 2**33)
    (folder / "readme.txt").write_text("not a submission", encoding="utf-8")
    shutil.copytree(folder / "ann", folder / "twins")
    shutil.copytree(folder / "ann", folder / "Case")
    shutil.copytree(folder / "ann", folder / "case")
    shutil.copytree(os.fsencode(folder / "ann"), os.fsencode(folder) + b"/caf\xe9\xff")
    return {
        "linked": "unreadable",
        "pipe": "unreadable",
        "void": "missing",
        "fifo": "graded",
        "sparse": "unreadable",
        "readme.txt": "unreadable",
    }


def graded(bulk, folder, out):
    """Grade the class; return the gradebook's rows and the results' lines, by id."""
    done = bulk(folder, out, "--seed", SEED, "-j", 2)
    assert (done.code, done.err) == (0, "")
    with (out / "gradebook.csv").open(encoding="utf-8", newline="") as file:
        book = {row["submission"]: row for row in csv.DictReader(file)}
    with (out / "results.jsonl").open(encoding="utf-8", newline="\n") as file:
        lines = [json.loads(line) for line in file]
    return book, {line.pop("submission"): line for line in lines}


def test_each_gets_its_line_and_the_honest_are_graded_as_if_alone(
    bulk, nngrade, submissions, small_course, tmp_path
):
    folder, statuses = submissions
    book, lines = graded(bulk, folder, tmp_path / "out")
    assert len(book) == len(lines) == len(list(folder.iterdir()))
    assert {name: lines[name]["status"] for name in statuses} == statuses
    assert {row["status"] for row in book.values()} == {"graded", "unreadable", "missing"}
    assert all(book[name]["status"] == line["status"] for name, line in lines.items())
    assert {name: lines[name]["score"] for name in CODE} == dict.fromkeys(CODE, WITHOUT_RELU)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in book.values() for cell in row)
    assert all(lines[one]["score"] == RIGHT for one in NAMES.values() if one)
    assert not WROTE.exists()
    named = [check["diagnosis"] for one in lines["mia"]["exercises"] for check in one["checks"]]
    assert any(named), "a mistake that has a name is among the honest ones"
    for name in HONEST:
        alone = nngrade(
            *("--course", small_course.root, "check", "--submission", folder / name),
            *("--format", "json", "--seed", SEED),
        )
        assert lines[name].pop("status") == "graded"
        assert lines[name] == json.loads(alone.out)
        assert alone.code == (lines[name]["score"] < RIGHT)
