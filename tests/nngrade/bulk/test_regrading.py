"""What changed is graded again with all that builds on it, and nothing else is."""

import re

import pytest

COUNTS = re.compile(r"(\d+) graded \((\d+) exercises? anew\), (\d+) known from before")
RELU = ("e04_relu", "e08_backprop", "e10_simple_network", "e11_neural_network")


@pytest.fixture
def submissions(course_copy, tmp_path):
    """Write three submissions, no two files alike; the last has a mistake in its ReLU."""
    folder = tmp_path / "class"
    for name in ("ann", "bob", "cid"):
        (folder / name).mkdir(parents=True)
        for path in course_copy.solutions.glob("*.py"):
            text = path.read_text(encoding="utf-8")
            if (name, path.stem) == ("cid", "e04_relu"):
                text = text.replace("np.maximum(z, 0", "np.minimum(z, 0")
            (folder / name / path.name).write_text(f"{text}# {name}\n", encoding="utf-8")
    return folder


@pytest.fixture
def counted(nngrade, course_copy, submissions, tmp_path):
    """Return a function that grades the class again: submissions, exercises anew, known ones."""

    def run():
        out = tmp_path / "out"
        done = nngrade("--course", course_copy.root, "bulk", submissions, "-o", out, "-j", 1)
        assert (done.code, done.err) == (0, "")
        return tuple(map(int, COUNTS.search(done.out).groups()))

    return run


def append(path, text="# changed\n"):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_only_what_a_change_reaches_is_graded_again(counted, course_copy, submissions):
    catalog = course_copy.catalog
    relu = catalog.find("e04")
    reached = [one for one in catalog.exercises if one == relu or relu in catalog.required_by(one)]
    assert tuple(one.slug for one in reached) == RELU
    count = len(catalog.exercises)
    assert counted() == (3, 3 * count, 0)
    assert counted() == (0, 0, 3), "nothing has changed"
    append(course_copy.checks / "test_e04_relu.py")
    assert counted() == (3, 3 * len(RELU), 0), "a check has"
    append(course_copy.misconceptions / "e04_relu.py")
    assert counted() == (3, 3 * len(RELU), 0), "a misconception has"
    append(submissions / "bob" / "e12_evaluation.py")
    assert counted() == (1, 1, 2), "a file of one submission has, that no other file names"
    append(submissions / "bob" / "e05_softmax.py")
    _, anew, known = counted()
    assert 1 <= anew < count
    assert known == 2
    append(submissions / "bob" / "notes.txt")
    assert counted() == (0, 0, 3), "a file that isn't graded has"
