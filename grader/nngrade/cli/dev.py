"""`nngrade dev`: what authors of exercises run."""

import click

from nngrade.authoring import problems
from nngrade.cli.context import find_course, launcher
from nngrade.stubs import stale_stubs, write_stubs


@click.group(no_args_is_help=False)
def dev() -> None:
    """Keep solutions, stubs, lessons and checks in step."""


@dev.command()
@click.option("--check", "only_check", is_flag=True, help="Compare, write nothing.")
@click.pass_context
def stubs(context: click.Context, only_check: bool) -> int:  # noqa: FBT001 - a flag of the command line
    """Make the stubs in exercises/ from solutions/."""
    course = find_course(context)
    if not only_check:
        for path in write_stubs(course.solutions, course.exercises):
            click.echo(f"exercises/{path.name} written")
        return 0
    stale = stale_stubs(course.solutions, course.exercises)
    for path in stale:
        click.echo(f"exercises/{path.name} differs from what its solution makes.")
    if not stale:
        click.echo(f"All {len(course.catalog.exercises)} stubs are what their solutions make.")
    return 1 if stale else 0


@dev.command()
@click.pass_context
def check(context: click.Context) -> int:
    """See that solutions pass, stubs don't, and every function is taught and checked."""
    course = find_course(context)
    with launcher() as started:
        found = problems(course, started)
    for problem in found:
        click.echo(problem)
    if not found:
        functions = sum(len(one.functions) for one in course.catalog.exercises)
        click.echo(
            f"{len(course.catalog.exercises)} exercises, {functions} functions: all in step."
        )
    return 1 if found else 0


COMMANDS = {"dev": dev}
