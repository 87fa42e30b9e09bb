"""What `dev check` finds: each fault is planted in a copied course and gets its sentence."""

import pytest

from nngrade.authoring import problems
from nngrade.course import open_course
from nngrade.errors import GraderError
from nngrade.stubs import write_stubs


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} holds no {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_check(course, function, body):
    checks = course.checks / "test_e04_relu.py"
    added = f"""

@pytest.mark.of("{function}")
def test_added(student):
    '''It holds'''
    {body}
"""
    checks.write_text(checks.read_text(encoding="utf-8") + added, encoding="utf-8")


def with_function(course, name):
    """Return the course with one function more, taught and solved but not checked."""
    edit(course.root / "course" / "catalog.toml", '["relu"]', f'["relu", "{name}"]')
    added = f"""

def {name}(z):
    # BEGIN SOLUTION
    return z + 0.5
    # END SOLUTION
"""
    for path, text in {
        course.solutions / "e04_relu.py": added,
        course.lessons / "e04_relu.md": f"\n## {name}\n",
    }.items():
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    write_stubs(course.solutions, course.exercises)
    return open_course(course.root)


def test_a_course_in_step_has_no_problems(small_course, launcher):
    assert problems(small_course, launcher) == []


def test_a_learners_own_work_is_no_problem_of_the_checks(small_course, launcher):
    """Only what the solutions make of the stubs is graded; the changed file itself is stale."""
    stub = small_course.exercises / "e04_relu.py"
    stub.write_text("def relu(z):\n    return z\n", encoding="utf-8")
    assert problems(small_course, launcher) == [
        "exercises/e04_relu.py is not what its solution makes: run `nngrade dev stubs`."
    ]


def test_a_line_of_a_solution_in_its_stub_is_a_leak(small_course, launcher):
    solution = small_course.solutions / "e05_softmax.py"
    line = solution.read_text(encoding="utf-8").split("# END SOLUTION")[0].splitlines()[-2].strip()
    stub = small_course.exercises / "e05_softmax.py"
    stub.write_text(stub.read_text(encoding="utf-8") + f"\n    {line}\n", encoding="utf-8")
    assert f"exercises/e05_softmax.py shows a line of the solution: {line}" in problems(
        small_course, launcher
    )


def test_a_function_without_its_section_in_the_lesson_is_untaught(small_course, launcher):
    edit(small_course.lessons / "e01_data.md", "## one_hot", "## Labels")
    assert problems(small_course, launcher) == ["e01_data.md has no section `## one_hot`."]


def test_a_missing_lesson_teaches_nothing(small_course, launcher):
    (small_course.lessons / "e04_relu.md").unlink()
    assert problems(small_course, launcher) == ["e04_relu.md has no section `## relu`."]


def test_a_solution_that_fails_its_checks_is_told_with_the_check(small_course, launcher):
    edit(small_course.solutions / "e05_softmax.py", "axis=1", "axis=0")
    found = problems(small_course, launcher)
    assert any(
        one.startswith("The solution fails e05_softmax::each_row_adds_up_to_one: softmax(")
        for one in found
    )


def test_a_stub_that_passes_a_check_is_told(small_course, launcher):
    """A check that holds for code that nobody wrote proves nothing."""
    add_check(small_course, "relu", "pass")
    assert problems(small_course, launcher) == [
        "The stub passes e04_relu::added: no check may pass before anything is written."
    ]


def test_a_stub_that_is_anything_but_not_started_is_told(small_course, launcher):
    add_check(small_course, "relu", "student.nothing_of_this_name()")
    found = problems(small_course, launcher)
    assert any(one.startswith("The stub ends e04_relu::added as failed") for one in found)


def test_a_function_without_a_check_is_told(small_course, launcher):
    edited = with_function(small_course, "leaky_relu")
    assert problems(edited, launcher)[-1:] == [
        "No hidden check examines leaky_relu of e04_relu.py."
    ]


def test_a_function_that_the_solution_lacks_is_told(small_course, launcher):
    catalog = small_course.root / "course" / "catalog.toml"
    edit(catalog, '["relu"]', '["relu", "leaky_relu"]')
    with pytest.raises(
        GraderError, match=r"lists leaky_relu, but the solution e04_relu.py defines"
    ):
        problems(open_course(small_course.root), launcher)


def test_a_check_of_a_function_that_the_catalogue_lacks_is_told(small_course, launcher):
    add_check(small_course, "leaky_relu", "student.relu([1.0])")
    assert problems(small_course, launcher) == [
        "A check examines leaky_relu, which e04_relu doesn't list."
    ]
