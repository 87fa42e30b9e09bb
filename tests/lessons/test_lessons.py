"""What the lessons promise: every number real, every link alive, every function taught."""

import doctest
import re
from pathlib import Path
from statistics import mean

import msgspec
import numpy as np
import pytest

from nngrade.authoring.figures import FIGURES, stale_figures
from nngrade.authoring.mistakes import stale_lists
from nngrade.course import open_course
from nngrade.diagnosis import Misconceptions
from nngrade.judging.reference import Reference
from nngrade.lessons.markup import slug
from nngrade.stubs import solution_lines

COURSE = open_course(Path(__file__))
EXERCISES = COURSE.catalog.exercises
LAST = ["When something is off", "Further reading", "Now you"]
WIDEST = 78  # a terminal's 80 columns, less the margins of code
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)


def text_of(exercise):
    return (COURSE.lessons / f"{exercise.slug}.md").read_text(encoding="utf-8")


def prose_of(exercise):
    """Return a lesson without its fenced code."""
    return FENCE.sub("", text_of(exercise))


def headings(exercise, level):
    """Return a level's headings, names without their backticks."""
    return re.findall(rf"^{'#' * level} `?(.+?)`?$", prose_of(exercise), re.MULTILINE)


def code_lines(exercise):
    """Return all lines of code, and the code within sentences."""
    blocks = [block for _, block in FENCE.findall(text_of(exercise))]
    indented = re.findall(r"^ {4}(.+)$", prose_of(exercise), re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", prose_of(exercise))
    return "\n".join([*blocks, *indented, *spans]).splitlines()


@each_exercise
def test_a_lesson_has_its_sections_in_order(exercise):
    (title,) = headings(exercise, 1)
    assert title.casefold() == f"exercise {int(exercise.slug[1:3])} · {exercise.title}".casefold()
    found = headings(exercise, 2)
    assert found[-3:] == LAST
    assert [name for name in found if name in exercise.functions] == list(exercise.functions)


@each_exercise
def test_no_two_headings_share_an_anchor(exercise):
    anchors = [slug(one) for level in (1, 2, 3) for one in headings(exercise, level)]
    assert len(set(anchors)) == len(anchors)


@each_exercise
def test_a_lesson_ends_with_the_command_that_checks_its_exercise(exercise):
    last = text_of(exercise).split("\n## Now you\n")[1]
    assert f"nngrade check {exercise.name}" in last
    assert f"exercises/{exercise.file}" in last


@pytest.fixture(scope="module")
def names():
    """Give NumPy and every name of the solutions."""
    reference = Reference(COURSE.solutions, COURSE.catalog)
    exports = [name for one in EXERCISES for name in one.exports]
    return {"np": np} | {name: getattr(reference, name) for name in exports}


@each_exercise
def test_worked_examples_show_what_really_happens(exercise, names):
    blocks = [code for kind, code in FENCE.findall(text_of(exercise)) if kind == "python"]
    session = "\n\n".join(blocks)
    test = doctest.DocTestParser().get_doctest(session, dict(names), exercise.slug, None, 0)
    said = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert result.attempted >= 1
    assert result.failed == 0, "".join(said)


@each_exercise
def test_a_lesson_shows_no_line_of_a_solution(exercise):
    source = (COURSE.solutions / exercise.file).read_text(encoding="utf-8")
    typed = (re.sub(r"^\s*(>>>|\.\.\.) ?", "", line) for line in code_lines(exercise))
    shown = {line.strip().removeprefix("return ") for line in typed}
    secret = {line.removeprefix("return ") for line in solution_lines(source, exercise.file)}
    assert shown & secret == set()


@each_exercise
def test_code_and_formulas_fit_a_terminal(exercise):
    assert [line for line in code_lines(exercise) if len(line) > WIDEST] == []


@each_exercise
def test_formulas_need_no_typesetting(exercise):
    assert re.findall(r"\$[^$\n]+\$|\\frac|\\sum", prose_of(exercise)) == []


@each_exercise
def test_links_and_figures_lead_somewhere(exercise):
    for words, target in re.findall(r"\[([^\]\n]+)\]\(([^)\s]+)\)", prose_of(exercise)):
        if not target.startswith("https:"):
            file, _, anchor = target.partition("#")
            path = COURSE.lessons / (file or f"{exercise.slug}.md")
            assert path.is_file(), f"{words}: {target}"
            lines = path.read_text(encoding="utf-8").splitlines()
            anchors = {slug(line.lstrip("#")) for line in lines if line.startswith("#")}
            assert not anchor or anchor in anchors, f"{words}: {target}"


def test_every_figure_is_shown_and_told_in_words():
    shown = {
        Path(file).stem: words for one in EXERCISES for words, file in PICTURE.findall(text_of(one))
    }
    assert set(shown) == set(FIGURES)
    assert [name for name, words in shown.items() if len(words) < 30] == []


def test_figures_are_what_the_solutions_draw():
    assert stale_figures(COURSE) == []


def test_every_mistake_is_listed_in_its_lesson():
    assert stale_lists(COURSE) == []


@each_exercise
def test_every_title_of_a_mistake_is_mentioned(exercise):
    text = text_of(exercise)
    bugs = Misconceptions(COURSE.misconceptions).of(exercise.slug)
    assert bugs
    assert [bug.title for bug in bugs if f"- {bug.title}\n" not in text] == []


def test_lesson_2_tells_the_accuracies_that_were_measured():
    kept = msgspec.json.decode((COURSE.figures / "initialization.json").read_bytes())
    (lesson,) = (text_of(one) for one in EXERCISES if one.name == "initialization")
    rows = re.findall(r"^\| [^|]+\| ([\d.]+) % \| ([\d.]+) % \|", lesson, re.MULTILINE)
    small, deeper = (
        [mean(values) for values in of_scheme.values()] for of_scheme in kept["accuracy"].values()
    )
    told = np.array(rows, dtype=float)
    assert np.abs(told - np.stack([small, deeper], axis=1)).max() <= 0.0501
