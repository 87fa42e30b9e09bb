"""The figures of lessons 7 to 9: differences, the way back through a network, and steps."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from nngrade.authoring.figures.canvas import (
    BLUE,
    GREEN,
    INK,
    LINE,
    MUTED,
    ORANGE,
    RED,
    WIDTH,
    Array,
    Material,
    Picture,
    canvas,
    heading,
    label,
    number,
    panel,
)

STEPS = np.logspace(-12, -1, 23)
SAMPLES = 1000


def differences(material: Material) -> Picture:
    """Draw the error of central differences over h, for the gradient of the sum of exp(x)."""
    figure = canvas(260)
    axes = panel(figure, 52, 46, 370, 184)
    errors = [_error(material, h) for h in STEPS]
    axes.loglog(STEPS, errors, color=BLUE, marker="o", markersize=4)
    axes.set_xticks([1e-12, 1e-9, 1e-5, 1e-3, 1e-1], ["10⁻¹²", "10⁻⁹", "10⁻⁵", "10⁻³", "10⁻¹"])
    axes.set_yticks([1e-10, 1e-7, 1e-4], ["10⁻¹⁰", "10⁻⁷", "10⁻⁴"])
    axes.minorticks_off()
    axes.set(xlim=(4e-13, 2.5e-1), ylim=(4e-12, 1e-2))
    axes.axvline(1e-5, color=MUTED, linewidth=1, linestyle=(0, (3, 3)))
    label(axes, (1e-12, 3e-10), "rounding,\nabout 10⁻¹⁶ / h")
    label(axes, (1.5e-1, 3e-10), "truncation,\nh²/6 · f‴", ha="right")
    axes.set_xlabel("h")
    heading(axes, "relative error of central differences")
    return Picture(
        figure,
        "The error of central differences over h",
        "A valley on logarithmic scales. From the right the error falls with the square of h,"
        " from the left it rises as 1/h towards smaller h; the bottom, about 10⁻¹¹, lies near"
        " h = 10⁻⁵.",
    )


def _error(material: Material, h: float) -> float:
    """Return the median over many points: rounding differs from one point to the next."""
    rng = np.random.default_rng(0)
    points = rng.normal(size=(SAMPLES, 4))
    solutions = material.solutions
    found = [
        solutions.relative_error(
            solutions.numerical_gradient(lambda x: np.exp(x).sum(), x, h), np.exp(x)
        )
        for x in points
    ]
    return float(np.median(found))


def descent(material: Material) -> Picture:
    """Draw ten steps on a bowl that is steeper one way than the other, at three rates."""
    figure = canvas(150)
    told = ((0.02, BLUE, "too small"), (0.15, GREEN, "about right"), (0.21, RED, "too large"))
    for place, (rate, color, verdict) in enumerate(told):
        axes = panel(figure, 4 + place * 148, 4, 136, 106)
        _bowl(axes)
        path = _path(material, rate)
        axes.plot(*path.T, color=color, marker="o", markersize=3.5, linewidth=1.4)
        axes.set_title(f"{verdict}\nrate {rate:g}", loc="left", color=color)
    return Picture(
        figure,
        "Ten steps on a bowl at three learning rates",
        "Seen from above, a bowl that is steeper across than along. At a rate of 0.02 ten steps"
        " get less than half of the way; at 0.15 they come close to the bottom; at 0.21 they"
        " leap from side to side, each time farther out.",
    )


CURVATURE = np.array([2.0, 10.0])  # the second is that of the bowl in lesson 9, 5 w²
START = np.array([-4.0, 0.9])


def _path(material: Material, rate: float) -> Array:
    """Return the points that sgd_step comes to, from START on."""
    point, nothing = START.copy(), np.zeros(1)
    path = [START]
    for _ in range(10):
        material.solutions.sgd_step([(point, nothing)], [(CURVATURE * point, nothing)], rate)
        path.append(point.copy())
    return np.array(path)


def _bowl(axes: Axes) -> None:
    angle = np.linspace(0, 2 * np.pi, 73)
    for height in (0.4, 2, 5, 10, 18):
        rim = np.sqrt(2 * height / CURVATURE)
        axes.plot(
            rim[0] * np.cos(angle), rim[1] * np.sin(angle), color=LINE, linewidth=1, alpha=0.6
        )
    axes.plot([0], [0], "+", color=MUTED, markersize=9, markeredgewidth=1.4)
    axes.set(xlim=(-5, 5), ylim=(-2, 2), xticks=(), yticks=())
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


# --- lesson 8: its own example, one sample through a network 2-2-2 and back -----------------------

X = np.array([[1.0, 2.0]])
LABELS = np.array([0])
W1, B1 = np.array([[2.0, 1.0], [0.0, -1.0]]), np.array([0.0, 0.0])
W2, B2 = np.array([[1.0, -1.0], [3.0, 2.0]]), np.array([-1.0, 3.0])


def graph(material: Material) -> Picture:
    """Draw the two-layer net as a chain, values above and gradients below."""
    values, gradients = _passes(material)
    figure = canvas(250)
    axes = panel(figure, 0, 0, WIDTH, 250)
    axes.set(xlim=(0, WIDTH), ylim=(0, 250))
    axes.set_axis_off()
    axes.text(4, 232, "forward: the values", color=BLUE)
    axes.text(4, 10, "backward: how the loss changes with each", color=ORANGE)
    for place, name in enumerate(NODES):
        _node(axes, 44 + place * 88, name, values[name], gradients.get(name))
    for place, step in enumerate(("linear", "ReLU", "linear", "cross\nentropy")):
        _step(axes, 88 + place * 88, step, back=place > 0)
    _weights(axes, 88, "dW1", gradients["W1"])
    _weights(axes, 264, "dW2", gradients["W2"])
    return Picture(
        figure,
        "A two-layer network, forward and back",
        "A chain of five: x, z1, a1, logits and loss, joined by linear, ReLU, linear and cross"
        " entropy. Above each stand the values of one sample, below each its gradient, which"
        f" comes from the right. {_told(values, gradients)}",
    )


NODES = ("x", "z1", "a1", "logits", "loss")


def _passes(material: Material) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the values of one sample on the way forward, and the gradients on the way back."""
    net = material.solutions
    z1 = net.linear_forward(X, W1, B1)
    a1 = net.relu(z1)
    logits = net.linear_forward(a1, W2, B2)
    loss = net.cross_entropy(logits, LABELS)
    dlogits = net.cross_entropy_backward(logits, LABELS)
    da1, *of_layer2 = net.linear_backward(dlogits, a1, W2)
    dz1 = net.relu_backward(da1, z1)
    _, *of_layer1 = net.linear_backward(dz1, X, W1)
    values = dict(zip(NODES, (X, z1, a1, logits, np.array([[loss]])), strict=True))
    gradients = {"z1": dz1, "a1": da1, "logits": dlogits, "loss": np.ones((1, 1))}
    return values, gradients | {"W1": of_layer1[0], "W2": of_layer2[0]}


def _numbers(row: Array) -> str:
    return "\N{NO-BREAK SPACE} ".join(number(value, ".3g") for value in row)


def _node(axes: Axes, x: float, name: str, value: Array, gradient: Array | None) -> None:
    box = {"boxstyle": "round,pad=0.45", "facecolor": "none", "edgecolor": MUTED}
    axes.text(x, 158, name, ha="center", va="center_baseline", weight="bold", bbox=box)
    axes.text(x, 182, _numbers(value[0]), ha="center", color=BLUE)
    if gradient is not None:
        axes.text(x, 126, f"d{name}", ha="center", color=INK, weight="bold")
        axes.text(x, 110, _numbers(gradient[0]), ha="center", color=ORANGE)


def _step(axes: Axes, x: float, name: str, *, back: bool) -> None:
    axes.text(x, 202, name, ha="center", va="bottom", color=MUTED, fontsize=9.5, linespacing=1)
    _arrow(axes, (x - 14, 163), (x + 14, 163), BLUE)
    if back:
        _arrow(axes, (x + 14, 153), (x - 14, 153), ORANGE)


def _weights(axes: Axes, x: float, name: str, gradient: Array) -> None:
    axes.text(x, 72, name, ha="center", color=INK, weight="bold")
    for line, row in enumerate(gradient):
        axes.text(x, 54 - 15 * line, _numbers(row), ha="center", color=ORANGE)
    _arrow(axes, (x, 149), (x, 88), ORANGE)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=9, color=color, linewidth=1.3)
    )


def _told(values: dict[str, Array], gradients: dict[str, Array]) -> str:
    forward = ", ".join(f"{name} {_numbers(value[0])}" for name, value in values.items())
    back = ", ".join(f"d{name} {_numbers(gradients[name][0])}" for name in reversed(NODES[1:]))
    return f"Forward: {forward}. Back: {back}."
