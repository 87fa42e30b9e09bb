"""The `nngrade` command: its families, and what becomes of errors.

Each family of commands is imported when it is called: checking must not wait for plotting.
"""

import importlib
import sys
from pathlib import Path

import click

from nngrade.errors import NNGradeError
from nngrade.text import visible

FAMILIES = {
    "check": "checking",
    "list": "learning",
    "lesson": "learning",
    "reset": "learning",
    "train": "training",
    "report": "reporting",
    "bulk": "bulk",
    "demo": "demo",
    "doctor": "doctor",
    "dev": "dev",
}
GRADERS_FAULT = 3
LONGEST = 4000  # characters of one message


class Families(click.Group):
    """A group whose commands are loaded one by one, from the module of their family."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which people meet them."""
        del ctx
        return list(FAMILIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by name."""
        del ctx
        if cmd_name not in FAMILIES:
            return None
        module = importlib.import_module(f"nngrade.cli.{FAMILIES[cmd_name]}")
        return module.COMMANDS[cmd_name]  # type: ignore[no-any-return]


@click.group(
    cls=Families,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--course", type=click.Path(path_type=Path), help="The course folder, if not found.")
@click.option("--debug", is_flag=True, help="Show tracebacks of the grader's own errors.")
@click.version_option(package_name="nngrade")
@click.pass_context
def nngrade(context: click.Context, course: Path | None, debug: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Check your exercises in order, up to the first unfinished one, and say what to do next."""
    context.obj = {"course": course, "debug": debug}
    if context.invoked_subcommand is None:
        from nngrade.cli.checking import next_step  # noqa: PLC0415 - only when it is called

        next_step(context)


def main() -> None:
    """Run the command line; errors become one sentence and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a character shows a question mark, not a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    sys.exit(_run())


def _run() -> int:
    debug = "--debug" in sys.argv
    try:
        return int(nngrade(prog_name="nngrade", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        _say(_usage(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("Interrupted.")
        return 1
    except NNGradeError as error:
        if debug:
            raise
        _say(error)
        return error.exit_code
    except Exception as error:
        if debug:
            raise
        return _unforeseen(error)


def _usage(error: click.UsageError) -> str:
    """Tell in one line what was asked wrongly, and where the right way stands."""
    command = error.ctx.command_path if error.ctx else "nngrade"
    message = error.format_message()
    end = "" if message.endswith((".", "?")) else "."
    return f"{message}{end} See `{command} --help`."


def _unforeseen(error: Exception) -> int:
    """Tell the grader's own faults apart; the course's data errors are sentences already."""
    if any(kind.__name__ == "DataError" for kind in type(error).__mro__):
        _say(error)
    else:
        _say(
            f"The grader itself failed ({type(error).__name__}: {error}). "
            "This is no fault of the exercises; `nngrade --debug …` shows where."
        )
    return GRADERS_FAULT


def _say(message: object) -> None:
    # Learners' words may be part of it: nothing in them acts on the terminal.
    click.echo(f"nngrade: {visible(str(message), LONGEST)}", err=True)
