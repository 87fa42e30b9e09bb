"""The exercise files are found where learners put them, and each fault is its file's alone."""

import io

import pytest

from nngrade.submission.faults import UnreadableError
from nngrade.submission.finding import find_files, read_files
from nngrade.submission.limits import ONE
from nngrade.submission.model import MAX_SOURCE
from nngrade.submission.nodes import LINK, File, Folder, Other


@pytest.fixture
def read(tree_of, catalog):
    """Read a submission that is given as nested dicts."""
    return lambda content: read_files(find_files(tree_of(content), catalog), catalog)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda files: files,
        lambda files: {"exercises": files},
        lambda files: {"project": files},
        lambda files: {"project": {"exercises": files, "solutions": {"e01_data.py": b"no"}}},
        lambda files: {"exercises": files, "solutions": {"e01_data.py": b"no"}},
        lambda files: {**files, "exercises": {"e01_data.py": b"stub"}},
        lambda files: {**files, "old": {"e01_data.py": b"old"}},
        lambda files: {"exercises": files, "old": {"e01_data.py": b"old"}},
        lambda files: {"a": files, "b": {"exercises": {"e01_data.py": b"deeper"}}},
    ],
)
def test_the_files_are_found(read, files, wrap):
    assert read(wrap(files)) == ({"e01_data": b"x = 1\n", "e02_init": b"y = 2\n"}, {})


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"notes.txt": b"", "numpy.py": b""},
        {"a": {"b": {"c": {"e01_data.py": b"too deep"}}}},
        {"a": {"b": {"e01_data.py": b"too deep"}}},
        {"solutions": {"e01_data.py": b"not theirs"}},
        {"__MACOSX": {"e01_data.py": b""}, ".git": {"e01_data.py": b""}},
    ],
)
def test_files_elsewhere_are_none(tree_of, catalog, content):
    assert find_files(tree_of(content), catalog) == []


@pytest.mark.parametrize("inside", [lambda files: files, lambda files: {"exercises": files}])
def test_of_two_folders_none_is_preferred(read, files, inside):
    with pytest.raises(UnreadableError, match=r"in both new and old\. Keep one of them\."):
        read({"old": inside(files), "new": inside(files), "empty": {}})


def test_no_other_file_is_read(read, files):
    def opened():
        raise AssertionError

    assert read({**files, "numpy.py": File("numpy.py", 1, opened)})[1] == {}


def problem(read, content):
    """Return what is said about exercise 1, while exercise 2 is read."""
    sources, problems = read({"e02_init.py": b"y = 2\n", **content})
    assert sources == {"e02_init": b"y = 2\n"}
    return problems["e01_data"]


def test_a_missing_file_is_told(read):
    assert problem(read, {}).startswith("e01_data.py is missing. `nngrade reset data`")


def test_a_link_in_place_of_a_file_is_told(read):
    told = problem(read, {"e01_data.py": Other("e01_data.py", LINK)})
    assert told.startswith("e01_data.py is a link, and links are not followed.")


def test_a_folder_in_place_of_a_file_is_told(read):
    assert problem(read, {"e01_data.py": {}}) == "e01_data.py is a folder."


def test_a_file_may_have_a_megabyte_and_no_more(read):
    assert read({"e01_data.py": b"#" * MAX_SOURCE})[0]["e01_data"] == b"#" * MAX_SOURCE
    told = problem(read, {"e01_data.py": b"#" * (MAX_SOURCE + 1)})
    assert told == "e01_data.py is larger than 1 MB."


def test_a_large_file_is_not_even_opened(read):
    def opened():
        raise AssertionError

    problem(read, {"e01_data.py": File("e01_data.py", MAX_SOURCE + 1, opened)})


@pytest.mark.parametrize("now", [b"", b"x = 1\nx = 2\n", b"#" * 10 * MAX_SOURCE])
def test_a_file_that_changes_meanwhile_is_told(read, now):
    file = File("e01_data.py", 6, lambda: io.BytesIO(now))
    assert "changed while it was being read" in problem(read, {"e01_data.py": file})


def test_a_file_that_vanishes_meanwhile_is_told(read):
    def opened():
        raise FileNotFoundError(2, "No such file or directory")

    told = problem(read, {"e01_data.py": File("e01_data.py", 6, opened)})
    assert told == "e01_data.py can't be read: No such file or directory."


def test_a_file_in_other_letters_is_told_with_its_cure(read):
    told = problem(read, {"E01_Data.py": b"x = 1\n"})
    assert told == "e01_data.py is missing, but there is E01_Data.py. Name it e01_data.py."


def test_of_two_files_that_differ_in_case_none_is_preferred(read):
    told = problem(read, {"e01_data.py": b"x = 1\n", "E01_DATA.PY": b"x = 2\n"})
    assert told == "e01_data.py is there 2 times. Keep one of them."


def test_of_two_files_of_one_name_none_is_preferred(catalog, file_of):
    twins = [file_of("e01_data.py", b"x = 1\n"), file_of("e01_data.py", b"x = 2\n")]
    nodes = [*twins, file_of("e02_init.py", b"y = 2\n")]
    assert "2 times" in read_files(nodes, catalog)[1]["e01_data"]


def test_where_no_file_can_be_read_the_reason_is_told(read):
    told = r"e02_init\.py is a link"
    with pytest.raises(UnreadableError, match=told):
        read({"e02_init.py": Other("e02_init.py", LINK)})


def test_a_folder_without_end_is_not_listed_to_its_end(catalog):
    def endless():
        for number in range(10**9):
            looked_at.append(number)
            yield Other(f"{number}", "")

    looked_at: list[int] = []
    with pytest.raises(UnreadableError, match="more than 10,000 files"):
        find_files(Folder("ann", endless), catalog)
    assert len(looked_at) == ONE.members + 1


def test_many_folders_are_not_looked_into_without_end(catalog):
    many = [Other(f"{number}", "") for number in range(5_000)]
    folders = [Folder(f"{number}", lambda: many) for number in range(5_000)]
    with pytest.raises(UnreadableError, match="more than 10,000 files"):
        find_files(Folder("ann", lambda: folders), catalog)
