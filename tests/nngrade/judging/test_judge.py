"""What a submission earns, whatever it does, and what the learner reads about it."""

import hashlib
import json
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from nngrade.errors import GraderError
from nngrade.judging import Judge
from nngrade.results import Outcome
from nngrade.sandbox.launch import SpawnLauncher
from nngrade.sandbox.runner import Settings
from nngrade.submission import Submission, read_submission

DONE = """
import numpy as np
def double(x): return 2 * x
def pairs(x, rng):
    for i in rng.permutation(len(x)): yield x[i]
def move(arrays, step):
    for array in arrays: array -= step
def draw(count, rng, dtype=np.float64): return rng.normal(size=count).astype(dtype)
"""
USER = """
import numpy as np
from e01_tools import *
def total(x): return float(double(x).sum())
def shuffled(x, rng): return list(pairs(x, rng))
def moved(x):
    y = x.copy()
    move([y], 1.0)
    return y
def noise(rng): return draw(1000, rng, dtype=np.float32)
"""
STUB = 'def {0}(*args): raise NotImplementedError("{0}: see course/lessons/e01_tools.md")\n'
STUBS = "".join(STUB.format(name) for name in ("double", "pairs", "move", "draw"))


def outcomes(result) -> list[str]:
    return [str(exercise.outcome) for exercise in result.exercises]


def checks(result, index=0) -> dict[str, str]:
    exercise = result.exercises[index]
    return {check.id.partition("::")[2]: str(check.outcome) for check in exercise.checks}


def message(result, index=0) -> str:
    """Return what the first check that didn't pass says."""
    return next(check.message for check in result.exercises[index].checks if check.message)


# --- points and outcomes --------------------------------------------------------------------


def test_what_is_right_earns_all_points(tools, grade, launcher):
    result = grade(tools, e01_tools=DONE, e02_user=USER)
    assert result.passed
    assert (result.score, result.points, result.seed) == (100.0, 100.0, 0)
    assert result.isolation == launcher.isolation
    assert result.versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert result.versions["numpy"] == np.__version__
    assert result.versions["nngrade"]
    assert [(one.slug, one.score, one.points) for one in result.exercises] == [
        ("e01_tools", 50.0, 50.0),
        ("e02_user", 50.0, 50.0),
    ]
    assert not [check.message for one in result.exercises for check in one.checks if check.message]


def test_points_divide_equally_over_the_functions(tools, grade):
    """Whatever the number of their checks: two for double, one for each of the others."""
    result = grade(tools, ("e01",), e01_tools=DONE.replace("2 * x", "3 * x"))
    assert (result.score, result.points) == (37.5, 50.0)
    result = grade(tools, ("e01",), e01_tools=DONE.replace("array -= step", "pass; return 1"))
    assert result.score == 37.5


def test_a_function_earns_its_share_when_all_its_checks_pass(tools, grade):
    wrong = DONE.replace("return 2 * x", "return (2 * x).astype('float64')")
    result = grade(tools, ("e01",), e01_tools=wrong)
    assert checks(result)["values"] == "passed"
    assert checks(result)["float32"] == "failed"
    assert result.score == 37.5


def test_untouched_stubs_are_not_started(tools, grade):
    result = grade(tools, ("e01",), e01_tools=STUBS)
    assert outcomes(result) == ["not_started"]
    assert set(checks(result).values()) == {"not_started"}
    assert result.score == 0.0


def test_one_function_written_makes_a_start(tools, grade):
    result = grade(tools, ("e01",), e01_tools=STUBS + "def double(x): return 2 * x\n")
    assert outcomes(result) == ["failed"]
    assert result.score == 12.5
    assert checks(result)["values"] == "passed"
    assert checks(result)["in_place"] == "not_started"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = (1,\n", "e01_tools.py is not valid Python: SyntaxError: "),
        ("def f():\nreturn 1\n", "e01_tools.py is not valid Python: IndentationError: "),
        ("if True:\n\tx = 1\n        y = 2\n", "e01_tools.py is not valid Python: TabError: "),
        (b"x = '\xff'\n", "e01_tools.py is not valid Python: SyntaxError: a byte of line 1 is no"),
        ("1 / 0\n", "e01_tools.py raised ZeroDivisionError: division by zero"),
        ("raise SystemExit\n", "e01_tools.py raised SystemExit"),
        ("import os; os._exit(0)\n", "e01_tools.py could not be loaded: it ended the process."),
        ("while True: pass\n", "e01_tools.py could not be loaded: it took longer than 1 s."),
    ],
)
def test_a_file_that_does_not_load_is_an_error_in_words(tools, grade, source, told):
    result = grade(tools, ("e01",), e01_tools=source)
    assert outcomes(result) == ["error"]
    assert result.score == 0.0
    assert set(checks(result).values()) == {"error"}
    assert message(result).startswith(told)
    assert "standard library" not in message(result)


@pytest.mark.parametrize("library", ["matplotlib", "torch", "nngrade.judging", "helpers"])
def test_a_library_that_is_not_there_is_told_with_those_that_are(tools, grade, library):
    result = grade(tools, ("e01",), e01_tools=f"import {library} as lib\n")
    first, *rest = message(result).splitlines()
    assert first.startswith("e01_tools.py raised ModuleNotFoundError: No module named ")
    assert ". Only the exercises' own files, NumPy and the standard library are there" in first
    assert rest == ["  e01_tools.py, line 1", f"      import {library} as lib"]


def test_bad_syntax_is_shown_with_its_line_and_place(tools, grade):
    result = grade(tools, ("e01",), e01_tools="x = 1\ny = 2 +* 3\n")
    assert message(result).splitlines()[1:] == [
        "  e01_tools.py, line 2",
        "      y = 2 +* 3",
        "             ^",
    ]


def test_a_file_that_is_missing_is_an_error(tools, launcher, settings, tmp_path):
    (tmp_path / "e02_user.py").write_text(USER, encoding="utf-8")
    submission = read_submission(tmp_path, tools.catalog)
    result = Judge(tools, launcher, settings).grade(submission)
    assert outcomes(result) == ["error", "passed"]
    assert message(result) == (
        "e01_tools.py is missing. `nngrade reset tools` puts its stub into your exercises."
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("exit()", "NameError: name 'exit' is not defined. Exercises return values; they never"),
        ("quit(1)", "NameError: name 'quit' is not defined. Exercises return values; they never"),
        ("sys.exit('bye')", "SystemExit: bye. Exercises return values; they never exit."),
        ("input('x? ')", "line. Nobody is there to answer input(): values come in as arguments."),
        ("helpers.double(x)", "an exercise's file."),
    ],
)
def test_what_is_no_mistake_elsewhere_is_told_in_a_sentence(tools, grade, body, told):
    lazy = "import helpers; " if "helpers" in body else "import sys; "
    result = grade(tools, ("e01",), e01_tools=f"def double(x):\n    {lazy}return {body}\n")
    assert told in message(result)
    assert f"return {body}" in message(result) or "helpers" in body


def test_a_changed_argument_is_called_by_its_name(tools, grade):
    result = grade(tools, ("e01",), e01_tools="def double(x):\n    x *= 2\n    return x + 0\n")
    assert "\n  x was changed by the call: double must return its result" in message(result)


# --- a submission that misbehaves -----------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("os._exit(0)", "it ended the process. Exercises return values; they never exit."),
        ("os.abort()", "the process crashed (SIG"),
        ("[0 for _ in iter(int, 1)]", "it took longer than 1 s. Is there a loop that never ends?"),
        ("os.write(talk(), b'x' * 100)", "what it returned can't be used: "),
    ],
)
def test_the_end_of_one_exercise_leaves_the_others_be(tools, grade, body, told):
    head = """
import gc, os, socket
def talk(): return next(o.fileno() for o in gc.get_objects() if type(o) is socket.socket)
"""
    wrong = head + DONE.replace("return 2 * x", f"return {body}")
    result = grade(tools, e01_tools=wrong, e02_user=USER)
    assert outcomes(result) == ["failed", "passed"]
    assert message(result).startswith(f"double: {told}")
    assert result.exercises[1].graded_with_reference == ("double", "pairs", "move", "draw")
    first, *rest = result.exercises[0].checks
    assert first.outcome is Outcome.ERROR
    assert {check.message for check in rest} == {
        "Not run: the exercise's process had ended before."
    }
    assert {check.outcome for check in rest} == {Outcome.ERROR}


def test_functions_before_the_end_keep_their_points(tools, grade):
    result = grade(
        tools, ("e01",), e01_tools=DONE.replace("array -= step", "__import__('os')._exit(1)")
    )
    assert checks(result) == {
        "values": "passed",
        "float32": "passed",
        "every_item_once": "passed",
        "in_place": "error",
        "draws": "error",
    }
    assert result.score == 25.0


def test_an_exception_ends_its_check_alone(tools, grade):
    result = grade(tools, ("e01",), e01_tools=DONE.replace("2 * x", "x.nothing"))
    assert checks(result)["values"] == checks(result)["float32"] == "error"
    assert checks(result)["every_item_once"] == "passed"
    assert message(result).splitlines()[1:] == [
        "  e01_tools.py, line 3 in double",
        "      def double(x): return x.nothing",
    ]


def test_an_exercise_as_a_whole_has_a_deadline(tools, launcher):
    slow = DONE.replace("return 2 * x", "time.sleep(0.6); return 2 * x")
    settings = Settings(call_seconds=5.0, exercise_seconds=1.1)
    judge = Judge(tools, launcher, settings)
    submission = Submission("", {"e01_tools": b"import time\n" + slow.encode()}, {})
    result = judge.grade(submission, [tools.catalog.find("e01")])
    assert checks(result)["values"] == "passed"
    assert result.exercises[0].checks[1].message == (
        "double: the exercise as a whole took longer than it may."
    )


def test_a_submission_as_a_whole_has_a_deadline(tools, launcher):
    settings = Settings(call_seconds=5.0, exercise_seconds=5.0, submission_seconds=0.3)
    slow = "import time\ntime.sleep(0.4)\n" + DONE
    judge = Judge(tools, launcher, settings)
    submission = Submission("", {"e01_tools": slow.encode(), "e02_user": USER.encode()}, {})
    result = judge.grade(submission)
    assert outcomes(result) == ["error", "error"]
    assert "took longer" in message(result)
    assert message(result, 1) == "All exercises took over 0.3 s."


def test_a_file_that_hangs_while_loading_hangs_once(tools, launcher):
    """The exercise that imports it meets a module of stand-ins instead."""
    settings = Settings(call_seconds=0.4, exercise_seconds=5.0)
    sources = {"e01_tools": b"while True: pass\n", "e02_user": USER.encode()}
    result = Judge(tools, launcher, settings).grade(Submission("", sources, {}))
    assert outcomes(result) == ["error", "passed"]


def test_a_submission_is_planted_with_nothing_for_the_next_exercise(tools, grade):
    planting = DONE + "import builtins\nbuiltins.planted = True\n"
    alone = USER.replace("from e01_tools import *", "double = move = pairs = draw = print")
    looking = alone + "import builtins\ndef total(x): return hasattr(builtins, 'planted') or 12.0\n"
    result = grade(tools, e01_tools=planting, e02_user=looking)
    assert outcomes(result) == ["passed", "failed"]
    assert checks(result, 1)["total"] == "passed"


# --- which exercises ------------------------------------------------------------------------


def test_named_exercises_alone_count(tools, grade):
    result = grade(tools, ("e02",), e01_tools=b"", e02_user=USER)
    assert [one.slug for one in result.exercises] == ["e02_user"]
    assert (result.score, result.points) == (50.0, 50.0)
    assert result.passed


def test_what_an_exercise_requires_is_graded_silently(tools, grade):
    """Whether it must be stood in for is only known by grading it."""
    result = grade(tools, ("e02",), e01_tools=DONE.replace("2 * x", "x"), e02_user=USER)
    assert result.exercises[0].graded_with_reference == ("double",)


def test_exercises_come_in_the_course_s_order(tools, grade):
    result = grade(tools, ("e02", "e01"), e01_tools=DONE, e02_user=USER)
    assert [one.slug for one in result.exercises] == ["e01_tools", "e02_user"]


def test_progress_hears_of_each_exercise_and_may_stop(tools, launcher, settings):
    judge = Judge(tools, launcher, settings)
    submission = Submission("", {"e01_tools": DONE.encode(), "e02_user": USER.encode()}, {})
    heard = []
    judge.grade(submission, progress=lambda result: heard.append(result.slug))
    assert heard == ["e01_tools", "e02_user"]
    heard.clear()
    result = judge.grade(submission, progress=lambda one: heard.append(one.slug) or True)
    assert heard == ["e01_tools"]
    assert [one.slug for one in result.exercises] == ["e01_tools"]
    assert result.points == 50.0


def test_progress_hears_nothing_of_what_is_graded_silently(tools, launcher, settings):
    submission = Submission("", {"e01_tools": DONE.encode(), "e02_user": USER.encode()}, {})
    heard = []
    Judge(tools, launcher, settings).grade(
        submission, [tools.catalog.find("e02")], progress=lambda one: heard.append(one.slug)
    )
    assert heard == ["e02_user"]


def test_a_course_that_lacks_checks_is_the_grader_s_fault(course_of, grade):
    course = course_of('def test_one():\n    """One"""\n')
    (course.checks / "test_e01_tools.py").unlink()
    with pytest.raises(GraderError, match=r"lacks test_e01_tools\.py"):
        grade(course, e01_tools="")


def test_an_exercise_without_checks_is_not_passed(course_of, grade):
    result = grade(course_of(""), e01_tools="def f(x): return x + 1\n")
    assert outcomes(result) == ["failed"]
    assert result.score == 0.0


# --- repeatable -----------------------------------------------------------------------------


def test_grading_again_gives_the_same_result(tools, grade):
    wrong = DONE.replace("2 * x", "3 * x").replace("size=count", "size=count + 1")
    first = grade(tools, seed=3, e01_tools=wrong, e02_user=USER)
    assert first == grade(tools, seed=3, e01_tools=wrong, e02_user=USER)
    assert first.seed == 3


def test_new_interpreters_give_the_same_result_as_forks(tools, grade):
    wrong = DONE.replace("2 * x", "3 * x").replace("size=count", "size=x")
    forked = grade(tools, e01_tools=wrong, e02_user=USER)
    submission = Submission("", {"e01_tools": wrong.encode(), "e02_user": USER.encode()}, {})
    patient = Settings(call_seconds=30.0, exercise_seconds=60.0)
    spawned = Judge(tools, SpawnLauncher(), patient).grade(submission)
    assert spawned.exercises == forked.exercises
    assert outcomes(spawned) == ["failed", "passed"]


def test_many_submissions_are_graded_as_if_each_were_alone(tools, grade, launcher, settings):
    sources = [DONE, "", STUBS, DONE.replace("2 * x", "3 * x"), DONE]
    together = []
    submissions = [
        Submission("", {"e01_tools": source.encode(), "e02_user": USER.encode()}, {})
        for source in sources
    ]
    Judge(tools, launcher, settings).grade_all(submissions, seed=5, done=together.append)
    alone = [grade(tools, seed=5, e01_tools=source, e02_user=USER) for source in sources]
    assert together == alone


def test_a_result_is_json_to_its_last_bit(tools, grade):
    result = grade(tools, e01_tools=DONE.replace("2 * x", "x.nothing"), e02_user=USER).public()
    assert json.loads(json.dumps(result)) == result


# --- the learner's files --------------------------------------------------------------------


def fingerprint(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


EVIL = "import os\nraise SystemExit('this file was run')\n"


def test_grading_changes_no_file_and_runs_no_other(
    tools, launcher, settings, tmp_path, monkeypatch
):
    """A numpy.py, conftest.py or sitecustomize.py of theirs does nothing, even from there."""
    files = {"e01_tools.py": DONE, "e02_user.py": USER, "e01_tools.pyc": "\0"}
    names = ["numpy", "conftest", "sitecustomize", "usercustomize", "msgspec", "random", "pytest"]
    files |= {f"{name}.py": EVIL for name in names}
    files |= {"pytest.ini": "[pytest]\naddopts = --no-such-option\n", "evil.pth": "import os\n"}
    files |= {"nngrade/__init__.py": EVIL, "__pycache__/e01_tools.cpython-311.pyc": "\0"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(dedent(text), encoding="utf-8")
    before = fingerprint(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = Judge(tools, launcher, settings).grade(read_submission(tmp_path, tools.catalog))
    assert result.passed
    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf" + DONE.encode(),
        DONE.replace("\n", "\r\n").encode(),
        DONE.replace("    ", "\t").rstrip().encode(),
        b"# -*- coding: latin-1 -*-\n# \xfc\n" + DONE.encode(),
        DONE.replace("double(x): return 2 * x", "double(χ): return 2 * χ").encode(),
    ],
)
def test_a_file_may_be_written_as_python_allows(tools, grade, source):
    assert grade(tools, ("e01",), e01_tools=source).passed


# --- what the learner reads -----------------------------------------------------------------


def test_a_known_mistake_is_named(tools, grade):
    result = grade(tools, ("e01",), e01_tools=DONE.replace("2 * x", "3 * x"))
    first = result.exercises[0].checks[0]
    assert first.diagnosis.id == "tripled"
    assert first.diagnosis.title == "You tripled"
    assert first.public()["diagnosis"]["hint"] == "Print double(1)."


def test_an_unknown_mistake_has_no_name(tools, grade):
    result = grade(tools, ("e01",), e01_tools=DONE.replace("2 * x", "5 * x"))
    assert result.exercises[0].checks[0].diagnosis is None
    assert result.exercises[0].checks[0].message.startswith("double(np.array([")


def test_of_what_a_failing_check_printed_twenty_lines_are_kept_and_escaped(tools, grade):
    noisy = DONE.replace(
        "return 2 * x", "[print(f'\\x1b[31m{i}') for i in range(30)]; return 3 * x"
    )
    first = grade(tools, ("e01",), e01_tools=noisy).exercises[0].checks[0]
    lines = first.printed.splitlines()
    assert lines[0] == r"\x1b[31m0"
    assert lines[19:] == [r"\x1b[31m19", "… and 10 more lines"]


def test_what_a_passing_check_printed_is_not_kept(tools, grade):
    noisy = DONE.replace("return 2 * x", "print('here', x); return 2 * x")
    result = grade(tools, ("e01",), e01_tools=noisy)
    assert result.passed
    assert {check.printed for check in result.exercises[0].checks} == {""}


def test_one_check_s_output_is_not_another_s(tools, grade):
    noisy = DONE.replace("return 2 * x", "print(x.dtype); return 5 * x")
    first, second, *_ = grade(tools, ("e01",), e01_tools=noisy).exercises[0].checks
    assert (first.printed, second.printed) == ("float64", "float32")


def test_the_course_s_own_solution_passes_and_its_stub_is_not_started(course, launcher):
    """One exercise of the real course; all of them are tried in tests/test_submissions.py."""
    judge = Judge(course, launcher)
    relu = [course.catalog.find("relu")]
    solution = read_submission(course.solutions, course.catalog)
    assert judge.grade(solution, relu).passed
    stub = judge.grade(read_submission(course.exercises, course.catalog), relu)
    assert outcomes(stub) == ["not_started"]
