"""A mistake is named by all failing checks together; what contradicts a name, drops it."""

import pytest

from nngrade.judging.symptoms import masked
from nngrade.results import CheckResult, Outcome

CHECKS = """
import numpy as np
import pytest


@pytest.mark.of("double")
def test_small(student, reference):
    \"\"\"double of small numbers\"\"\"
    x = np.array([1.0, 2.0])
    student.double(x).must_equal(reference.double(x))


@pytest.mark.of("double")
def test_large(student, reference):
    \"\"\"double of large numbers\"\"\"
    x = np.array([1000.0, 3000.0, 5000.0, 7000.0])
    student.double(x).must_equal(reference.double(x))


@pytest.mark.of("double")
def test_calm(student):
    \"\"\"double takes its time\"\"\"
    student.double.must_not_loop(lambda n: (np.ones(n),), lambda x: 2 * x)


@pytest.mark.of("quadruple")
def test_quadruple(student):
    \"\"\"quadruple doubles twice\"\"\"
    student.quadruple(np.array([2.0, 5.0])).must_equal(np.array([8.0, 20.0]))
"""
REFERENCE = """
import numpy as np


def double(x):
    return 2 * x


def quadruple(x):
    return double(double(x))
"""
MISTAKES = """
import numpy as np

from nngrade.diagnosis import misconception


@misconception(of="double", title="You tripled", hint="Print double(1).")
def tripled(x):
    return 3 * x


@misconception(of="double", title="You tripled large numbers", hint="Print double(1000).")
def tripled_if_large(x):
    return np.where(x < 100, 2, 3) * x


@misconception(of="double", title="You went number by number", hint="-", by_symptoms=True)
def one_by_one(x):
    return np.array([2 * one for one in x])


@misconception(of="double", title="You squared small numbers", hint="Print double(1).")
def squared_if_small(x):
    return np.where(x < 100, x * x, 2 * x)


@misconception(of="double", title="You cubed the half", hint="Print double(1).")
def cubed_the_half(x):
    return np.where(x < 100, 3 * x, 2 * x)


@misconception(of="double", title="You squared, and overflowed", hint="Print double(1000).")
def squared_and_overflowed(x):
    return np.where(x < 100, x * x, np.inf)


@misconception(of="double", title="You added it twice", hint="Print double(1).")
def added_twice(x):
    return x + x + x


@misconception(of="double", title="You added it twice", hint="Print double(1).")
def added_in_another_order(x):
    return x + (x + x)


@misconception(of="double", title="You changed x", hint="-", by_symptoms=True)
def doubled_in_place(x):
    x *= 2
    return x
"""


@pytest.fixture(scope="module")
def twice(tmp_path_factory, written_course):
    """Write a course that asks for `double`, with several ways to get it wrong."""
    return written_course(
        tmp_path_factory.mktemp("twice"),
        {"e01_tools": ("double", "quadruple")},
        solutions={"e01_tools": REFERENCE},
        checks={"test_e01_tools": CHECKS},
        misconceptions={"e01_tools": MISTAKES},
    )


@pytest.fixture
def names(twice, grade):
    """Grade a body of `double`; return the checks by name."""

    def graded(body):
        source = REFERENCE.replace("return 2 * x", body)
        (result,) = grade(twice, e01_tools=source).exercises
        return {check.id.partition("::")[2]: check for check in result.checks}

    return graded


def ids(checks):
    return {name: one.diagnosis and one.diagnosis.id for name, one in checks.items()}


def test_a_mistake_is_named_at_each_check_that_it_fails(names):
    found = names("return 3 * x if x.min() > 100 else 2 * x")
    assert ids(found) == {
        "small": None, "large": "tripled-if-large", "calm": None, "quadruple": None,
    }  # fmt: skip


def test_a_mistake_that_would_fail_more_is_not_named(names):
    """`tripled` gives these values, too; but it fails the check that this code passes."""
    assert ids(names("return np.where(x < 100, 2, 3) * x"))["large"] == "tripled-if-large"
    found = names("return 3 * x if x.max() == 7000 else 2 * x")
    assert ids(found)["large"] == "tripled-if-large"


def test_a_mistake_that_fails_a_check_in_another_way_is_not_named(names):
    found = names("return 3 * x if x.max() < 100 else 2 * x + 1")
    assert found["large"].outcome is Outcome.FAILED
    assert ids(found)["small"] == "cubed-the-half"
    assert ids(found)["large"] is None


def test_an_infinity_alone_names_nothing(names):
    """Another mistake explains the small numbers; one that fails there otherwise, isn't it."""
    found = names("return np.where(x < 100, 3 * x, np.inf)")
    assert ids(found)["small"] == "cubed-the-half"
    assert ids(found)["large"] is None
    found = names("return np.where(x < 100, x * x, np.inf)")
    assert ids(found)["large"] == "squared-and-overflowed"


def test_two_that_explain_as_much_are_both_named(names):
    found = names("return 3 * x")
    assert ids(found)["small"] == "tripled"
    assert found["small"].diagnosis.others == ("You added it twice",)
    assert found["small"].diagnosis.words == ("One of these: You tripled; or You added it twice")


def test_symptoms_are_told_with_the_names_of_the_arguments(names):
    """The words name `x`; in its trial, the mistake must end with the same words."""
    found = names("return np.multiply(x, 2, out=x)")
    assert "x was changed" in found["small"].message
    assert ids(found)["small"] == "doubled-in-place"


def test_what_follows_from_a_mistake_in_another_function_has_its_name(names):
    assert ids(names("return 3 * x"))["quadruple"] == "tripled"


def test_a_loop_is_named_by_its_symptoms(names):
    found = names("return np.array([one + one for one in x])")
    assert ids(found) == {"small": None, "large": None, "calm": "one-by-one", "quadruple": None}


def test_symptoms_beside_others_name_nothing(names):
    found = names("return np.array([one + 2.0 for one in x])")
    assert found["calm"].outcome is Outcome.FAILED
    assert ids(found)["calm"] is None


def test_without_a_name_the_pattern_is_told(names):
    found = names("return -2 * x")
    assert ids(found)["small"] is None
    assert found["large"].message.endswith("\n  Every entry has the wrong sign.")


def test_without_a_pattern_of_the_values_that_of_the_inputs_is_told(names):
    found = names("return 2 * x if x.max() < 100 else x * np.array([1.0, 7.0, 3.0, 8.0])[: len(x)]")
    assert found["large"].message.endswith("\n  Only inputs of extreme size go wrong.")


def test_words_are_compared_without_numbers_and_tracebacks():
    def words(outcome, message):
        return masked(CheckResult("id", "title", "f", outcome, message))

    assert words(Outcome.PASSED, "") == ""
    assert words(Outcome.FAILED, "got 1.5e-3 of 1,000") == "failed: got # of #"
    assert words(Outcome.ERROR, "f raised KeyError: 3\n  line 7") == "error: f raised KeyError: #"
