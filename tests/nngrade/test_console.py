"""How results look: tested where nobody watches, without colour and at 80 columns."""

import io
from dataclasses import replace

import pytest

from nngrade.console import (
    counted,
    make_console,
    mark,
    show_catalog,
    show_next_step,
    show_result,
    show_run,
)
from nngrade.results import (
    CheckResult,
    Diagnosis,
    Evaluation,
    ExerciseResult,
    Outcome,
    SubmissionResult,
    TrainingRun,
)

PASSED, FAILED, ERROR, NOT_STARTED = Outcome


def a_check(function, outcome, **fields):
    return CheckResult(f"x::{function}", f"{function} does it", function, outcome, **fields)


def an_exercise(slug, outcome, *checks, title=None, score=0.0, points=8.0, **fields):
    title = title or slug.split("_", 1)[1]
    return ExerciseResult(slug, title, outcome, score, points, checks=checks, **fields)


def passed(slug, points):
    return an_exercise(slug, PASSED, a_check("f", PASSED), score=points, points=points)


def untouched(slug, *functions):
    checks = [a_check(function, NOT_STARTED) for function in functions or ("f",)]
    return an_exercise(slug, NOT_STARTED, *checks)


def graded(*exercises):
    score = sum(one.score for one in exercises)
    points = sum(one.points for one in exercises)
    return SubmissionResult(score, points, 0, "none", {}, exercises)


WRONG_SOFTMAX = an_exercise(
    "e05_softmax",
    FAILED,
    a_check("softmax", PASSED),
    a_check(
        "softmax",
        FAILED,
        message="softmax([[0, 1]])\n  row 0 adds up to 0.032, must be 1",
        diagnosis=Diagnosis("over-the-batch", "You normalised over the batch", "Print p.sum()."),
    ),
    a_check("softmax", FAILED, message="not shown"),
)
HALF_DONE = an_exercise(
    "e01_data",
    FAILED,
    a_check("normalize", PASSED),
    a_check("one_hot", NOT_STARTED),
    score=4.0,
)
RUN = TrainingRun(
    network="simple",
    layer_sizes=(784, 10, 10),
    seed=0,
    source="bundled",
    epochs=2,
    batch_size=64,
    learning_rates=(0.1, 0.01),
    losses=(0.5, 0.4),
    accuracies=(0.8, 0.9),
    accuracy=0.9,
    seconds=3.21,
    isolation="none",
    evaluation=Evaluation(0.9, ((1,),), (28, 28), (), (), ()),
)


@pytest.fixture
def shown(course):
    """Return a function that gives what `show` prints into a pipe."""

    def text(show, *arguments, encoding="utf-8"):
        if show in {show_result, show_next_step}:
            arguments = (*arguments, course.catalog.exercises)
        pipe = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
        show(make_console(pipe), *arguments)
        pipe.flush()
        return pipe.buffer.getvalue().decode(encoding)

    return text


def test_each_exercise_has_a_row_with_its_points_or_its_checks(shown):
    result = graded(passed("e01_data", 8), passed("e02_initialization", 10), WRONG_SOFTMAX)
    assert shown(show_result, result).splitlines()[:4] == [
        "",
        "  e01 data            ✓   8/8",
        "  e02 initialization  ✓  10/10",
        "  e05 softmax         ✗   1 of 3 checks pass",
    ]


def test_the_only_failure_is_not_followed_by_a_count(shown):
    check = a_check("relu", FAILED, message="wrong")
    assert "more" not in shown(show_result, graded(an_exercise("e04_relu", FAILED, check)))


def test_a_failure_reads_from_what_it_is_to_where_to_look(shown):
    """Title, named mistake, facts, hint, lesson, how many more: in that order, one failure only."""
    lines = shown(show_next_step, graded(WRONG_SOFTMAX)).splitlines()
    assert [line for line in lines if line][1:] == [
        "  ✗ softmax does it",
        "    You normalised over the batch.",
        "    softmax([[0, 1]])",
        "      row 0 adds up to 0.032, must be 1",
        "    Print p.sum().",
        "    lesson: nngrade lesson softmax",
        "    1 more check fails; fix this one first.",
    ]


def test_the_first_start_says_how_to_begin(shown):
    assert shown(show_next_step, graded(untouched("e01_data"))) == (
        "\n  e01 data — not started. Open exercises/e01_data.py; read: nngrade lesson data.\n"
    )


def test_the_next_step_after_exercises_that_pass_is_the_first_untouched_one(shown):
    text = shown(show_next_step, graded(passed("e03_linear", 6), untouched("e04_relu")))
    assert "  e03 linear          ✓   6/6\n\n  e04 relu — not started." in text


def test_a_half_done_exercise_shows_each_function(shown):
    checks = (a_check("relative_error", FAILED, message="wrong"), *HALF_DONE.checks)
    lines = shown(show_result, graded(replace(HALF_DONE, checks=checks))).splitlines()
    assert lines[2:5] == [
        "      relative_error  ✗",
        "      normalize       ✓",
        "      one_hot         not started",
    ]


def test_a_half_done_exercise_without_a_mistake_names_what_to_write_next(shown):
    text = shown(show_next_step, graded(HALF_DONE))
    assert "  one_hot — not started. Open exercises/e01_data.py; read: nngrade lesson data." in text


def test_a_mistake_comes_before_what_is_not_started(shown):
    text = shown(show_result, graded(untouched("e01_data"), WRONG_SOFTMAX))
    assert "✗ softmax does it" in text
    assert "Open exercises" not in text


def test_a_file_that_does_not_load_is_told_once(shown):
    """Every check of it holds the same message; it isn't about any single check."""
    why = "e04_relu.py is not valid Python: SyntaxError: '(' was never closed"
    checks = [a_check("relu", ERROR, message=why) for _ in range(5)]
    text = shown(show_result, graded(an_exercise("e04_relu", ERROR, *checks)))
    assert "could not be checked" in text
    assert text.count(why) == 1
    assert "relu does it" not in text
    assert "more check" not in text


def test_functions_that_the_reference_stood_in_for_are_named(shown):
    exercise = replace(WRONG_SOFTMAX, graded_with_reference=("relu", "linear_forward"))
    assert "graded with the reference relu, linear_forward\n" in shown(
        show_result, graded(exercise)
    )


def test_an_exercise_that_is_not_started_says_nothing_of_the_reference(shown):
    exercise = replace(untouched("e10_simple_network"), graded_with_reference=("relu",))
    assert "reference" not in shown(show_result, graded(exercise))


def test_points_are_given_for_what_was_asked(shown):
    result = graded(HALF_DONE, passed("e02_initialization", 10))
    assert shown(show_result, result).endswith("\n  14 of 18 points\n")


def test_the_next_step_gives_no_points_of_a_course_half_way(shown):
    """Only exercises up to the first unfinished one are checked: their sum would mislead."""
    assert "points" not in shown(show_next_step, graded(passed("e01_data", 8), WRONG_SOFTMAX))


def test_a_finished_course_leads_to_training(shown):
    text = shown(show_next_step, graded(passed("e12_evaluation", 4)))
    assert text.endswith("  Every exercise is done. Now train your networks: nngrade train\n")


def test_what_learners_printed_is_shown_under_their_failing_check(shown):
    check = a_check("relu", FAILED, message="wrong", printed="z is [1 2]\n  and more")
    text = shown(show_result, graded(an_exercise("e04_relu", FAILED, check)))
    assert "    Your code printed:\n      z is [1 2]\n        and more\n" in text


def test_lines_fit_into_80_columns(shown):
    long = "expected a list with one mean loss, and it was something else " * 4
    check = a_check("relu", FAILED, message=f"relu(z)\n  {long}", printed=long)
    exercise = an_exercise(
        "e11_neural_network",
        FAILED,
        check,
        title="neural network",
        graded_with_reference=("linear_backward", "cross_entropy_backward") * 3,
    )
    text = shown(show_result, graded(exercise))
    assert max(map(len, text.splitlines())) <= 80
    assert " ".join(text.split()).count("mean loss") == 8


def test_a_wrapped_line_keeps_its_indent(shown):
    check = a_check("relu", FAILED, message="relu(z)\n  " + "word " * 40)
    lines = shown(show_result, graded(an_exercise("e04_relu", FAILED, check))).splitlines()
    assert [line for line in lines if "word" in line and not line.startswith("      word")] == []


@pytest.mark.parametrize("hostile", ["[/red]", "[bold]big[/]", "[link=https://x.example]y[/link]"])
def test_markup_in_a_learners_words_is_plain_text(shown, hostile):
    check = a_check("relu", FAILED, message=f"got {hostile}", printed=hostile)
    text = shown(show_result, graded(an_exercise("e04_relu", FAILED, check)))
    assert f"    got {hostile}\n" in text
    assert f"      {hostile}\n" in text
    assert hostile in shown(show_run, replace(RUN, notes=(hostile,)))


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x1b]0;title\x07", "\u202eabc", "\x9b31m", "a\rb"])
def test_control_characters_in_a_learners_words_do_nothing(shown, hostile):
    check = a_check("relu", FAILED, message=f"got {hostile}", printed=hostile)
    text = shown(show_result, graded(an_exercise("e04_relu", FAILED, check)))
    assert hostile not in text
    assert not any(character in text for character in "\x1b\x07\x9b\u202e\r")
    assert hostile not in shown(show_run, replace(RUN, notes=(hostile,)))


def test_a_pipe_gets_no_colour(shown, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" not in shown(show_result, graded(WRONG_SOFTMAX, passed("e01_data", 8)))


def test_a_terminal_gets_colour(course, monkeypatch):
    """The counterpart: the test above would pass if nothing were ever coloured."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    show_result(make_console(terminal), graded(WRONG_SOFTMAX), course.catalog.exercises)
    assert "\x1b[31m✗" in terminal.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_encodings_without_the_marks_fall_back_to_plain_ones(encoding):
    console = make_console(io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert [mark(console, outcome) for outcome in (PASSED, FAILED, ERROR)] == ["+", "x", "x"]


def test_an_ascii_pipe_shows_rows_without_an_error(shown):
    result = graded(passed("e01_data", 8), WRONG_SOFTMAX)
    assert "  e01 data            +   8/8\n" in shown(show_result, result, encoding="ascii")


def test_the_catalogue_shows_every_exercise_and_where_the_learner_stands(shown, course):
    exercises = course.catalog.exercises
    results = {"e01_data": HALF_DONE, "e04_relu": untouched("e04_relu")}
    lines = shown(show_catalog, exercises, results).splitlines()
    assert max(map(len, lines)) <= 80
    row = {line.split()[0]: line for line in lines if line.startswith("e")}
    assert set(row) == {one.slug for one in exercises} | {"exercise"}
    assert "✗  4/8" in row["e01_data"]
    assert "·  not started" in row["e04_relu"]
    assert "not checked yet" in row["e05_softmax"]


def test_a_run_tells_sizes_accuracy_and_time(shown):
    assert shown(show_run, RUN) == (
        "  simple 784-10-10: 90.00% of the test images right after 2 epochs, 3.2 s\n"
    )


def test_numbers_agree_with_their_nouns():
    assert [counted(number, "epoch") for number in (0, 1, 2)] == ["0 epochs", "1 epoch", "2 epochs"]
