"""`nngrade` and `nngrade check`, from the first start to the last exercise."""

import json
import shutil

import pytest

from nngrade.store import ResultStore
from nngrade.text import visible


def solve(course, *slugs):
    for slug in slugs:
        shutil.copy(course.solutions / f"{slug}.py", course.exercises)


def write(course, slug, text):
    (course.exercises / f"{slug}.py").write_text(text, encoding="utf-8")


WRONG_SOFTMAX = """
import numpy as np

def softmax(logits):
    weights = np.exp(logits - logits.max())
    return weights / weights.sum(axis=0)
"""


# --- the bare command ----------------------------------------------------------------------------


def test_the_first_start_says_how_to_begin(small_nngrade):
    done = small_nngrade()
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "\n  e01 data — not started. Open exercises/e01_data.py; read: nngrade lesson data.\n"
    )


def test_the_bare_command_stops_at_the_first_unfinished_exercise(small_nngrade, small_course):
    solve(small_course, "e01_data")
    write(small_course, "e05_softmax", WRONG_SOFTMAX)
    done = small_nngrade()
    assert done.returncode == 1
    assert "e01 data            ✓" in done.stdout
    assert "e04 relu — not started." in done.stdout
    assert "softmax" not in done.stdout


def test_a_mistake_is_named_with_its_facts_and_a_hint(small_nngrade, small_course):
    solve(small_course, "e01_data", "e04_relu")
    write(small_course, "e05_softmax", WRONG_SOFTMAX)
    text = small_nngrade().stdout
    assert "✗ Each row adds up to 1" in text
    assert "You normalised down the columns, over the batch." in text
    assert "lesson: nngrade lesson softmax" in text
    assert "fix this one first" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_finished_course_is_exit_0(small_nngrade, small_course):
    solve(small_course, "e01_data", "e04_relu", "e05_softmax")
    done = small_nngrade()
    assert done.returncode == 0
    assert done.stdout.count("✓") == 3
    assert "Every exercise is done." in done.stdout


# --- check, as text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["e04_relu", "e04", "relu", "e04_relu.py", "exercises/e04_relu.py"]
)
def test_an_exercise_has_several_names(small_nngrade, small_course, name):
    solve(small_course, "e04_relu")
    done = small_nngrade("check", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "25 of 25 points" in done.stdout


def test_without_a_name_all_are_checked(small_nngrade, small_course):
    solve(small_course, "e04_relu")
    done = small_nngrade("check")
    assert done.returncode == 1
    assert [line.split()[1] for line in done.stdout.splitlines()[1:4]] == [
        "data",
        "relu",
        "softmax",
    ]
    assert "25 of 100 points" in done.stdout


def test_a_missing_file_is_told_by_its_name(small_nngrade, small_course):
    (small_course.exercises / "e04_relu.py").unlink()
    done = small_nngrade("check", "relu")
    assert done.returncode == 1
    assert "e04_relu.py is missing. `nngrade reset relu` puts" in done.stdout


def test_what_a_learner_prints_is_shown_and_acts_on_nothing(small_nngrade, small_course):
    hostile = "\x1b[31mred\x1b[0m [/red] [bold]"
    write(
        small_course,
        "e04_relu",
        f"def relu(z):\n    print({hostile!r})\n    raise ValueError('[/]')\n",
    )
    done = small_nngrade("check", "relu")
    assert (done.returncode, done.stderr) == (1, "")
    assert "ValueError: [/]" in done.stdout
    assert visible(hostile, 100) in done.stdout
    assert "\x1b" not in done.stdout


def test_a_terminal_that_knows_only_ascii_is_enough(small_nngrade, small_course):
    solve(small_course, "e04_relu")
    done = small_nngrade("check", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    assert "e04 relu            +  25/25" in done.stdout


# --- check, as JSON ------------------------------------------------------------------------------


def test_json_is_one_object_and_nothing_else(small_nngrade, small_course):
    solve(small_course, "e01_data")
    write(small_course, "e04_relu", "def relu(z):\n    print('hello')\n    return z\n")
    write(small_course, "e05_softmax", WRONG_SOFTMAX)
    done = small_nngrade("check", "--format", "json", "--seed", "7")
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert list(found) == [
        "schema", "score", "points", "seed", "isolation", "versions", "exercises",
    ]  # fmt: skip
    assert (found["schema"], found["score"], found["points"], found["seed"]) == (1, 50, 100, 7)
    assert [one["outcome"] for one in found["exercises"]] == ["passed", "failed", "failed"]
    softmax = found["exercises"][2]
    assert list(softmax) == [
        "slug", "outcome", "score", "points", "graded_with_reference", "checks",
    ]  # fmt: skip
    check = softmax["checks"][0]
    assert list(check) == ["id", "title", "outcome", "message", "diagnosis"]
    assert check["id"] == "e05_softmax::each_row_adds_up_to_one"
    assert list(check["diagnosis"]) == ["id", "title", "hint"]
    assert found["exercises"][0]["checks"][0]["diagnosis"] is None


def test_json_survives_any_encoding(small_nngrade, small_course):
    write(small_course, "e04_relu", "def relu(z):\n    raise ValueError('größer als ½')\n")
    done = small_nngrade("check", "relu", "--format", "json", PYTHONIOENCODING="ascii")
    assert "größer als ½" in json.loads(done.stdout)["exercises"][0]["checks"][0]["message"]


def test_the_same_seed_gives_the_same_object(small_nngrade):
    first, again = (small_nngrade("check", "--format", "json", "--seed", 3) for _ in range(2))
    assert first.stdout == again.stdout


def test_an_untouched_stub_is_not_started_and_not_passed(small_nngrade):
    done = small_nngrade("check", "relu", "--format", "json")
    (relu,) = json.loads(done.stdout)["exercises"]
    assert done.returncode == 1
    assert (relu["outcome"], relu["score"]) == ("not_started", 0)
    assert {check["outcome"] for check in relu["checks"]} == {"not_started"}


def test_the_reference_solutions_get_all_points_in_the_whole_course(nngrade):
    done = nngrade("check", "--submission", "solutions", "--format", "json")
    found = json.loads(done.stdout)
    assert [one["slug"] for one in found["exercises"] if one["outcome"] != "passed"] == []
    assert (done.returncode, found["score"], found["points"]) == (0, 100, 100)


# --- whose work, and whose course ----------------------------------------------------------------


@pytest.mark.parametrize("place", [".", "exercises"])
def test_a_submission_is_a_folder_of_files_or_holds_one(
    small_nngrade, small_course, tmp_path, place
):
    solve(small_course, "e04_relu")
    folder = tmp_path / "handed in" / place
    shutil.copytree(small_course.exercises, folder, dirs_exist_ok=True)
    done = small_nngrade("check", "relu", "--submission", tmp_path / "handed in", "--allow-unsafe")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_of_another_folder_is_not_taken_for_ones_own(small_nngrade):
    done = small_nngrade("check", "solutions/e04_relu.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("`nngrade check relu --submission solutions`.\n")
    done = small_nngrade("check", "solutions/e04_relu.py", "--submission", "solutions")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_submission_that_is_not_there_is_exit_2(small_nngrade):
    done = small_nngrade("check", "--submission", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nngrade: There is no folder or archive nowhere. Check the path.\n"


def test_a_course_found_inside_the_submission_is_refused(small_nngrade, small_course):
    """It would bring its own checks, which run trusted."""
    done = small_nngrade("check", "--submission", small_course.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "was found inside the submission itself" in done.stderr
    assert "--course" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_course_that_is_named_is_trusted_wherever_it_lies(small_nngrade, small_course):
    done = small_nngrade(
        "--course", ".", "check", "relu", "--submission", small_course.root, "--allow-unsafe"
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "not started" in done.stdout


def test_only_the_learners_own_results_are_saved(small_nngrade, small_course, tmp_path):
    shutil.copytree(small_course.solutions, tmp_path / "other")
    small_nngrade("check", "--submission", "solutions")
    small_nngrade("check", "--submission", tmp_path / "other", "--allow-unsafe")
    assert not small_course.results.exists()
    small_nngrade("check", "relu")
    with ResultStore(small_course.results) as store:
        assert list(store.latest_checks()) == ["e04_relu"]


def test_checks_that_are_missing_are_the_graders_fault(small_nngrade, small_course):
    (small_course.checks / "test_e04_relu.py").unlink()
    done = small_nngrade("check")
    assert (done.returncode, done.stdout) == (3, "")
    assert "lacks test_e04_relu.py" in done.stderr


def test_a_check_that_does_not_load_is_the_graders_fault(small_nngrade, small_course):
    (small_course.checks / "test_e04_relu.py").write_text("import nothing_like_it\n")
    done = small_nngrade("check", "relu", "--format", "json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "nothing_like_it" in done.stderr
