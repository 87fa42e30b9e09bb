"""A failed exercise doesn't drag its dependants down: the reference's values stand in for it."""

import pytest

from nngrade.judging.standins import failed_functions, names_to_replace
from nngrade.results import CheckResult, ExerciseResult, Outcome

TOOLS_DONE = (
    "import numpy as np\n"
    "def double(x): return 2 * x\n"
    "def pairs(x, rng):\n    for i in rng.permutation(len(x)): yield x[i]\n"
    "def move(arrays, step):\n    for array in arrays: array -= step\n"
    "def draw(count, rng, dtype=np.float64): return rng.normal(size=count).astype(dtype)\n"
)
USER_DONE = (
    "import numpy as np\n"
    "from e01_tools import double, draw, move, pairs\n"
    "def total(x): return float(double(x).sum())\n"
    "def shuffled(x, rng): return list(pairs(x, rng))\n"
    "def moved(x):\n    y = x.copy()\n    move([y], 1.0)\n    return y\n"
    "def noise(rng): return draw(1000, rng, dtype=np.float32)\n"
)


def of(outcomes, slug="e01_tools"):
    """Return an exercise's result with these outcomes of its functions' checks."""
    checks = tuple(
        CheckResult(f"{slug}::{index}", "", function, outcome)
        for index, (function, outcome) in enumerate(outcomes)
    )
    return ExerciseResult(slug, "", Outcome.FAILED, 0.0, 50.0, (), checks)


def replaced_names(result) -> tuple[str, ...]:
    return result.exercises[-1].graded_with_reference


# --- which functions ------------------------------------------------------------------------


def test_a_function_has_failed_unless_all_its_checks_pass(tools):
    result = of(
        [
            ("double", Outcome.PASSED),
            ("double", Outcome.FAILED),
            ("pairs", Outcome.PASSED),
            ("move", Outcome.ERROR),
            ("draw", Outcome.NOT_STARTED),
        ]
    )
    exercise = tools.catalog.find("tools")
    assert failed_functions(result, exercise) == {"double", "move", "draw"}


def test_a_function_without_checks_has_not_passed(tools):
    result = of([("double", Outcome.PASSED)])
    exercise = tools.catalog.find("tools")
    assert failed_functions(result, exercise) == {"pairs", "move", "draw"}


def test_only_failed_functions_of_required_exercises_are_replaced(course):
    catalog = course.catalog
    results = {
        one.slug: of([(name, Outcome.FAILED) for name in one.functions], one.slug)
        for one in catalog.exercises
    }
    names = [name for _, name in names_to_replace(catalog, catalog.find("e12"), results)]
    assert names == ["normalize", "one_hot"]
    results["e01_data"] = of([("normalize", Outcome.PASSED)], "e01_data")
    names = [name for _, name in names_to_replace(catalog, catalog.find("e12"), results)]
    assert names == ["one_hot"]
    assert names_to_replace(catalog, catalog.find("e05"), results) == []


def test_no_class_is_ever_replaced(course):
    catalog = course.catalog
    results = {
        one.slug: of([(name, Outcome.FAILED) for name in one.functions], one.slug)
        for one in catalog.exercises
    }
    for exercise in catalog.exercises:
        names = [name for _, name in names_to_replace(catalog, exercise, results)]
        assert not [name for name in names if "Network" in name]


# --- what stands in -------------------------------------------------------------------------


def test_nothing_stands_in_for_what_passes(tools, grade):
    result = grade(tools, e01_tools=TOOLS_DONE, e02_user=USER_DONE)
    assert result.passed
    assert replaced_names(result) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("return 2 * x", "return 3 * x", "double"),
        ("yield x[i]", "yield x[0]; yield x[0]; 1 / 0", "pairs"),
        ("array -= step", "array - step; return 5", "move"),
        ("rng.normal(size=count)", "rng.normal(size=3)", "draw"),
        ("def double(x): return 2 * x", "", "double"),
        ("return 2 * x", "raise NotImplementedError('double: see course/lessons/')", "double"),
    ],
)
def test_a_function_that_fails_is_answered_with_the_reference(tools, grade, right, wrong, name):
    """A function, a generator, one in place, one that draws and takes a dtype."""
    assert right in TOOLS_DONE
    result = grade(tools, e01_tools=TOOLS_DONE.replace(right, wrong), e02_user=USER_DONE)
    first, second = result.exercises
    assert first.outcome is Outcome.FAILED
    assert second.outcome is Outcome.PASSED, [check.message for check in second.checks]
    assert replaced_names(result) == (name,)


@pytest.mark.parametrize("source", [b"", b"def (", b"raise SystemExit", None])
def test_a_file_that_does_not_load_is_answered_in_whole(tools, grade, source):
    sources = {"e02_user": USER_DONE} | ({} if source is None else {"e01_tools": source})
    result = grade(tools, **sources)
    assert result.exercises[-1].outcome is Outcome.PASSED
    assert replaced_names(result) == ("double", "pairs", "move", "draw")


def test_a_star_imports_stand_ins_as_well(tools, grade):
    user = USER_DONE.replace("import double, draw, move, pairs", "import *")
    result = grade(tools, e01_tools=b"x = (", e02_user=user)
    assert result.exercises[-1].outcome is Outcome.PASSED


def test_a_helper_beside_a_failed_function_stays_the_learner_s(tools, grade):
    """Single names are replaced, not modules."""
    result = grade(
        tools,
        e01_tools=TOOLS_DONE.replace("2 * x", "3 * x") + "def twice_sum(x): return 2 * x.sum()\n",
        e02_user=USER_DONE.replace("import double,", "import twice_sum, double,").replace(
            "float(double(x).sum())", "float(twice_sum(x))"
        ),
    )
    assert result.exercises[-1].outcome is Outcome.PASSED


def test_a_helper_of_a_file_that_does_not_load_is_missing_in_words(tools, grade):
    user = USER_DONE.replace("import double,", "import twice_sum, double,")
    (*_, last) = grade(tools, e01_tools=b"x = (", e02_user=user).exercises
    assert last.outcome is Outcome.ERROR
    assert "ImportError: cannot import name 'twice_sum'" in last.checks[0].message


def test_what_the_reference_can_not_take_is_the_learner_s_exception(tools, grade):
    user = USER_DONE.replace("double(x).sum()", "double('a', 'b', x)")
    (*_, last) = grade(tools, e01_tools=b"", e02_user=user).exercises
    total = last.checks[0]
    assert total.outcome is Outcome.ERROR
    assert "TypeError: double can't take these arguments: " in total.message
    assert "e02_user.py, line 3 in total" in total.message


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("object()", "this object can't be used here"),
        ("(lambda: 1)", "this object can't be used here"),
        ("np.dtype('complex128')", "dtype 'complex128' is not allowed here"),
        ("np.zeros((1001, 1000))", "an array of shape (1001, 1000) is too large here"),
    ],
)
def test_what_can_not_travel_to_a_stand_in_is_told(tools, grade, argument, told):
    user = USER_DONE.replace("double(x).sum()", f"double({argument}).sum()")
    (*_, last) = grade(tools, e01_tools=b"", e02_user=user).exercises
    assert told in last.checks[0].message
    assert last.checks[1].outcome is Outcome.PASSED


def test_a_value_error_of_the_reference_comes_through_as_one(tools, grade):
    """Learners may catch it, as they would their own."""
    user = USER_DONE + (
        "def total(x):\n"
        "    try:\n"
        "        return double(None)\n"
        "    except ValueError as error:\n"
        "        return 12.0 if str(error) == 'None has no double' else 0.0\n"
    )
    (*_, last) = grade(tools, e01_tools=b"", e02_user=user).exercises
    assert last.outcome is Outcome.PASSED
