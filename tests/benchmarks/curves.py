"""How the two networks of the course learn, epoch by epoch: the numbers behind the figures.

    python tests/benchmarks/curves.py [--epochs N] [--images N] [--save]

Prints a table and exits with 1 where a bar is missed; bars hold for a full run. `--save` keeps
the numbers for the figures of lessons 10 to 12. One run of each network: the spread over seeds
is `accuracy.py`'s matter.
"""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # once NumPy is imported it is too late
sys.path.insert(0, str(Path(__file__).parents[2] / "solutions"))

import click
import msgspec
import numpy as np
from e01_data import normalize
from e10_simple_network import SimpleNetwork
from e11_neural_network import NeuralNetwork
from e12_evaluation import accuracy, confusion_matrix

from nncourse import MNIST, load_mnist

FILE = Path(__file__).parents[2] / "course" / "lessons" / "figures" / "curves.json"
NETWORKS: dict[str, Callable[..., Any]] = {
    "simple": partial(SimpleNetwork, dtype=np.float32),
    "general": partial(NeuralNetwork, [784, 100, 100, 10], dtype=np.float32),
}
EPOCHS, IMAGES = 20, 60_000
BATCH_SIZE = 64
BARS = {"simple": 93.0, "general": 97.5}


def data(images: int) -> MNIST:
    """Return the first training images and all test images, as rows."""
    mnist = load_mnist()
    return MNIST(
        normalize(mnist.train_images[:images]),
        mnist.train_labels[:images],
        normalize(mnist.test_images),
        mnist.test_labels,
    )


def trained(name: str, epochs: int, mnist: MNIST) -> dict[str, Any]:
    """Train at 0.1, the last quarter at 0.01; return losses, accuracies and confusion matrix.

    losses: the mean loss of each epoch; accuracies: on the test images, in per cent, before the
    first epoch and after each
    """
    x, labels, test_x, test_labels = mnist
    rng = np.random.default_rng(0)
    network = NETWORKS[name](rng=rng)
    accuracies: list[float] = []

    def look(*_: object) -> None:
        accuracies.append(round(100 * accuracy(network.predict(test_x), test_labels), 2))

    look()
    fit = partial(network.fit, x, labels, batch_size=BATCH_SIZE, rng=rng, on_epoch=look)
    losses = fit(epochs=epochs - epochs // 4, learning_rate=0.1)
    losses += fit(epochs=epochs // 4, learning_rate=0.01)
    return {
        "losses": [round(loss, 4) for loss in losses],
        "accuracies": accuracies,
        "confusion": confusion_matrix(network.predict(test_x), test_labels).tolist(),
    }


def rows(runs: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Lay the figures out: a row an epoch."""
    yield f"{'epoch':6}" + "".join(f"{name + ' loss':>14}{'accuracy':>10}" for name in runs)
    columns = [zip(run["losses"], run["accuracies"][1:], strict=True) for run in runs.values()]
    for epoch, row in enumerate(zip(*columns, strict=True), 1):
        yield f"{epoch:<6}" + "".join(f"{loss:14.4f}{share:10.2f}" for loss, share in row)


def missed(runs: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Name the bars that were not reached."""
    for name, bar in BARS.items():
        reached = runs[name]["accuracies"][-1]
        if reached < bar:
            yield f"{name}: {reached:.2f} is below {bar}"


@click.command()
@click.option("--epochs", default=EPOCHS, type=click.IntRange(1))
@click.option("--images", default=IMAGES, type=click.IntRange(1, IMAGES))
@click.option("--save", is_flag=True, help="Keep the numbers for the lessons' figures.")
def main(epochs: int, images: int, save: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Train both networks once, and look at each epoch."""
    mnist = data(images)
    runs = {name: trained(name, epochs, mnist) for name in NETWORKS}
    click.echo(f"{epochs} epochs on {images:,} images, test accuracy in per cent\n")
    click.echo("\n".join(rows(runs)))
    if save:
        kept = {"epochs": epochs, "images": images, "runs": runs}
        FILE.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
    if epochs != EPOCHS or images != IMAGES:
        click.echo("\nNot a full run: no bar is applied.")
        return
    problems = list(missed(runs))
    click.echo("\n" + ("\n".join(problems) or "Every bar is reached."))
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
