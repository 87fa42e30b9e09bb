"""A loop over the batch is told from array code by counts, and by processor time."""

import numpy as np
import pytest

from nngrade.judging.failures import CheckFailure
from nngrade.results import Outcome

HEAD = "import sys\nimport numpy as np\n"


def batch(n):
    return (np.random.default_rng(0).normal(size=(n, 5)),)


def failure(loaded) -> CheckFailure:
    with pytest.raises(CheckFailure) as error:
        loaded.f.must_not_loop(batch, np.negative)
    return error.value


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return -x",
        "f = np.negative",
        "f = lambda x: np.einsum('ij->ij', x, optimize=True) * -1",
        "def f(x):\n    y = x.copy()\n    for j in range(5): y[:, j] *= -1\n    return y",
        "def f(x): return np.multiply(x, [-1.0 for _ in range(5)])",
        "class F:\n    def __call__(self, x): return -x\nf = F()",
    ],
)
def test_array_code_passes_in_any_style(student, source):
    """A loop over the columns is none over the batch."""
    student(HEAD + source).f.must_not_loop(batch, np.negative)


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    y = x.copy()\n    for i in range(len(x)): y[i] *= -1\n    return y",
        "def f(x): return np.array([-row for row in x])",
        "def f(x): return np.array(list(map(lambda row: -row, x)))",
        "def f(x): return np.apply_along_axis(np.negative, 1, x)",
        "def f(x): return np.vectorize(lambda v: -v)(x)",
        "def f(x): return np.fromiter((-v for v in x.flat), float).reshape(x.shape)",
        "def f(x): return -x if len(x) == 1 else np.concatenate([f(x[:1]), f(x[1:])])",
    ],
)
def test_a_loop_over_the_batch_fails_with_its_counts(student, source):
    failed = failure(student(HEAD + source))
    assert failed.outcome is Outcome.FAILED
    assert failed.message.startswith("f ran ")
    assert "lines of Python for 8 rows and " in failed.message
    assert "goes through the batch one by one" in failed.message


@pytest.mark.parametrize(
    "source",
    [
        "def f(x, n=np.negative): return np.array(list(map(n, map(n, map(n, x)))))",
        "from operator import neg as n\ndef f(x): return np.array(list(map(n, map(n, map(n, x)))))",
    ],
)
def test_a_loop_inside_c_fails_by_the_processor_time(student, source):
    """It runs no lines of Python, and takes a hundred times as long."""
    failed = failure(student(HEAD + source))
    assert failed.outcome is Outcome.FAILED
    assert "ms of processor time for 20000 rows, the reference" in failed.message


def test_a_loop_that_blinds_the_tracer_fails(student):
    failed = failure(student(HEAD + "def f(x):\n    sys.settrace(None)\n    return -x"))
    assert failed.outcome is Outcome.FAILED
    assert "switched tracing off" in failed.message


def test_one_slow_attempt_is_forgiven(student):
    """Something else may have run on the machine: the best of three counts."""
    student(
        HEAD
        + """
slow = [sum, sum]
def f(x):
    work = slow.pop() if len(x) == 20000 and slow else len
    work(range(3_000_000))
    return -x
"""
    ).f.must_not_loop(batch, np.negative)


def test_slowness_each_time_is_none(student):
    source = "def f(x):\n    work = sum if len(x) == 20000 else len\n    work(range(3_000_000))\n"
    assert "ms of processor time" in failure(student(HEAD + source)).message


def test_what_a_list_costs_is_left_to_the_other_checks(student):
    """Making it takes about as long as a loop may, and would fail by chance."""
    loaded = student(HEAD + "def f(x): return [(-x).tolist() for _ in range(40)][0]")
    loaded.f.must_not_loop(batch, np.negative)
    with pytest.raises(CheckFailure):
        loaded.f.must_not_loop(batch, lambda _: [])


def test_where_no_processor_time_is_known_the_counts_alone_decide(student, monkeypatch):
    loaded = student(HEAD + "def f(x): return np.array(list(map(np.negative, x)))")
    monkeypatch.setattr(loaded.worker, "cpu_seconds", lambda: None)
    loaded.f.must_not_loop(batch, np.negative)
    loaded = student(HEAD + "def f(x): return np.array([-row for row in x])")
    monkeypatch.setattr(loaded.worker, "cpu_seconds", lambda: None)
    assert "lines of Python" in failure(loaded).message


def test_a_fault_of_the_function_comes_before_its_speed(student):
    source = "def f(x): raise NotImplementedError('f: see course/lessons/e01_tools.md')"
    assert failure(student(source)).outcome is Outcome.NOT_STARTED
    assert "ZeroDivisionError" in failure(student("def f(x): 1 / 0")).message
    assert "was changed" in failure(student("def f(x): x *= -1")).message
    assert "nothing called f" in failure(student("")).message


def test_a_method_is_measured_like_a_function(student):
    loaded = student(
        HEAD
        + """
class Net:
    def forward(self, x): return -x
    def looped(self, x): return np.array([-row for row in x])
"""
    )
    net = loaded.Net.build()
    net.forward.must_not_loop(batch, np.negative)
    with pytest.raises(CheckFailure, match=r"Net\.looped ran "):
        net.looped.must_not_loop(batch, np.negative)
