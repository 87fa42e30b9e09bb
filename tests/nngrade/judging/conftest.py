"""Small courses with checks of their own, and submissions to grade with them."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from textwrap import dedent

import pytest

from nngrade.catalog import Exercise
from nngrade.course import Course, open_course
from nngrade.judging import Judge
from nngrade.judging.student import Student
from nngrade.results import SubmissionResult
from nngrade.sandbox.protocol import Done, Load
from nngrade.sandbox.runner import Worker
from nngrade.submission import Submission

TOOLS = """
import numpy as np


def double(x):
    if x is None:
        raise ValueError("None has no double")
    return 2 * x


def pairs(x, rng):
    for index in rng.permutation(len(x)):
        yield x[index]


def move(arrays, step):
    for array in arrays:
        array -= step


def draw(count, rng, dtype=np.float64):
    return rng.normal(size=count).astype(dtype)
"""
USER = """
import numpy as np
from e01_tools import double, draw, move, pairs


def total(x):
    return float(double(x).sum())


def shuffled(x, rng):
    return list(pairs(x, rng))


def moved(x):
    y = x.copy()
    move([y], 1.0)
    return y


def noise(rng):
    return draw(1000, rng, dtype=np.float32)
"""
CHECK_TOOLS = '''
import numpy as np
import pytest


@pytest.mark.of("double")
def test_values(student, reference, rng):
    """double gives twice the number"""
    x = rng.normal(size=4)
    student.double(x).must_equal(reference.double(x))


@pytest.mark.of("double")
def test_float32(student):
    """double keeps float32"""
    student.double(np.ones(3, np.float32)).must_equal(np.full(3, 2, np.float32))


@pytest.mark.of("pairs")
def test_every_item_once(student):
    """pairs yields every item once"""
    items = student.pairs.items(np.arange(5), student.seeded(1))
    items.must(sorted(items.value) == list(range(5)), "must hold each of 0 to 4")


@pytest.mark.of("move")
def test_in_place(student):
    """move changes the arrays themselves"""
    student.move.in_place([np.ones(2)], 1.0).must_equal(None)


@pytest.mark.of("draw")
def test_draws(student):
    """draw gives as many numbers as asked for"""
    student.draw(7, student.seeded(1)).array((7,))
'''
CHECK_USER = '''
import numpy as np
import pytest


@pytest.mark.of("total")
def test_total(student):
    """total is twice the sum"""
    student.total(np.arange(4.0)).must_equal(12.0)


@pytest.mark.of("shuffled")
def test_shuffled(student):
    """shuffled gives the items in another order"""
    items = student.shuffled(np.arange(50), student.seeded(3)).value
    assert sorted(items) == list(range(50))
    assert items != list(range(50))


@pytest.mark.of("moved")
def test_moved(student):
    """moved is one less"""
    student.moved(np.array([1.0, 2.0])).must_equal(np.array([0.0, 1.0]))


@pytest.mark.of("noise")
def test_noise(student):
    """noise is float32 and different each time"""
    rng = student.keep(student.seeded(3))
    first, second = student.gather(student.noise.later(rng), student.noise.later(rng))
    first.must((first.array((1000,), np.float32) != second.value).all(), "must differ")
'''
MISTAKES = """
from nngrade.diagnosis import misconception


@misconception(of="double", title="You tripled", hint="Print double(1).")
def tripled(x):
    return 3 * x
"""


def write_course(
    folder: Path,
    functions: dict[str, tuple[str, ...]],
    *,
    solutions: dict[str, str],
    checks: dict[str, str],
    misconceptions: dict[str, str] | None = None,
    requires: dict[str, list[str]] | None = None,
) -> Course:
    """Write a course of these exercises; each has the same share of the points."""
    entries = [
        f'[[exercise]]\nslug = "{slug}"\nfile = "{slug}.py"\ntitle = "{slug[4:]}"\n'
        f"functions = {list(names)}\npoints = {100 / len(functions)}\n"
        f"requires = {(requires or {}).get(slug, [])}\n"
        for slug, names in functions.items()
    ]
    files = {"course/catalog.toml": "\n".join(entries)}
    files |= {f"solutions/{slug}.py": text for slug, text in solutions.items()}
    files |= {f"grader/checks/{slug}.py": text for slug, text in checks.items()}
    files |= {f"grader/misconceptions/{slug}.py": t for slug, t in (misconceptions or {}).items()}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return open_course(folder)


@pytest.fixture(scope="session")
def written_course() -> Callable[..., Course]:
    """Hand over `write_course`, which a conftest can't be asked for by name."""
    return write_course


@pytest.fixture(scope="session")
def tools(tmp_path_factory) -> Course:
    """Write a course of two exercises, of which the second builds upon the first."""
    return write_course(
        tmp_path_factory.mktemp("tools"),
        {
            "e01_tools": ("double", "pairs", "move", "draw"),
            "e02_user": ("total", "shuffled", "moved", "noise"),
        },
        requires={"e02_user": ["e01_tools"]},
        solutions={"e01_tools": TOOLS, "e02_user": USER},
        checks={"test_e01_tools": CHECK_TOOLS, "test_e02_user": CHECK_USER},
        misconceptions={"e01_tools": MISTAKES},
    )


@pytest.fixture
def course_of(tmp_path) -> Callable[..., Course]:
    """Write a course of one exercise with the function `f`, and the checks given."""

    def write(checks: str, *, solution: str = "def f(x):\n    return x + 1\n", **others: str):
        head = 'import numpy as np\nimport pytest\n\npytestmark = pytest.mark.of("f")\n\n'
        return write_course(
            tmp_path / f"course{len(list(tmp_path.iterdir()))}",
            {"e01_tools": ("f",)},
            solutions={"e01_tools": solution},
            checks={"test_e01_tools": head + dedent(checks)} | others,
        )

    return write


def submitted(**sources: str | bytes) -> Submission:
    """Return a submission of these sources."""
    return Submission(
        "learner",
        {
            name: source if isinstance(source, bytes) else dedent(source).encode()
            for name, source in sources.items()
        },
        {},
    )


@pytest.fixture
def grade(launcher, settings) -> Callable[..., SubmissionResult]:
    """Grade sources with a course."""

    def grade(course: Course, names: tuple[str, ...] = (), *, seed: int = 0, **sources):
        exercises = [course.catalog.find(name) for name in names]
        judge = Judge(course, launcher, settings)
        return judge.grade(submitted(**sources), exercises, seed=seed)

    return grade


EXERCISE = Exercise(
    slug="e01_tools",
    file="e01_tools.py",
    title="tools",
    functions=("f", "Net.forward"),
    points=100.0,
)


@pytest.fixture
def exercise() -> Exercise:
    """Give the exercise that a `student` is of."""
    return EXERCISE


@pytest.fixture
def student(launcher, settings):
    """Give a function that loads a source into a new worker, as a check would see it."""
    with ExitStack() as stack:

        def load(source: str, **others: str) -> Student:
            submission = submitted(e01_tools=source, **others)
            worker = stack.enter_context(Worker(launcher, settings))
            assert worker.request(Load(submission.sources, "e01_tools")) == Done()
            return Student(worker, EXERCISE, submission, settings)

        yield load
