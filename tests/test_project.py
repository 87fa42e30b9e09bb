"""What the project's own papers promise: the README's commands exist, and CI runs them."""

import re
from pathlib import Path

import click
import pytest

from nngrade.cli.app import FAMILIES, nngrade

ROOT = Path(__file__).parents[1]


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def shell_lines(name):
    """Return the commands in a page's `sh` blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", text(name), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_ci_runs_the_readmes_commands_word_for_word():
    commands = [line for line in shell_lines("README.md") if line.startswith(("python3", ".venv"))]
    assert len(commands) == 4
    assert set(commands) <= set(text(".ci/run").splitlines())


def test_the_tests_run_last_so_that_their_summary_is_the_last_line():
    assert text(".ci/run").splitlines()[-1] in shell_lines("README.md")


def test_ci_runs_every_benchmark():
    run = text(".ci/run")
    assert [
        path.name
        for path in (ROOT / "tests" / "benchmarks").glob("*.py")
        if f"tests/benchmarks/{path.name} " not in run
    ] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_a_page_names_only_commands_and_options_that_exist(page):
    context = click.Context(nngrade)
    lines = shell_lines(page) + re.findall(r"`((?:\.venv/bin/)?nngrade[^`]*)`", text(page))
    calls = [call.split() for line in lines for call in re.findall(r"nngrade( [^&|]*|$)", line)]
    assert len(calls) >= 5
    for words in filter(None, calls):
        assert words[0] in FAMILIES
        command = nngrade.get_command(context, words[0])
        if isinstance(command, click.Group):
            command = command.commands[words[1]]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known


def test_links_between_pages_lead_somewhere():
    for page in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page.name}: {target}"
