"""How long a learner waits: `nngrade check` from a cold start, beside pytest on ten asserts.

    python tests/benchmarks/cold_start.py [--runs N]

The two take turns, so that whatever else the machine does hits both. pytest runs as it is by
itself, without the plugins that happen to be installed. Exits with 1 where the bar is missed.
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


def seconds(arguments: list[str], folder: Path) -> float:
    """Run Python with these arguments in a folder; return how long it took."""
    alone = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=alone, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - started


def measure(runs: int) -> dict[str, list[float]]:
    """Let the two take turns; the first round, which fills the caches, doesn't count."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "test_ten_asserts.py").write_text(ASSERTS, encoding="utf-8")
        rounds = [(seconds(CHECK, ROOT), seconds(PYTEST, folder)) for _ in range(runs + 1)]
    check, pytest = zip(*rounds[1:], strict=True)
    return {"nngrade check": list(check), "pytest": list(pytest)}


@click.command()
@click.option("--runs", default=RUNS, show_default=True, type=click.IntRange(1))
def main(runs: int) -> None:
    """Measure the cold start of checking all twelve exercises."""
    results = measure(runs)
    click.echo(f"{'seconds':16}{'median':>8}{'lowest':>8}{'highest':>9}")
    for name, of in results.items():
        click.echo(f"{name:16}{median(of):8.2f}{min(of):8.2f}{max(of):9.2f}")
    ratio = median(results["nngrade check"]) / median(results["pytest"])
    click.echo(f"\nratio of the medians {ratio:.1f}, bar {BAR:g}")
    if runs < RUNS:
        click.echo("Not a full run: no bar is applied.")
        return
    sys.exit(ratio > BAR)


if __name__ == "__main__":
    main()
