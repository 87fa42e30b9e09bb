"""The examples in the docstrings, which learners see and type in, say what really happens."""

import doctest
import importlib
from pathlib import Path

import pytest

from nngrade.catalog import read_catalog

ROOT = Path(__file__).parents[2]
EXERCISES = read_catalog(ROOT / "course" / "catalog.toml").exercises
# A plain attribute: the example of __init__ shows it.
WITHOUT_DOCSTRING = {"NeuralNetwork.params"}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_every_function_has_an_example_that_holds(exercise, solutions):
    with solutions():
        module = importlib.import_module(exercise.module)
        examples = {
            test.name.removeprefix(f"{exercise.module}."): test
            for test in doctest.DocTestFinder().find(module)
            if test.examples
        }
        assert set(examples) == set(exercise.functions) - WITHOUT_DOCSTRING
        runner = doctest.DocTestRunner()
        for test in examples.values():
            runner.run(test)
    assert runner.summarize(verbose=False).failed == 0
