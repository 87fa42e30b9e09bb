"""Hidden checks are collected once, run as often as asked, and leave nothing behind."""

import os
import subprocess
import sys
from textwrap import dedent

import pytest

from nngrade.errors import GraderError
from nngrade.judging import Judge
from nngrade.judging.plugin import check_seed
from nngrade.results import Outcome
from nngrade.submission import Submission

PLUS_ONE = "def f(x): return x + 1\n"
SHOWS_NUMBER = '''
def test_number(student, rng):
    """f is told a number"""
    student.f(float(rng.random())).must_equal(None)


def test_another(student, rng):
    """f is told another number"""
    student.f(float(rng.random())).must_equal(None)
'''


def messages(result) -> list[str]:
    return [check.message for check in result.exercises[0].checks]


# --- what a check is ------------------------------------------------------------------------


def test_a_check_has_an_id_a_title_and_its_function(course_of, grade):
    course = course_of(
        '''
        def test_plus_one(student):
            """f adds one

            What follows is for authors.
            """
            student.f(1).must_equal(2)

        @pytest.mark.parametrize("x", [1, 2])
        def test_each(student, x):
            """   f works for each"""
            student.f(x).must_equal(x + 1)
        '''
    )
    (exercise,) = grade(course, e01_tools=PLUS_ONE).exercises
    assert [(check.id, check.title, check.function) for check in exercise.checks] == [
        ("e01_tools::plus_one", "f adds one", "f"),
        ("e01_tools::each[1]", "f works for each", "f"),
        ("e01_tools::each[2]", "f works for each", "f"),
    ]


def test_checks_come_in_the_order_of_their_file(course_of, grade):
    names = ["zebra", "apple", "mango"]
    course = course_of("".join(f'def test_{name}():\n    """{name}"""\n\n' for name in names))
    (exercise,) = grade(course, e01_tools=PLUS_ONE).exercises
    assert [check.title for check in exercise.checks] == names


def test_checks_share_fixtures_through_their_conftest(course_of, grade):
    conftest = (
        "import pytest\n\n@pytest.fixture\ndef one(student):\n    return student.f(0).value\n"
    )
    course = course_of(
        'def test_one(one):\n    """One"""\n    assert one == 1\n', conftest=conftest
    )
    assert grade(course, e01_tools=PLUS_ONE).passed


def test_checks_import_plain_files_beside_them(course_of, grade):
    """They may import one another; in another course, the same names mean other files."""
    check = 'from one import number\n\ndef test_it():\n    """It"""\n    assert number == {}\n'
    for number in (1, 2, 1):
        course = course_of(
            check.format(number), one="from two import number\n", two=f"number = {number}\n"
        )
        assert grade(course, e01_tools=PLUS_ONE).passed
    assert not {"one", "two"} & sys.modules.keys()


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        ("def test_f(student): pass\n", "test_f has no docstring: its first line is"),
        ('def test_f(student):\n    """ """\n', "test_f has no docstring"),
        ('pytestmark = []\ndef test_f(student):\n    """Title"""\n', "test_f has no mark"),
        ('@pytest.mark.of()\ndef test_f(student):\n    """Title"""\n', "test_f has no mark"),
        ("1 / 0\n", "The checks don't load: "),
        ("def test_f(:\n", "The checks don't load: "),
    ],
)
def test_a_check_that_is_none_is_the_grader_s_fault(course_of, grade, checks, told):
    with pytest.raises(GraderError) as error:
        grade(course_of(checks), e01_tools=PLUS_ONE)
    assert told in error.value.message
    assert error.value.exit_code == 3


def test_a_conftest_that_does_not_load_is_the_grader_s_fault(course_of, grade, capfd):
    course = course_of('def test_one():\n    """One"""\n', conftest="1 / 0\n")
    with pytest.raises(GraderError, match="could not run the checks"):
        grade(course, e01_tools=PLUS_ONE)
    capfd.readouterr()


@pytest.mark.parametrize(
    "body",
    [
        "1 / 0",
        "assert False",
        "pytest.skip('not today')",
        "pytest.fail('no')",
        "pytest.xfail('later')",
        "student.f({1, 2})",
        "no_such_name",
        "raise SystemExit",
    ],
)
def test_a_check_that_fails_to_do_its_work_is_the_grader_s_fault(course_of, grade, body):
    """Nothing that it might skip or break counts as passed, nor against the learner."""
    course = course_of(f'def test_one(student):\n    """One"""\n    {body}\n')
    with pytest.raises(GraderError, match="The check e01_tools::one failed to do its work: "):
        grade(course, e01_tools=PLUS_ONE)


def test_a_fixture_that_fails_is_the_grader_s_fault(course_of, grade):
    course = course_of('def test_one(no_such_fixture):\n    """One"""\n')
    with pytest.raises(GraderError, match="no_such_fixture"):
        grade(course, e01_tools=PLUS_ONE)


def test_an_interruption_goes_through(course_of, grade):
    course = course_of('def test_one():\n    """One"""\n    raise KeyboardInterrupt\n')
    with pytest.raises(KeyboardInterrupt):
        grade(course, e01_tools=PLUS_ONE)


# --- seeds ----------------------------------------------------------------------------------


def test_the_seed_of_a_check_is_the_same_everywhere():
    """Frozen: a learner's failure must come back tomorrow, and on another machine."""
    assert check_seed(0, "e05_softmax::each_row_adds_up_to_one") == 15065047065874963103
    assert check_seed(1, "e05_softmax::each_row_adds_up_to_one") != check_seed(
        0, "e05_softmax::each_row_adds_up_to_one"
    )


def test_each_check_and_each_seed_has_inputs_of_its_own(course_of, grade):
    course = course_of(SHOWS_NUMBER)
    first, again = grade(course, e01_tools=PLUS_ONE), grade(course, e01_tools=PLUS_ONE)
    other = grade(course, seed=1, e01_tools=PLUS_ONE)
    assert messages(first) == messages(again)
    assert messages(first)[0] != messages(first)[1]
    assert not set(messages(first)) & set(messages(other))


def test_inputs_do_not_depend_on_the_submission_or_on_other_checks(course_of, grade):
    shorter = SHOWS_NUMBER[SHOWS_NUMBER.index("def test_another") :]
    whole = grade(course_of(SHOWS_NUMBER), e01_tools="def f(x): return x * 0 + 5\n")
    alone = grade(course_of(shorter), e01_tools="import random\ndef f(x): return 5.0\n")
    assert messages(whole)[1] == messages(alone)[0]


def test_inputs_are_the_same_in_another_process(course_of, grade):
    course = course_of(SHOWS_NUMBER)
    script = """
        import sys
        from pathlib import Path
        from nngrade.course import open_course
        from nngrade.judging import Judge
        from nngrade.sandbox.launch import open_launcher
        from nngrade.submission import Submission
        judge = Judge(open_course(Path(sys.argv[1])), open_launcher())
        result = judge.grade(Submission("", {"e01_tools": b"def f(x): return x + 1"}, {}), seed=7)
        print([check.message for check in result.exercises[0].checks])
        """
    printed = subprocess.run(
        [sys.executable, "-c", dedent(script), str(course.root)],
        env=os.environ | {"PYTHONHASHSEED": "123"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.strip() == str(messages(grade(course, seed=7, e01_tools=PLUS_ONE)))


# --- the session ----------------------------------------------------------------------------


def test_checks_of_equal_names_in_two_courses_are_not_mixed_up(course_of, grade):
    """Pytest would take the second file for the first, both being `test_e01_tools`."""
    for number in (1, 2, 1):
        course = course_of(
            f'def test_one(one):\n    """Course {number}"""\n    assert one == {number}\n',
            conftest=f"import pytest\n@pytest.fixture\ndef one():\n    return {number}\n",
        )
        (exercise,) = grade(course, e01_tools=PLUS_ONE).exercises
        assert [check.title for check in exercise.checks] == [f"Course {number}"]


def test_a_session_leaves_no_trace(course_of, grade, monkeypatch, capfd):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    course = course_of('def test_one():\n    """One"""\n    print("noise")\n')
    environment, modules, path = dict(os.environ), set(sys.modules), list(sys.path)
    files = sorted(course.root.rglob("*"))
    assert grade(course, e01_tools=PLUS_ONE).passed
    assert dict(os.environ) == environment
    assert sys.path == path
    assert not [name for name in set(sys.modules) - modules if "e01_tools" in name]
    assert [
        one for one in sorted(course.root.rglob("*")) if "__pycache__" not in one.parts
    ] == files
    assert capfd.readouterr().out == "noise\n"


def test_an_environment_that_was_set_stays_set(course_of, grade, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "yes")
    grade(course_of('def test_one():\n    """One"""\n'), e01_tools=PLUS_ONE)
    assert os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] == "yes"


def test_a_configuration_near_the_checks_has_no_say(course_of, grade):
    course = course_of('def test_one():\n    """One"""\n')
    for name in ("pytest.ini", "tox.ini"):
        (course.root / name).write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    assert grade(course, e01_tools=PLUS_ONE).passed


def test_checks_run_as_often_as_there_are_submissions(course_of, launcher, settings, monkeypatch):
    """Collected once: pytest starts once for all of them."""
    course = course_of('def test_one(student):\n    """One"""\n    student.f(1).must_equal(2)\n')
    starts, results = [], []
    honest = pytest.main
    monkeypatch.setattr(pytest, "main", lambda *a, **k: starts.append(1) or honest(*a, **k))
    sources = [b"def f(x): return x + 1", b"def f(x): return x", b"def f(x): return x + 1"]
    submissions = [Submission("", {"e01_tools": source}, {}) for source in sources]
    Judge(course, launcher, settings).grade_all(submissions, done=results.append)
    assert len(starts) == 1
    assert [result.exercises[0].outcome for result in results] == [
        Outcome.PASSED,
        Outcome.FAILED,
        Outcome.PASSED,
    ]


def test_counting_the_checks_runs_none(course_of, launcher):
    checks = 'def test_{}():\n    """One"""\n    1 / 0\n\n'
    course = course_of("".join(checks.format(name) for name in "abc"))
    assert Judge(course, launcher).count() == 3
