"""Tells a loop over the batch from array code: by counting events, and by CPU time.

Array code runs as many Python lines for 64 rows as for 8. A loop inside C, such as
`list(map(…))`, runs no lines but costs 50 to 200 times the reference's CPU time.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nngrade.judging.failures import CheckFailure
from nngrade.judging.wording import show_call

if TYPE_CHECKING:
    from nngrade.judging.functions import Function
    from nngrade.judging.student import Student

FEW, MANY, VERY_MANY = 8, 64, 20_000
ATTEMPTS = 3


def must_not_loop(
    student: "Student",
    function: "Function",
    arguments: Callable[[int], tuple[Any, ...]],
    reference: Callable[..., Any],
    rows: int = VERY_MANY,
) -> None:
    """End the check where the function works through the batch row by row in Python."""
    few, many, made_a_list = _events(student, function, arguments)
    name = function.qualified
    if few != many:
        raise CheckFailure(
            f"{name} ran {few} lines of Python for {FEW} rows and {many} for {MANY} rows: "
            "it goes through the batch one by one. NumPy works on whole arrays at once."
        )
    if made_a_list and not isinstance(reference(*arguments(FEW)), list):
        return  # turning an array into a list costs as much as a loop; other checks speak of it
    _must_be_quick(student, function, arguments(rows), reference, rows)


def _events(
    student: "Student", function: "Function", arguments: Callable[[int], tuple[Any, ...]]
) -> tuple[int, int, bool]:
    few, many = arguments(FEW), arguments(MANY)
    # Warm both sizes up first: NumPy caches some plans by shape, in Python code.
    results = student.gather(
        function.later(*few),
        function.later(*many),
        function.later(*few).traced(),
        function.later(*many).traced(),
    )
    if not all(result.traced for result in results):
        raise CheckFailure(
            f"{show_call(function.qualified, few, {})}\n  switched tracing off "
            "(sys.settrace), so that loops can't be told from array code. Leave it as it is."
        )
    return results[2].events, results[3].events, isinstance(results[2].value, list)


def _must_be_quick(
    student: "Student",
    function: "Function",
    arguments: tuple[Any, ...],
    reference: Callable[..., Any],
    rows: int,
) -> None:
    if student.worker.cpu_seconds() is None:
        return
    settings = student.settings
    # Kept on both ends, so that no transport is measured.
    kept = tuple(student.keep(argument) for argument in arguments)
    started = time.process_time()
    reference(*arguments)
    own = time.process_time() - started
    for _ in range(ATTEMPTS):
        before = student.worker.cpu_seconds() or 0.0
        student.gather(function.later(*kept).kept(student.worker.new_id()))
        spent = (student.worker.cpu_seconds() or 0.0) - before
        if spent <= max(settings.loop_cpu_seconds, settings.loop_cpu_factor * own):
            return
    raise CheckFailure(
        f"{function.qualified} took {spent * 1e3:.0f} ms of processor time for {rows} rows, "
        f"the reference {own * 1e3:.1f} ms: it goes through the batch one by one. NumPy works "
        "on whole arrays at once."
    )
