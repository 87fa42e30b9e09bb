"""Training in bulk: both networks under a budget, each set of files once."""

import shutil

import numpy as np
import pytest

from nngrade.bulk import Ledger
from nngrade.bulk.memory import LedgerMemory
from nngrade.bulk.trainer import Trainer, seconds_for
from nngrade.judging import Judge
from nngrade.submission import read_submission
from nngrade.training import Data

CLASSES = 10


def a_part(count, seed):
    """Return images whose class shows as one bright pixel, and their labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, CLASSES, count).astype(np.uint8)
    images = np.zeros((count, 28, 28), np.uint8)
    images[np.arange(count), 0, labels] = 255
    return images, labels


@pytest.fixture
def memory(tmp_path):
    with Ledger(tmp_path / "out") as ledger:
        yield LedgerMemory(ledger.path, "training")


@pytest.fixture
def trainer(course, launcher, memory):
    made = Trainer(course, launcher, memory, epochs=2, seed=1)
    made._data = lambda: Data("made up", *a_part(2000, 1), *a_part(200, 2))  # noqa: SLF001 - small, so quick
    return made


@pytest.fixture
def train(course, launcher, trainer, tmp_path):
    """Return a function that trains the solutions, some of their files replaced."""

    def trained(**files):
        folder = tmp_path / "work"
        shutil.copytree(course.solutions, folder, dirs_exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        work = read_submission(folder, course.catalog)
        networks = [course.catalog.find("e10"), course.catalog.find("e11")]
        return trainer.train(work, Judge(course, launcher).grade(work, networks))

    return trained


def test_both_networks_are_trained_and_known_from_then_on(train, memory):
    simple, general = train()
    assert (simple.network, general.network) == ("simple", "general")
    assert min(simple.accuracy, general.accuracy) > 0.9
    assert len(memory.take()) == 2
    assert train() == (simple, general)
    assert train(e12_evaluation="x = 1\n") == (simple, general)
    assert memory.take() == {}


def test_what_stops_a_training_is_said_in_words(train, memory):
    broken, general = train(e10_simple_network="def f(:\n")
    assert broken.accuracy is None
    assert broken.problem.startswith("e10_simple_network.py")
    assert general.accuracy > 0.9
    assert len(memory.take()) == 2


def test_a_network_that_is_not_started_is_not_trained(train, course, memory):
    stub = (course.exercises / "e11_neural_network.py").read_text(encoding="utf-8")
    simple, general = train(e11_neural_network=stub)
    assert simple.accuracy is not None
    assert (general.accuracy, general.problem) == (None, "The exercise is not started yet.")
    assert len(memory.take()) == 1


def test_without_epochs_nothing_is_trained_or_waited_for(course, launcher, memory):
    work = read_submission(course.solutions, course.catalog)
    result = Judge(course, launcher).grade(work, [course.catalog.find("relu")])
    assert Trainer(course, launcher, memory, epochs=0, seed=1).train(work, result) == ()
    assert seconds_for(0) < seconds_for(5)
