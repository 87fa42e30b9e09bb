"""What becomes of nine ways to draw the first weights: two epochs on all of MNIST, two networks.

    python tests/benchmarks/initialization.py [--seeds N] [--epochs N] [--images N] [--save]

Prints the test accuracy in per cent, the mean over the seeds, and how widely the activations
spread behind ten ReLU layers. Exits with 1 where a bar is missed; bars hold for a full run.
`--save` keeps the numbers for the figures of lesson 2.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # once NumPy is imported it is too late
sys.path.insert(0, str(Path(__file__).parents[2] / "solutions"))

import click
import msgspec
import numpy as np
from e01_data import normalize
from e02_initialization import he_normal
from e04_relu import relu
from e11_neural_network import NeuralNetwork
from e12_evaluation import accuracy

from nncourse import MNIST, load_mnist
from nngrade.authoring.schemes import Draw, schemes, spreads

FILE = Path(__file__).parents[2] / "course" / "lessons" / "figures" / "initialization.json"
NETWORKS = {"784-10-10": [784, 10, 10], "784-100-100-10": [784, 100, 100, 10]}
SEEDS, EPOCHS, IMAGES = 3, 2, 60_000
BATCH_SIZE, LEARNING_RATE = 64, 0.1
LAYERS, WIDTH = 10, 100
CHANCE, LEARNT = 12.0, 94.5  # on the larger network
Results = dict[str, dict[str, list[float]]]


def data(images: int) -> MNIST:
    """Return the first training images and all test images, as rows."""
    mnist = load_mnist()
    return MNIST(
        normalize(mnist.train_images[:images]),
        mnist.train_labels[:images],
        normalize(mnist.test_images),
        mnist.test_labels,
    )


def trained_accuracy(sizes: list[int], draw: Draw, seed: int, epochs: int, mnist: MNIST) -> float:
    """Train a network whose weights are drawn by a scheme; return its test accuracy in per cent."""
    x, labels, test_x, test_labels = mnist
    rng = np.random.default_rng(seed)
    network = NeuralNetwork(sizes, rng, dtype=np.float32)
    for (W, _), (fan_in, fan_out) in zip(network.params, pairwise(sizes), strict=True):
        W[...] = draw(fan_in, fan_out, rng)
    with np.errstate(all="ignore"):  # that numbers overflow is what some schemes show
        network.fit(
            x, labels, epochs=epochs, batch_size=BATCH_SIZE, learning_rate=LEARNING_RATE, rng=rng
        )
        return round(100 * accuracy(network.predict(test_x), test_labels), 2)


def measure(seeds: int, epochs: int, images: int, done: Callable[[str], None]) -> Results:
    """Train both networks with every scheme and seed, one after the other."""
    mnist = data(images)
    results: Results = {}
    for network, sizes in NETWORKS.items():
        results[network] = {}
        for name, draw in schemes(he_normal).items():
            results[network][name] = [
                trained_accuracy(sizes, draw, seed, epochs, mnist) for seed in range(seeds)
            ]
            done(f"{network} {name}: {results[network][name]}")
    return results


def rows(results: Results) -> Iterator[str]:
    """Lay the figures out: a row a scheme, a column a network, the spread last."""
    yield f"{'scheme':20}" + "".join(f"{name:>16}" for name in results) + f"{'spread':>12}"
    for name, draw in schemes(he_normal).items():
        spread = spreads(draw, relu, layers=LAYERS, width=WIDTH)[-1]
        means = (mean(of_network[name]) for of_network in results.values())
        yield f"{name:20}" + "".join(f"{one:16.2f}" for one in means) + f"{spread:12.2g}"


def missed(results: Results) -> Iterator[str]:
    """Name what didn't come out as lesson 2 tells it."""
    deep = {name: mean(values) for name, values in results["784-100-100-10"].items()}
    if deep["He"] < LEARNT:
        yield f"He reaches {deep['He']:.2f}, below {LEARNT}"
    for name in ("zeros", "constant 0.1", "normal, std 0.001"):
        if deep[name] > deep["He"] - 10:
            yield f"{name} reaches {deep[name]:.2f}, which is hardly worse than He"
    if deep["zeros"] > CHANCE:
        yield f"zeros reach {deep['zeros']:.2f}, more than guessing does"


@click.command()
@click.option("--seeds", default=SEEDS, type=click.IntRange(1))
@click.option("--epochs", default=EPOCHS, type=click.IntRange(1))
@click.option("--images", default=IMAGES, type=click.IntRange(1, IMAGES))
@click.option("--save", is_flag=True, help="Keep the numbers for the lesson's figures.")
def main(seeds: int, epochs: int, images: int, save: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Compare nine schemes on two networks."""
    results = measure(seeds, epochs, images, lambda line: click.echo(line, err=True))
    click.echo(f"{epochs} epochs on {images:,} images, test accuracy in per cent\n")
    click.echo("\n".join(rows(results)))
    if save:
        kept = {"epochs": epochs, "images": images, "seeds": seeds, "accuracy": results}
        FILE.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
    if seeds < SEEDS or epochs != EPOCHS or images != IMAGES:
        click.echo("\nNot a full run: no bar is applied.")
        return
    problems = list(missed(results))
    click.echo("\n" + ("\n".join(problems) or "It is as lesson 2 tells it."))
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
