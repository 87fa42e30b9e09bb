"""How well the reference solutions do on MNIST: each network, several seeds, the course's settings.

    python tests/benchmarks/accuracy.py [--seeds N] [--epochs N] [--images N]

Prints a table and exits with 1 where a bar is missed. Bars hold for a full run alone.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from statistics import mean

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # once NumPy is imported it is too late
sys.path.insert(0, str(Path(__file__).parents[2] / "solutions"))

import click
import numpy as np
from e01_data import normalize
from e10_simple_network import SimpleNetwork
from e11_neural_network import NeuralNetwork
from e12_evaluation import accuracy

from nncourse import MNIST, load_mnist

NETWORKS: dict[str, Callable] = {
    "simple": partial(SimpleNetwork, dtype=np.float32),
    "general": partial(NeuralNetwork, [784, 100, 100, 10], dtype=np.float32),
}
SEEDS, EPOCHS, IMAGES = 5, 20, 60_000
BATCH_SIZE = 64
BARS = {"simple": {"mean": 93.5, "lowest": 92.5}, "general": {"mean": 97.8}}


@lru_cache(maxsize=1)
def data(images: int) -> MNIST:
    """Return the first training images and all test images, as rows."""
    mnist = load_mnist()
    return MNIST(
        normalize(mnist.train_images[:images]),
        mnist.train_labels[:images],
        normalize(mnist.test_images),
        mnist.test_labels,
    )


def trained_accuracy(name: str, seed: int, epochs: int, images: int) -> float:
    """Train one network at 0.1, the last quarter at 0.01; return its test accuracy in per cent."""
    x, labels, test_x, test_labels = data(images)
    rng = np.random.default_rng(seed)
    network = NETWORKS[name](rng=rng)
    fit = partial(network.fit, x, labels, batch_size=BATCH_SIZE, rng=rng)
    fit(epochs=epochs - epochs // 4, learning_rate=0.1)
    fit(epochs=epochs // 4, learning_rate=0.01)
    return 100 * accuracy(network.predict(test_x), test_labels)


def measure(seeds: int, epochs: int, images: int) -> dict[str, list[float]]:
    """Train every network with every seed, one process a core."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        runs = {
            name: [
                pool.submit(trained_accuracy, name, seed, epochs, images) for seed in range(seeds)
            ]
            for name in NETWORKS
        }
        return {name: [run.result() for run in of_name] for name, of_name in runs.items()}


def table(results: dict[str, list[float]]) -> str:
    """Lay the figures out: a row a seed, a column a network."""
    rows = [f"{'seed':8}" + "".join(f"{name:>10}" for name in results)]
    for seed, row in enumerate(zip(*results.values(), strict=True)):
        rows.append(f"{seed:<8}" + "".join(f"{value:10.2f}" for value in row))
    for name, summary in {"mean": mean, "lowest": min}.items():
        rows.append(f"{name:8}" + "".join(f"{summary(of):10.2f}" for of in results.values()))
    return "\n".join(rows)


def missed(results: dict[str, list[float]]) -> list[str]:
    """Name the bars that were not reached."""
    reached = {name: {"mean": mean(of), "lowest": min(of)} for name, of in results.items()}
    return [
        f"{name}: {summary} {reached[name][summary]:.2f} is below {bar}"
        for name, bars in BARS.items()
        for summary, bar in bars.items()
        if reached[name][summary] < bar
    ]


@click.command()
@click.option("--seeds", default=SEEDS, type=click.IntRange(1))
@click.option("--epochs", default=EPOCHS, type=click.IntRange(1))
@click.option("--images", default=IMAGES, type=click.IntRange(1, IMAGES))
def main(seeds: int, epochs: int, images: int) -> None:
    """Measure the test accuracy of both networks in per cent."""
    results = measure(seeds, epochs, images)
    click.echo(f"{epochs} epochs on {images:,} images, test accuracy in per cent\n")
    click.echo(table(results))
    if seeds < SEEDS or epochs != EPOCHS or images != IMAGES:
        click.echo("\nNot a full run: no bar is applied.")
        return
    problems = missed(results)
    click.echo("\n" + ("\n".join(problems) or "Every bar is reached."))
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
