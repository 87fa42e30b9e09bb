"""The self-test sees a box that holds, and one that doesn't."""

import contextlib

import pytest

from nngrade.errors import GraderError
from nngrade.sandbox import selftest
from nngrade.sandbox.box import Tier
from nngrade.sandbox.launch import open_launcher
from nngrade.sandbox.runner import WorkerFailure
from nngrade.sandbox.selftest import GOT_THROUGH, Probe, open_examined_launcher, self_test

TRIED = {
    "open a socket",
    "start a process",
    "write a file",
    "change a file",
    "read a file",
    "list a folder",
    "signal the grader",
    "leave a trace outside",
}


@contextlib.contextmanager
def launcher_of(tier):
    with contextlib.closing(open_launcher(tier)) as launcher:
        assert launcher.box.tier is tier, "this machine lacks what the tier needs"
        yield launcher


@pytest.mark.parametrize("tier", [Tier.A, Tier.B])
def test_a_box_that_holds_is_seen_to_hold(tier):
    with launcher_of(tier) as launcher:
        probes = self_test(launcher)
    assert {probe.what for probe in probes} == TRIED
    assert [probe for probe in probes if not probe.held] == []


def test_where_nothing_confines_it_everything_gets_through():
    """So the probes really try, and what they find elsewhere is the box's doing."""
    with launcher_of(Tier.C) as launcher:
        probes = self_test(launcher)
    assert {probe.what for probe in probes if probe.words == GOT_THROUGH} == TRIED
    assert not any(probe.held for probe in probes)


def test_whatever_is_not_refused_did_not_hold():
    assert Probe("read a file", "refused: PermissionError").held
    assert not Probe("read a file", GOT_THROUGH).held
    assert not Probe("read a file", "unknown: it ended the process.").held


def test_a_worker_that_dies_proves_nothing(monkeypatch):
    """A probe that ends its process may have been stopped, or may have done its work first."""
    monkeypatch.setattr(selftest, "PROBES", b"import os\ndef read_a_file(path):\n    os._exit(0)\n")
    with launcher_of(Tier.A) as launcher:
        probes = self_test(launcher)
    assert [probe.what for probe in probes if probe.held] == ["leave a trace outside"]


def test_here_others_code_is_graded_in_the_first_tier():
    with contextlib.closing(open_examined_launcher()) as launcher:
        assert launcher.box.tier is Tier.A


class Opened:
    """Opens launchers, and notes whether each was closed."""

    def __init__(self):
        self.tiers, self.closed = [], []

    def __call__(self, tier):
        """Open one."""
        launcher = open_launcher(tier)
        close = launcher.close
        launcher.close = lambda: (self.closed.append(tier), close())
        self.tiers.append(tier)
        return launcher


@pytest.fixture
def opened(monkeypatch):
    opened = Opened()
    monkeypatch.setattr(selftest, "open_launcher", opened)
    return opened


def leaky(*tiers):
    """Return a self-test that finds holes in these tiers."""
    words = {True: GOT_THROUGH, False: "refused: PermissionError"}
    return lambda launcher: [Probe("read a file", words[launcher.box.tier in tiers])]


def test_a_box_with_a_hole_is_left_for_the_next(opened, monkeypatch):
    monkeypatch.setattr(selftest, "self_test", leaky(Tier.A))
    with contextlib.closing(open_examined_launcher()) as launcher:
        assert launcher.box.tier is Tier.B
        assert opened.closed == [Tier.A]


def test_a_box_whose_workers_die_is_left_for_the_next(opened, monkeypatch):
    def dies(launcher):
        if launcher.box.tier is Tier.A:
            raise WorkerFailure("it ended the process.")
        return []

    monkeypatch.setattr(selftest, "self_test", dies)
    with contextlib.closing(open_examined_launcher()) as launcher:
        assert launcher.box.tier is Tier.B
        assert opened.closed == [Tier.A]


def test_where_no_box_holds_nothing_is_graded(opened, monkeypatch):
    """It fails closed, and says what to do."""
    monkeypatch.setattr(selftest, "self_test", leaky(Tier.A, Tier.B))
    with pytest.raises(GraderError, match="can't confine someone else's code") as error:
        open_examined_launcher()
    assert error.value.exit_code == 3
    assert "--allow-unsafe" in error.value.hint
    assert opened.closed == opened.tiers == [Tier.A, Tier.B]


def test_resource_limits_alone_are_no_box(opened, monkeypatch):
    """Whatever they refuse: on such a machine the probes are not even asked."""
    monkeypatch.setattr(selftest, "open_launcher", lambda _: opened(Tier.C))
    monkeypatch.setattr(selftest, "self_test", leaky())
    with pytest.raises(GraderError):
        open_examined_launcher()
    assert opened.closed == [Tier.C, Tier.C]
