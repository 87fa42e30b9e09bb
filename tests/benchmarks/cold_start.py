"""How long a learner waits: `nngrade check` from a cold start, beside pytest on ten asserts.

    python tests/benchmarks/cold_start.py [--runs N]

They take turns, so that whatever else the machine does hits all. The bar is for pytest as it is
installed here; what it takes without its plugins is printed, too. Exits with 1 where the bar is
missed.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import click

ROOT = Path(__file__).parents[2]
RUNS = 10
BAR = 4.0
ASSERTS = "\n\n".join(f"def test_{n}():\n    assert {n} + 1 == {n + 1}\n" for n in range(10))
CHECK = ["-P", "-c", "from nngrade.cli import main; main()", "check", "--submission", "solutions"]
PYTEST = ["-P", "-m", "pytest", "-q", "test_ten_asserts.py"]
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def seconds(arguments: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Run Python with these arguments in a folder; return how long it took."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - started


def measure(runs: int) -> dict[str, list[float]]:
    """Let them take turns; the first round, which fills the caches, doesn't count."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_ten_asserts.py").write_text(ASSERTS, encoding="utf-8")
        rounds = [
            (
                seconds(CHECK, ROOT, {}),
                seconds(PYTEST, folder, {}),
                seconds(PYTEST, folder, ALONE),
            )
            for _ in range(runs + 1)
        ]
    check, pytest, alone = zip(*rounds[1:], strict=True)
    return {
        "nngrade check": list(check),
        "pytest": list(pytest),
        "pytest without plugins": list(alone),
    }


@click.command()
@click.option("--runs", default=RUNS, show_default=True, type=click.IntRange(1))
def main(runs: int) -> None:
    """Measure the cold start of checking all twelve exercises."""
    results = measure(runs)
    click.echo(f"{'seconds':24}{'median':>8}{'lowest':>8}{'highest':>9}{'ratio':>7}")
    own = median(results["nngrade check"])
    for name, of in results.items():
        ratio = own / median(of)
        click.echo(f"{name:24}{median(of):8.2f}{min(of):8.2f}{max(of):9.2f}{ratio:7.1f}")
    ratio = own / median(results["pytest"])
    click.echo(f"\nratio of the medians {ratio:.1f}, bar {BAR:g}")
    if runs < RUNS:
        click.echo("Not a full run: no bar is applied.")
        return
    sys.exit(ratio > BAR)


if __name__ == "__main__":
    main()
