"""The catalogue is read in order, and a mistake in it is told by file and key."""

from pathlib import Path
from textwrap import dedent

import pytest

from nngrade.catalog import read_catalog
from nngrade.errors import CatalogError, UsageFault

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "course" / "catalog.toml"

DATA = dedent(
    """
    [[exercise]]
    slug = "e01_data"
    file = "e01_data.py"
    title = "data"
    functions = ["normalize", "one_hot"]
    points = 40
    """
)
NETWORK = dedent(
    """
    [[exercise]]
    slug = "e02_network"
    file = "e02_network.py"
    title = "network"
    functions = ["Network.__init__", "Network.fit", "helper"]
    points = 60
    requires = ["e01_data"]
    hints = ["Look at the shapes."]
    """
)


@pytest.fixture
def written(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "catalog.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def course():
    return read_catalog(CATALOG)


def test_exercises_come_in_the_order_of_the_file(written):
    catalog = read_catalog(written(DATA + NETWORK))
    assert [exercise.slug for exercise in catalog.exercises] == ["e01_data", "e02_network"]


def test_an_exercise_knows_its_names(written):
    network = read_catalog(written(DATA + NETWORK)).find("e02")
    assert (network.module, network.number, network.name) == ("e02_network", "e02", "network")
    assert network.exports == ("Network", "helper")
    assert network.hints == ("Look at the shapes.",)


@pytest.mark.parametrize(
    "name",
    [
        "e05_softmax", "e05", "softmax", "e05_softmax.py", "exercises/e05_softmax.py",
        r".\exercises\e05_softmax.py", "E05", "e5", "e5_softmax", "Softmax", " softmax ",
    ],
)  # fmt: skip
def test_an_exercise_is_found_by_each_of_its_names(course, name):
    assert course.find(name).slug == "e05_softmax"


def test_a_name_of_several_words_is_found_with_hyphens(course):
    assert course.find("cross-entropy").slug == "e06_cross_entropy"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("softmx", "softmax"),
        ("exercises/e05_sofmax.py", "softmax"),
        ("onehot", "data"),
        ("linear_backward", "backprop"),
        ("NeuralNet", "neural_network"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(course, typed, meant):
    """Also where it is a function: the exercise that it belongs to is named."""
    with pytest.raises(UsageFault) as error:
        course.find(typed)
    assert str(error.value) == (f"There is no exercise called {typed!r}. Did you mean {meant}?")
    assert error.value.exit_code == 2


@pytest.mark.parametrize("name", ["", "everything", "e13", "e", "5", "exercises/"])
def test_a_name_like_no_other_is_answered_with_all(course, name):
    with pytest.raises(UsageFault, match=r"exercises are e01_data, .*, e12_evaluation\.$"):
        course.find(name)


def test_requirements_are_followed_to_their_own(course):
    backprop = course.find("e08")
    assert [exercise.number for exercise in course.required_by(backprop)] == [
        "e01", "e03", "e04", "e05",
    ]  # fmt: skip
    network = course.find("e11")
    assert [exercise.number for exercise in course.required_by(network)] == [
        "e01", "e02", "e03", "e04", "e05", "e06", "e08", "e09",
    ]  # fmt: skip
    assert course.required_by(course.find("e07")) == ()


def test_the_course_has_twelve_exercises_and_a_hundred_points(course):
    numbers = [exercise.number for exercise in course.exercises]
    assert numbers == [f"e{number:02}" for number in range(1, 13)]
    assert sum(exercise.points for exercise in course.exercises) == 100


def test_every_exercise_of_the_course_has_a_solution_a_stub_and_hints(course):
    for exercise in course.exercises:
        assert (ROOT / "solutions" / exercise.file).is_file()
        assert (ROOT / "exercises" / exercise.file).is_file()
        assert 2 <= len(exercise.hints) <= 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('slug = "e01_data"', 'slug = "e01-data"', "exercise[0] (e01-data).slug: a slug looks"),
        ('slug = "e01_data"', 'slug = "data"', "exercise[0] (data).slug: a slug looks"),
        ('slug = "e01_data"\n', "", "exercise[0]: Object missing required field `slug`"),
        ('file = "e01_data.py"', 'file = "data.py"', "file: expected e01_data.py"),
        ('title = "data"\n', "", "exercise[0]: Object missing required field `title`"),
        ('["normalize", "one_hot"]', "[]", "exercise[0] (e01_data).functions: at least one"),
        ('"one_hot"]', '"normalize"]', "exercise[0] (e01_data).functions: one stands there twice"),
        ('"one_hot"]', "7]", "exercise[0].functions[1]: Expected `str`, got `int`"),
        ("points = 40", 'points = "40"', "exercise[0].points: Expected `float`, got `str`"),
        ("points = 40", "points = 0", "exercise[0] (e01_data).points: they must be above 0"),
        ("points = 40", "points = 41", "exercise.points: they add up to 101, not 100"),
        ("points = 40", "points = 40\nweight = 1", "exercise[0]: Object contains unknown field"),
        ('["e01_data"]', '["e09_sgd"]', "exercise[1] (e02_network).requires: 'e09_sgd' is no"),
        ('["e01_data"]', '["e02_network"]', "(e02_network).requires: 'e02_network' is no earlier"),
        ("e02_network", "e01_data", "exercise[1] (e01_data).slug: this slug is used twice"),
        ("[[exercise]]", "[[exercises]]", "unknown field `exercises`"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_with_file_and_key(written, old, new, told):
    text = DATA + NETWORK
    assert old in text
    path = written(text.replace(old, new))
    with pytest.raises(CatalogError) as error:
        read_catalog(path)
    assert str(error.value).startswith(f"{path}: ")
    assert told in str(error.value)
    assert str(error.value).endswith(".")


def test_text_that_is_no_toml_is_told_with_its_line(written):
    path = written("[[exercise]]\nslug =\n")
    with pytest.raises(CatalogError, match=r"catalog\.toml is not valid TOML: .*line 2"):
        read_catalog(path)


def test_an_empty_catalog_is_refused(written):
    with pytest.raises(CatalogError, match=r"catalog\.toml: .*`exercise`"):
        read_catalog(written(""))


def test_a_missing_catalog_is_told_by_its_path(tmp_path):
    with pytest.raises(CatalogError, match=r"catalog\.toml can't be read: No such file"):
        read_catalog(tmp_path / "catalog.toml")


def test_another_encoding_is_told_by_its_first_byte(tmp_path):
    path = tmp_path / "catalog.toml"
    path.write_bytes("# Übung\n".encode("latin-1"))
    with pytest.raises(CatalogError, match=r"is not UTF-8 text \(byte 2\)"):
        read_catalog(path)
