"""`nngrade dev`: what authors run."""

import pytest


def test_stubs_that_are_up_to_date_are_exit_0(nngrade, course):
    done = nngrade("dev", "stubs", "--check")
    assert (done.returncode, done.stderr) == (0, "")
    count = len(course.catalog.exercises)
    assert done.stdout == f"All {count} stubs are what their solutions make.\n"


def test_a_stub_that_differs_is_named_and_not_touched(small_nngrade, small_course):
    stub = small_course.exercises / "e04_relu.py"
    stub.write_text("# changed\n", encoding="utf-8")
    done = small_nngrade("dev", "stubs", "--check")
    assert (done.returncode, done.stdout) == (
        1,
        "exercises/e04_relu.py differs from what its solution makes.\n",
    )
    assert stub.read_text(encoding="utf-8") == "# changed\n"


def test_stubs_are_written_from_their_solutions(small_nngrade, small_course):
    stub = small_course.exercises / "e04_relu.py"
    before = stub.read_bytes()
    stub.unlink()
    done = small_nngrade("dev", "stubs")
    assert (done.returncode, done.stdout) == (0, "exercises/e04_relu.py written\n")
    assert stub.read_bytes() == before


def test_a_solution_without_its_end_marker_is_exit_3(small_nngrade, small_course):
    solution = small_course.solutions / "e04_relu.py"
    text = solution.read_text(encoding="utf-8")
    solution.write_text(text.replace("# END SOLUTION", ""), encoding="utf-8")
    done = small_nngrade("dev", "stubs", "--check")
    assert (done.returncode, done.stdout) == (3, "")
    assert "e04_relu.py" in done.stderr
    assert "# END SOLUTION" in done.stderr


def test_a_course_in_step_is_exit_0(small_nngrade):
    done = small_nngrade("dev", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 exercises, 4 functions: all in step.\n"


def test_each_problem_is_a_line_and_exit_1(small_nngrade, small_course):
    (small_course.lessons / "e04_relu.md").unlink()
    (small_course.lessons / "e05_softmax.md").unlink()
    done = small_nngrade("dev", "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "e04_relu.md has no section `## relu`.",
        "e05_softmax.md has no section `## softmax`.",
    ]


def test_the_repositorys_own_course_is_in_step(nngrade, course):
    done = nngrade("dev", "check")
    assert (done.returncode, done.stderr) == (0, "")
    exercises = course.catalog.exercises
    functions = sum(len(one.functions) for one in exercises)
    assert done.stdout == f"{len(exercises)} exercises, {functions} functions: all in step.\n"


def test_figures_that_are_up_to_date_are_exit_0(nngrade, course):
    done = nngrade("dev", "figures", "--check", cwd=course.root)
    assert (done.returncode, done.stderr) == (0, "")
    count = len(list(course.figures.glob("*.svg")))
    assert done.stdout == f"All {count} figures are what the solutions draw.\n"


def test_figures_without_their_numbers_name_what_measures_them(nngrade, course_copy):
    done = nngrade("dev", "figures")
    assert (done.returncode, done.stdout) == (3, "")
    assert list(course_copy.figures.iterdir()) == []
    assert "Run tests/benchmarks/" in done.stderr


def test_lessons_get_their_lists_of_mistakes(small_nngrade, small_course):
    lesson = small_course.lessons / "e04_relu.md"
    lesson.write_text("# R\n\n## relu\n\n## When something is off\n", encoding="utf-8")
    stale = small_nngrade("dev", "lessons", "--check")
    named = "course/lessons/e04_relu.md doesn't list the mistakes that the grader knows.\n"
    assert stale.returncode == 1
    assert named in stale.stdout
    assert "<!-- mistakes -->" not in lesson.read_text(encoding="utf-8")
    done = small_nngrade("dev", "lessons")
    assert (done.returncode, done.stderr) == (0, "")
    assert "course/lessons/e04_relu.md written\n" in done.stdout
    assert "You returned z as it was" in lesson.read_text(encoding="utf-8")
    again = small_nngrade("dev", "lessons", "--check")
    assert (again.returncode, again.stdout) == (
        0,
        "All 3 lessons list the mistakes that are known.\n",
    )


@pytest.mark.parametrize("command", ["stubs", "check"])
def test_authors_commands_save_no_results(small_nngrade, small_course, command):
    small_nngrade("dev", command)
    assert not small_course.results.exists()


def test_mutants_are_graded_and_their_page_written(small_nngrade, small_course):
    for slug in ("e01_data", "e05_softmax"):
        (small_course.misconceptions / f"{slug}.py").unlink()
        (small_course.checks / f"test_{slug}.py").write_text("", encoding="utf-8")
    page = small_course.root / "course" / "misconceptions.md"
    stale = small_nngrade("dev", "mutants", "--check", "-j", 1)
    assert stale.returncode == 1
    assert "course/misconceptions.md is not what the misconceptions make" in stale.stdout
    assert not page.exists()
    done = small_nngrade("dev", "mutants", "-j", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert "named by their own id" in done.stdout
    assert "### `relu`" in page.read_text(encoding="utf-8")
    assert small_nngrade("dev", "mutants", "--check").returncode == 0


def test_a_mutant_that_survives_is_exit_1(small_nngrade, small_course):
    for slug in ("e01_data", "e05_softmax"):
        (small_course.misconceptions / f"{slug}.py").unlink()
        (small_course.checks / f"test_{slug}.py").write_text("", encoding="utf-8")
    with (small_course.misconceptions / "e04_relu.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\n@misconception(of='relu', title='t', hint='h')\n"
            "def none_at_all(z):\n    return np.maximum(z, 0)\n"
        )
    small_nngrade("dev", "mutants")
    done = small_nngrade("dev", "mutants", "--check")
    assert done.returncode == 1
    assert "e04_relu: none-at-all fails no check of its function." in done.stdout
