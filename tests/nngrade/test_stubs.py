"""A stub is its solution with every region, and nothing else, taken out."""

import ast
from pathlib import Path
from textwrap import dedent

import pytest

from nngrade.catalog import read_catalog
from nngrade.errors import NNGradeError
from nngrade.stubs import make_stub, solution_lines, stale_stubs, write_stubs

ROOT = Path(__file__).parents[2]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.py"))
EXERCISES = read_catalog(ROOT / "course" / "catalog.toml").exercises

RELU = dedent(
    '''
    """Exercise 4."""

    import numpy as np


    def relu(z):
        """Keep what is positive."""
        # BEGIN SOLUTION
        return np.maximum(z, 0)
        # END SOLUTION


    LIMIT = 3
    '''
).lstrip()


def test_region_becomes_the_error_and_all_else_stays():
    assert make_stub(RELU, "e04_relu.py") == RELU.replace(
        "    # BEGIN SOLUTION\n    return np.maximum(z, 0)\n    # END SOLUTION\n",
        '    raise NotImplementedError("relu: see course/lessons/e04_relu.md")\n',
    )


def test_method_is_named_with_its_class_at_its_own_indentation():
    source = dedent(
        """
        class Net:
            @property
            def params(self):
                # BEGIN SOLUTION
                return []
                # END SOLUTION

            def forward(self, x):
                # BEGIN SOLUTION
                return x
                # END SOLUTION
        """
    )
    stub = make_stub(source, "e10_net.py")
    assert (
        '        raise NotImplementedError("Net.params: see course/lessons/e10_net.md")\n' in stub
    )
    assert (
        '        raise NotImplementedError("Net.forward: see course/lessons/e10_net.md")\n' in stub
    )


def test_region_deep_in_a_function_keeps_its_depth_and_the_outer_name():
    source = dedent(
        """
        def outer(items):
            for item in items:
                # BEGIN SOLUTION
                def inner():
                    return item

                inner()
                # END SOLUTION
        """
    )
    assert make_stub(source, "e01_x.py").endswith(
        "    for item in items:\n"
        '        raise NotImplementedError("outer: see course/lessons/e01_x.md")\n'
    )


def test_long_error_is_wrapped_as_the_formatter_would():
    name = "a_function_with_a_name_that_is_far_too_long_to_fit_on_one_line"
    source = f"def {name}():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    assert make_stub(source, "e01_x.py") == (
        f"def {name}():\n"
        "    raise NotImplementedError(\n"
        f'        "{name}: see course/lessons/e01_x.md"\n'
        "    )\n"
    )


def test_markers_in_strings_are_plain_text():
    source = 'def f():\n    return """\n    # BEGIN SOLUTION\n    """\n'
    assert make_stub(source, "e01_x.py") == source


def test_line_separators_of_other_kinds_do_not_shift_the_region():
    source = RELU.replace("Keep what", "Keep\x0c\u2028what")
    assert "np.maximum" not in make_stub(source, "e04_relu.py")
    assert "LIMIT = 3" in make_stub(source, "e04_relu.py")


def test_solution_lines_hold_the_code_without_comments_and_blanks():
    source = dedent(
        '''
        def f(x):
            """Say f."""
            given = 1
            # BEGIN SOLUTION
            # why
            y = (
                x + given
            )

            return y
            # END SOLUTION
        '''
    )
    assert solution_lines(source) == ["y = (", "x + given", ")", "return y"]


@pytest.mark.parametrize(
    ("source", "line", "fault"),
    [
        ("def f():\n    # BEGIN SOLUTION\n    return 1\n", 2, "no `# END SOLUTION` after"),
        ("def f():\n    return 1\n    # END SOLUTION\n", 3, "no `# BEGIN SOLUTION` before"),
        (
            (
                "def f():\n    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return 1\n"
                "    # END SOLUTION\n    # END SOLUTION\n"
            ),
            3,
            "the region of line 2 has not ended yet",
        ),
        ("# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n", 1, "inside the body of one function"),
        (
            "# BEGIN SOLUTION\ndef f():\n    return 1\n# END SOLUTION\n",
            1,
            "inside the body of one function",
        ),
        (
            "class A:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n",
            2,
            "inside the body of one function",
        ),
        (
            (
                "def f():\n    # BEGIN SOLUTION\n    return 1\n\n\n"
                "def g():\n    return 2\n    # END SOLUTION\n"
            ),
            2,
            "inside the body of one function",
        ),
        ("def f():\n    # BEGIN SOLUTION\n    # END SOLUTION\n    return 1\n", 2, "holds no code"),
        (
            "def f():\n    x = 1  # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n",
            2,
            "must stand on a line of its own",
        ),
        ("def f(:\n    pass\n", 1, "not valid Python"),
    ],
)
def test_malformed_source_is_told_with_file_and_line(source, line, fault):
    with pytest.raises(NNGradeError) as error:
        make_stub(source, "e01_x.py")
    assert str(error.value).startswith(f"e01_x.py:{line}: ")
    assert fault in str(error.value)


def test_region_that_cuts_a_statement_in_two_is_refused():
    source = (
        "def f():\n    return (\n        # BEGIN SOLUTION\n        1\n    )\n    # END SOLUTION\n"
    )
    with pytest.raises(NNGradeError, match=r"the stub of e01_x\.py:\d+: not valid Python"):
        make_stub(source, "e01_x.py")


@pytest.fixture
def folders(tmp_path):
    solutions, exercises = tmp_path / "solutions", tmp_path / "exercises"
    solutions.mkdir()
    (solutions / "e04_relu.py").write_text(RELU, encoding="utf-8", newline="\n")
    return solutions, exercises


def test_writing_makes_missing_stubs_and_leaves_the_others_alone(folders):
    solutions, exercises = folders
    assert write_stubs(solutions, exercises) == [exercises / "e04_relu.py"]
    assert write_stubs(solutions, exercises) == []
    assert stale_stubs(solutions, exercises) == []


@pytest.mark.parametrize(
    "change", [lambda old: old + b"\n", lambda old: old.replace(b"\n", b"\r\n"), lambda _: b""]
)
def test_one_changed_byte_makes_a_stub_stale(folders, change):
    solutions, exercises = folders
    (stub,) = write_stubs(solutions, exercises)
    stub.write_bytes(change(stub.read_bytes()))
    assert stale_stubs(solutions, exercises) == [stub]
    assert write_stubs(solutions, exercises) == [stub]
    assert stub.read_bytes() == make_stub(RELU, "e04_relu.py").encode()


def test_a_changed_solution_makes_its_stub_stale(folders):
    solutions, exercises = folders
    (stub,) = write_stubs(solutions, exercises)
    changed = RELU.replace("LIMIT = 3", "LIMIT = 4")
    (solutions / "e04_relu.py").write_text(changed, encoding="utf-8", newline="\n")
    assert stale_stubs(solutions, exercises) == [stub]


def test_a_folder_without_solutions_is_an_error_not_a_success(tmp_path):
    with pytest.raises(NNGradeError, match="no solutions in"):
        stale_stubs(tmp_path / "nowhere", tmp_path)


def test_a_solution_in_another_encoding_is_told_by_name(folders):
    solutions, exercises = folders
    (solutions / "e04_relu.py").write_bytes('"""Übung."""'.encode("latin-1"))
    with pytest.raises(NNGradeError, match=r"e04_relu\.py is not UTF-8 text \(byte 3\)"):
        write_stubs(solutions, exercises)


def test_a_solution_that_cannot_be_read_is_told_by_name(folders):
    solutions, exercises = folders
    (solutions / "e05_softmax.py").mkdir()
    with pytest.raises(NNGradeError, match=r"e05_softmax\.py can't be read"):
        write_stubs(solutions, exercises)


def test_committed_stubs_are_what_the_solutions_make():
    assert stale_stubs(ROOT / "solutions", ROOT / "exercises") == []


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_nothing_of_a_region_reaches_the_stub(solution):
    source = solution.read_text(encoding="utf-8")
    stub = {line.strip() for line in make_stub(source, solution.name).splitlines()}
    answers = solution_lines(source, solution.name)
    assert answers
    # A lone bracket stands in any text; it gives nothing away.
    assert [line for line in answers if line in stub and line not in {"[", "]", "(", ")"}] == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_every_function_of_a_stub_is_in_the_catalog_and_not_done(exercise):
    stub = (ROOT / "exercises" / exercise.file).read_text(encoding="utf-8")
    raising = {
        node.args[0].value.partition(":")[0]
        for node in ast.walk(ast.parse(stub))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "NotImplementedError"
    }
    # NeuralNetwork.params is an attribute, made by __init__: it has no body of its own.
    assert raising == set(exercise.functions) - {"NeuralNetwork.params"}
