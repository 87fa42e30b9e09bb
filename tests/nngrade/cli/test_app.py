"""The command itself: its families, its exit statuses, and what becomes of errors."""

import ast
import re
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

import nngrade as package
from nngrade.cli.app import FAMILIES

SOURCES = Path(package.__file__).parent


def only_line(text):
    """Return the one line that stands there."""
    (line,) = text.splitlines()
    return line


def test_the_installed_script_is_this_command():
    (script,) = entry_points(group="console_scripts", name="nngrade")
    assert script.value == "nngrade.cli:main"


def test_help_lists_every_command(small_nngrade):
    done = small_nngrade("--help")
    assert done.returncode == 0
    listed = done.stdout.partition("Commands:")[2]
    assert [line.split()[0] for line in listed.splitlines() if line.strip()] == list(FAMILIES)
    assert "..." not in listed


@pytest.mark.parametrize("name", list(FAMILIES))
def test_every_command_explains_itself(small_nngrade, name):
    done = small_nngrade(name, "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: nngrade {name} ")


def test_the_version_is_the_packages(small_nngrade):
    assert version("nngrade") in small_nngrade("--version").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "No such command 'chekc'"),
        (["check", "--nothing"], "No such option"),
        (["check", "--seed", "x"], "'--seed': 'x' is no whole number."),
        (["check", "--seed", "1.5"], "'--seed': '1.5' is no whole number."),
        (["check", "--seed", "-1"], f"'--seed': -1 is not within 0 to {2**63 - 1}."),
        (["check", "--seed", str(2**63)], "'--seed'"),
        (["check", "--format", "xml"], "'--format'"),
        (["train", "big"], "'big'"),
        (["train", "--epochs", "0"], "'--epochs': 0 is not within 1 to 1000."),
        (["train", "--epochs", "100000000000"], "'--epochs'"),
        (["train", "general", "--layer-sizes", "784,x,10"], "'784,x,10' is no list"),
        (["train", "general", "--layer-sizes", "784"], "'784' is no list"),
        (["dev"], "Missing command"),
    ],
)
def test_a_wrong_usage_is_one_line_and_exit_2(small_nngrade, arguments, words):
    done = small_nngrade(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    line = only_line(done.stderr)
    assert line.startswith("nngrade: ")
    assert words in line
    assert re.search(r"See `nngrade( \w+)? --help`\.$", line)


@pytest.mark.parametrize("command", ["check", "lesson", "reset"])
def test_an_unknown_exercise_is_exit_2_with_those_that_exist(small_nngrade, command):
    for typed, answer in (
        ("sofmax", "Did you mean softmax?"),
        ("lstm", "The exercises are e01_data, e04_relu, e05_softmax."),
    ):
        done = small_nngrade(command, typed)
        assert (done.returncode, done.stdout) == (2, "")
        told = f"nngrade: There is no exercise called {typed!r}. {answer}"
        assert only_line(done.stderr) == told


@pytest.mark.parametrize("command", [[], ["check"], ["list"], ["train"], ["report"], ["doctor"]])
def test_outside_a_course_every_command_says_where_to_go(small_nngrade, command, tmp_path):
    done = small_nngrade(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert only_line(done.stderr).endswith("Go into the course folder, or name it with --course.")


def test_a_course_is_found_from_a_folder_within(small_nngrade, small_course):
    assert small_nngrade("list", cwd=small_course.exercises).returncode == 0


def test_a_course_can_be_named(small_nngrade, small_course, tmp_path):
    done = small_nngrade("--course", small_course.root, "list", cwd=tmp_path)
    assert done.returncode == 0
    assert "e05_softmax" in done.stdout


def test_a_named_folder_that_is_no_course_is_exit_2(small_nngrade, tmp_path):
    done = small_nngrade("--course", tmp_path, "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no course/catalog.toml" in only_line(done.stderr)


def test_a_broken_catalogue_is_the_graders_fault(small_nngrade, small_course):
    catalog = small_course.root / "course" / "catalog.toml"
    catalog.write_text("[[exercise]]\nslug = 3\n", encoding="utf-8")
    done = small_nngrade("list")
    assert (done.returncode, done.stdout) == (3, "")
    assert "catalog.toml" in only_line(done.stderr)


def test_an_unforeseen_error_is_one_line_and_with_debug_a_traceback(small_nngrade, small_course):
    (small_course.lessons / "e04_relu.md").write_bytes(b"\xff")
    short, long = small_nngrade("lesson", "relu"), small_nngrade("--debug", "lesson", "relu")
    assert (short.returncode, short.stdout) == (3, "")
    assert "`nngrade --debug …` shows where" in only_line(short.stderr)
    assert "Traceback" in long.stderr


def test_hostile_text_in_an_error_does_nothing_to_the_terminal(small_nngrade):
    done = small_nngrade("train", "simple", "--data", "\x1b[2J\x07\u202e")
    assert done.returncode == 3
    assert "at \\x1b[2J\\x07\\u202e: give" in only_line(done.stderr)


@pytest.mark.parametrize("command", [["list"], ["check", "--format", "json"], ["lesson", "relu"]])
def test_a_reader_that_has_had_enough_gets_no_traceback(start, small_course, command):
    """As in `nngrade list | head -0`."""
    process = start(*command, cwd=small_course.root)
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 1


def test_only_the_command_line_prints_or_exits():
    """Everything else returns what it found, or raises."""
    for path in SOURCES.rglob("*.py"):
        if path.parent.name == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "exit", "sys.exit"}, path
