"""What a fresh worker costs: started, confined, loaded, called once and ended.

    python tests/benchmarks/sandbox.py [--runs N]

Prints a table of medians and ratios, and exits with 1 where a bar is missed. Bars hold for a
full run on a quiet machine; with fewer runs they are shown, not applied.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import click

from nngrade.sandbox.box import Tier
from nngrade.sandbox.launch import Launcher, open_launcher
from nngrade.sandbox.protocol import Call, Done, Load
from nngrade.sandbox.runner import Settings, Worker

RUNS = 50
# One rival stands beside the other in each round, so that both meet the same weather.
OF_AN_IMPORT, OF_NO_BOX = 0.2, 1.3
SOURCE = b"def answer():\n    return 42\n"


def import_numpy() -> None:
    """Do what starting a worker anew would begin with."""
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)


def fresh_worker(launcher: Launcher) -> None:
    """Start a worker, load a file, call it once, and end the worker."""
    with Worker(launcher, Settings()) as worker:
        worker.request(Load({"exercise": SOURCE}, "exercise"))
        reply = worker.request(Call("answer", []))
        assert isinstance(reply, Done), reply
        assert reply.value == 42


def timed(action: Callable[[], None]) -> float:
    """Return how long an action takes, in milliseconds."""
    started = time.perf_counter()
    action()
    return 1e3 * (time.perf_counter() - started)


def measured(runs: int) -> dict[str, float]:
    """Return the median of each rival, all of them tried in each round."""
    with contextlib.ExitStack() as stack:
        launchers = {
            tier: stack.enter_context(contextlib.closing(open_launcher(tier))) for tier in Tier
        }
        rivals: dict[str, Callable[[], None]] = {"python -c 'import numpy'": import_numpy}
        for tier, launcher in launchers.items():
            assert launcher.box.tier is tier, f"this machine lacks what tier {tier} needs"
            rivals[name_of(tier)] = lambda launcher=launcher: fresh_worker(launcher)  # type: ignore[misc]
        for action in rivals.values():
            action()
        rounds = [{name: timed(action) for name, action in rivals.items()} for _ in range(runs)]
    return {name: median(one[name] for one in rounds) for name in rivals}


def name_of(tier: Tier) -> str:
    """Name a row of the table."""
    return f"a fresh worker, tier {tier}" + (" (no box)" if tier is Tier.C else "")


@click.command(help=__doc__)
@click.option("--runs", type=click.IntRange(min=1), default=RUNS, show_default=True)
def main(runs: int) -> None:
    """Measure, print, judge."""
    found = measured(runs)
    numpy, bare = found["python -c 'import numpy'"], found[name_of(Tier.C)]
    click.echo(f"{'median of ' + str(runs):<32}{'ms':>8}{'of an import':>16}{'of no box':>12}")
    for name, took in found.items():
        click.echo(f"{name:<32}{took:>8.1f}{took / numpy:>16.2f}{took / bare:>12.2f}")
    boxed = found[name_of(Tier.A)]
    missed = [
        f"a fresh worker in tier A costs {ratio:.2f} of {rival}, at most {bar:g} is allowed"
        for ratio, rival, bar in (
            (boxed / numpy, "an import of NumPy", OF_AN_IMPORT),
            (boxed / bare, "a worker without a box", OF_NO_BOX),
        )
        if ratio > bar
    ]
    if runs < RUNS:
        click.echo(f"Bars are for {RUNS} runs or more: not applied.")
        return
    click.echo("\n".join(missed) or "Every bar is reached.")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
