"""Answers calls to an earlier exercise's failed functions with the reference's values.

The source of the reference never travels: the worker asks, the grader computes.
"""

import inspect
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from nngrade.catalog import Catalog, Exercise
from nngrade.judging.reference import Reference
from nngrade.results import ExerciseResult, Outcome
from nngrade.sandbox import protocol
from nngrade.sandbox.confine import growing_at_most
from nngrade.sandbox.protocol import Answer, Rng, StandIn
from nngrade.sandbox.runner import Violation, Worker

# For an answer. The arguments hold a million numbers at most, which are 8 MB.
MEMORY = 128 * 2**20


def names_to_replace(
    catalog: Catalog, exercise: Exercise, results: dict[str, ExerciseResult]
) -> list[tuple[Exercise, str]]:
    """Return the failed functions of all that `exercise` requires; classes are never replaced."""
    return [
        (earlier, name)
        for earlier in catalog.required_by(exercise)
        if earlier.slug in results
        for name in earlier.functions
        if "." not in name and name in failed_functions(results[earlier.slug], earlier)
    ]


def failed_functions(result: ExerciseResult, exercise: Exercise) -> set[str]:
    """Return the functions whose checks don't all pass."""
    passing = {check.function for check in result.checks} - {
        check.function for check in result.checks if check.outcome is not Outcome.PASSED
    }
    return set(exercise.functions) - passing


def stand_in(worker: Worker, reference: Reference, module: str, name: str) -> StandIn:
    """Register the reference's function as a callback of this worker."""
    function = getattr(reference, name)
    number = worker.register(lambda args, kwargs: _answer(function, args, kwargs))
    return StandIn(module, name, number, inspect.isgeneratorfunction(function))


def _answer(function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Answer:
    args = [_revived(value) for value in args]
    kwargs = {name: _revived(value) for name, value in kwargs.items()}
    given = {str(index): value for index, value in enumerate(args)} | kwargs
    before = {name: protocol.encode(_packed(value)) for name, value in given.items()}
    try:
        with growing_at_most(MEMORY):
            value = function(*args, **kwargs)
            value = list(value) if isinstance(value, types.GeneratorType) else value
    except ValueError as error:
        raise Violation(str(error)) from error
    except Exception as error:
        # Whatever the learner passed, the reference could not take it; its lines stay here.
        name = getattr(function, "__name__", "it")
        raise Violation(f"{name} can't take these arguments: {error}", "TypeError") from error
    changed = {
        name: packed
        for name, thing in given.items()
        if protocol.encode(packed := _packed(thing)) != before[name]
    }
    return Answer(_packed(value), changed)


def _packed(value: Any) -> protocol.Value:
    return protocol.pack(value, _token)


def _token(value: Any) -> protocol.Value:
    return None if isinstance(value, np.random.Generator | type) else protocol.Opaque("object")


def _revived(value: Any) -> Any:
    """Turn the tokens that travelled into what they stand for."""
    if isinstance(value, Rng):
        return np.random.default_rng(abs(value.seed))
    if isinstance(value, protocol.Dtype):
        if value.name not in protocol.DTYPES:
            raise Violation(f"dtype {value.name[:40]!r} is not allowed here", "TypeError")
        return np.dtype(value.name).type
    if isinstance(value, protocol.Opaque | protocol.Handle | protocol.Callback):
        raise Violation("this object can't be used here", "TypeError")
    return value
