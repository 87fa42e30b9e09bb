"""`nngrade train`: few epochs on small made-up images, and Ctrl-C in the middle."""

import contextlib
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from nngrade.store import ResultStore

TICKS = os.sysconf("SC_CLK_TCK")
SMALL = ("simple", "--layer-sizes", "36,8,4")


def saved(course, network="simple"):
    with ResultStore(course.results) as store:
        return store.latest_run(network)


def hang(folder, from_epoch):
    """Let the simple network in a folder compute without end from an epoch on."""
    endless = f"""

class Endless(SimpleNetwork):
    epochs = 0

    def fit(self, x, labels, **options):
        self.epochs += 1
        while self.epochs >= {from_epoch}:
            pass
        return super().fit(x, labels, **options)


SimpleNetwork = Endless
"""
    path = folder / "e10_simple_network.py"
    path.write_text(path.read_text(encoding="utf-8") + endless, encoding="utf-8")


# --- a training that ends by itself --------------------------------------------------------------


def test_a_network_is_trained_and_the_run_is_saved(nngrade, course_copy, idx_folder):
    done = nngrade(
        "train", *SMALL, "--data", idx_folder, "--epochs", 3, "--submission", "solutions"
    )
    assert (done.returncode, done.stderr) == (0, "")
    run = saved(course_copy)
    assert (run.epochs, run.layer_sizes, run.source) == (3, (36, 8, 4), str(idx_folder))
    assert done.stdout.splitlines()[0].startswith(
        f"  simple 36-8-4: {run.accuracy:.2%} of the test images right after 3 epochs, "
    )
    assert done.stdout.endswith("See it all: nngrade report\n")


def test_the_learners_own_network_is_meant_without_a_submission(nngrade, course_copy, idx_folder):
    for path in course_copy.solutions.glob("*.py"):
        shutil.copy(path, course_copy.exercises)
    options = ("--layer-sizes", "36,9,7,4", "--epochs", 1, "--seed", 5)
    done = nngrade("train", "general", *options, "--data", idx_folder)
    assert (done.returncode, done.stderr) == (0, "")
    run = saved(course_copy, "general")
    assert (run.seed, run.epochs, run.layer_sizes) == (5, 1, (36, 9, 7, 4))


def test_both_networks_are_trained_without_a_name(nngrade, course_copy, large_idx_folder):
    done = nngrade("train", "--data", large_idx_folder, "--epochs", 1, "--submission", "solutions")
    assert (done.returncode, done.stderr) == (0, "")
    assert "simple 784-10-10:" in done.stdout
    assert "general 784-100-100-10:" in done.stdout
    assert saved(course_copy, "simple")
    assert saved(course_copy, "general")


# --- what can't be trained -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["simple"], "have 36 pixels, the first of the layer sizes 784,10,10 is 784"),
        (["simple", "--layer-sizes", "36,4"], "three layer sizes, not 36,4"),
        (["general", "--layer-sizes", "36,8,2"], "Let --layer-sizes end with 4 or more"),
        (["--layer-sizes", "36,8,4"], "--layer-sizes needs one network"),
    ],
)
def test_layer_sizes_that_do_not_fit_are_exit_2(nngrade, idx_folder, arguments, words):
    done = nngrade("train", *arguments, "--data", idx_folder, "--submission", "solutions")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_stub_is_exit_1(nngrade, course_copy, idx_folder):
    done = nngrade("train", *SMALL, "--data", idx_folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "nngrade: e10_simple_network.py is not finished yet: part of it is still a stub. "
        "`nngrade lesson simple_network` helps; `nngrade train --submission solutions` trains "
        "the reference.\n"
    )
    assert saved(course_copy) is None


def test_a_stub_that_is_built_upon_is_named_in_one_sentence(nngrade, course_copy, idx_folder):
    for slug in ("e02_initialization", "e03_linear", "e04_relu", "e10_simple_network"):
        shutil.copy(course_copy.solutions / f"{slug}.py", course_copy.exercises)
    done = nngrade("train", *SMALL, "--data", idx_folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "nngrade: minibatches (e09) is not written yet, and SimpleNetwork.fit needs it. "
        "`nngrade lesson sgd` says how.\n"
    )


def test_a_mistake_is_told_with_the_learners_lines_alone(nngrade, course_copy, idx_folder):
    solution = (course_copy.solutions / "e10_simple_network.py").read_text(encoding="utf-8")
    wrong = solution.replace("x, labels):", "x, labels):\n        x = x.nope", 1)
    shutil.copytree(course_copy.solutions, course_copy.exercises, dirs_exist_ok=True)
    (course_copy.exercises / "e10_simple_network.py").write_text(wrong, encoding="utf-8")
    done = nngrade("train", *SMALL, "--data", idx_folder)
    assert (done.returncode, done.stdout) == (1, "")
    head, *lines = done.stderr.splitlines()
    assert "AttributeError: 'numpy.ndarray' object has no attribute 'nope'" in head
    assert lines[-1].strip() == "x = x.nope"
    assert "/" not in "".join(lines)
    assert "Traceback" not in done.stderr


def test_keras_without_a_network_names_the_other_sources(nngrade):
    """A proxy that refuses every connection, in place of a network that isn't there."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = nngrade("train", "simple", "--data", "keras", no_proxy="", NO_PROXY="", **nowhere)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("nngrade: Keras could not download MNIST (")
    assert "use 'bundled', a folder of IDX files or an .npz file instead." in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_source_that_is_not_there_names_the_sources(nngrade):
    done = nngrade("train", "simple", "--data", "nowhere")
    assert (done.returncode, done.stdout) == (3, "")
    assert "give 'bundled', 'keras', a folder of IDX files or an .npz file" in done.stderr


# --- Ctrl-C --------------------------------------------------------------------------------------


def processes():
    """Return parent, state and processor seconds of every process, by pid (Linux)."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks = int(fields[11]) + int(fields[12])
            found[int(path.parent.name)] = (int(fields[1]), fields[0], ticks / TICKS)
    return found


def descendants(pid):
    """Return the processor seconds of each process that descends from this one, by pid."""
    every, found = processes(), {}
    wanted = {pid}
    while wanted:
        children = {one for one, (parent, *_) in every.items() if parent in wanted}
        found |= {one: every[one][2] for one in children}
        wanted = children
    return found


def wait_for_the_endless_epoch(process):
    """Wait until a process computes and computes; return all that were started."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = descendants(process.pid)
        if max(found.values(), default=0) > 2:
            return {process.pid, *found}
        time.sleep(0.05)
    pytest.fail("no worker was busy within a minute")


@pytest.fixture(params=["the course's own", "someone else's"])
def submission(request, course_copy, tmp_path):
    """Return a submission whose grader is one process, and one whose grader is supervised."""
    if request.param == "the course's own":
        return course_copy.solutions
    return shutil.copytree(course_copy.solutions, tmp_path / "other")


@pytest.mark.parametrize(
    ("from_epoch", "words", "kept"),
    [
        (3, "Stopped; 2 finished epochs saved.", 2),
        (2, "Stopped; 1 finished epoch saved.", 1),
        (1, "Stopped before the first epoch was finished: nothing is kept.", 0),
    ],
)
def test_ctrl_c_keeps_finished_epochs_says_so_and_leaves_no_process(
    start, course_copy, submission, idx_folder, from_epoch, words, kept
):
    hang(submission, from_epoch)
    options = ("--data", idx_folder, "--epochs", 5, "--allow-unsafe")
    process = start("train", *SMALL, *options, "--submission", submission)
    started = wait_for_the_endless_epoch(process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, "")
    assert out.splitlines()[-1] == f"  {words}"
    run = saved(course_copy)
    assert (run.epochs if run else 0) == kept
    assert len(started) >= 3, "the command, its fork server and a worker at least"
    left = {pid for pid, (_, state, _) in processes().items() if pid in started and state != "Z"}
    assert left == set()
