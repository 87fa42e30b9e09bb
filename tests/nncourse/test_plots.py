"""The figures that learners draw, examined as Matplotlib objects and drawn once each."""

import io
import subprocess
import sys

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from nncourse.plots import plot_curves, plot_predictions, plot_weights

IMAGES = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
PREDICTIONS, LABELS = np.array([7, 2, 1]), np.array([7, 9, 1])


def draw(figure):
    """Draw for certain: a font without a glyph, or a formula that isn't one, fails here."""
    FigureCanvasAgg(figure).draw()
    return figure


def panels(figure):
    return [axes for axes in figure.axes if axes.images and axes.get_title()]


def titles(figure):
    return [axes.get_title() for axes in panels(figure)]


def colors(figure):
    return [to_hex(axes.title.get_color()) for axes in panels(figure)]


def test_a_title_says_by_sign_and_colour_whether_the_prediction_is_right():
    figure = draw(plot_predictions(IMAGES, PREDICTIONS, LABELS))
    assert titles(figure) == ["✓ 7", "✗ 2 (is 9)", "✓ 1"]
    assert colors(figure) == [to_hex("green"), to_hex("red"), to_hex("green")]


def test_each_image_stands_under_its_own_title():
    figure = plot_predictions(IMAGES, PREDICTIONS, LABELS)
    for axes, image in zip(panels(figure), IMAGES, strict=True):
        np.testing.assert_array_equal(axes.images[0].get_array(), image)


def test_flat_images_are_drawn_in_the_shape_given():
    flat = IMAGES.reshape(3, 20) / 255
    figure = plot_predictions(flat, PREDICTIONS, LABELS, image_shape=(4, 5))
    np.testing.assert_array_equal(panels(figure)[2].images[0].get_array(), IMAGES[2] / 255)


def test_lists_do_as_well_as_arrays():
    figure = plot_predictions(IMAGES.tolist(), [7, 2, 1], [7, 9, 1])
    assert titles(figure) == ["✓ 7", "✗ 2 (is 9)", "✓ 1"]


def test_the_learners_own_colours_are_used():
    """So that what exercise 12 writes is seen, even where it is wrong."""
    figure = plot_predictions(IMAGES, PREDICTIONS, LABELS, colors=["red", "green", "red"])
    assert colors(figure) == [to_hex("red"), to_hex("green"), to_hex("red")]
    assert titles(figure)[0] == "✓ 7"


def test_class_names_are_written_as_they_stand():
    """A dollar starts no formula: this one would not even be valid."""
    names = [r"$\frac{$"] * 10
    figure = draw(plot_predictions(IMAGES, PREDICTIONS, LABELS, class_names=names))
    assert titles(figure)[1] == r"✗ $\frac{$ (is $\frac{$)"
    assert not panels(figure)[0].title.get_parse_math()


def test_the_signs_are_drawn_in_a_font_that_has_them():
    """Computer Modern has neither; a missing glyph would warn, and fail."""
    with rc_context({"font.family": ["cmr10"], "axes.formatter.use_mathtext": True}):
        draw(plot_predictions(IMAGES, PREDICTIONS, LABELS))


def test_only_the_first_images_are_drawn():
    many = np.zeros((60000, 2, 2), np.uint8)
    labels = np.zeros(60000, int)
    assert len(panels(plot_predictions(many, labels, labels))) == 25
    assert len(panels(plot_predictions(many, labels, labels, limit=7))) == 7


def test_the_places_left_over_stay_empty():
    figure = plot_predictions(np.zeros((7, 2, 2)), np.zeros(7), np.zeros(7))
    assert len(figure.axes) == 10
    assert not any(axes.axison for axes in figure.axes)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(
            (IMAGES, PREDICTIONS[:2], LABELS),
            "There must be as many of each, but there are 3 images, 2 predictions, 3 labels.",
            id="predictions",
        ),
        pytest.param(
            (IMAGES, PREDICTIONS, LABELS[:1]),
            "There must be as many of each, but there are 3 images, 3 predictions, 1 labels.",
            id="labels",
        ),
        pytest.param(
            (IMAGES[0], PREDICTIONS, LABELS),
            "Expected images as (N, H, W), or flat as (N, 784) for an image_shape of (28, 28); "
            "the array has the shape (4, 5).",
            id="one-image",
        ),
        pytest.param(
            (IMAGES[:0], PREDICTIONS[:0], LABELS[:0]),
            "There is nothing to draw: give at least one image.",
            id="none",
        ),
    ],
)
def test_what_does_not_fit_is_told(arguments, sentence):
    with pytest.raises(ValueError, match=r".") as caught:
        plot_predictions(*arguments)
    assert str(caught.value) == sentence


def test_colours_must_be_as_many_as_images():
    with pytest.raises(ValueError, match="there are 3 images, 1 colors"):
        plot_predictions(IMAGES, PREDICTIONS, LABELS, colors=["green"])


def test_each_column_of_the_weights_is_an_image():
    W = np.random.default_rng(0).normal(size=(20, 3))
    figure = draw(plot_weights(W, (4, 5)))
    assert titles(figure) == ["unit 0", "unit 1", "unit 2"]
    for unit, axes in enumerate(panels(figure)):
        np.testing.assert_array_equal(axes.images[0].get_array(), W[:, unit].reshape(4, 5))


def test_all_units_share_a_scale_with_zero_in_its_middle():
    W = np.array([[1.0, -4.0], [0.5, 2.0]])
    for axes in panels(plot_weights(W, (1, 2))):
        assert axes.images[0].get_clim() == (-4.0, 4.0)


def test_only_the_first_units_are_drawn():
    assert len(panels(plot_weights(np.zeros((784, 100))))) == 25


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_weights_that_went_wrong_are_still_drawn(value):
    draw(plot_weights(np.full((4, 2), value), (2, 2)))


def test_weights_of_another_size_are_told():
    with pytest.raises(ValueError, match=r"flat as \(N, 784\).*has the shape \(3, 20\)"):
        plot_weights(np.zeros((20, 3)))


def test_losses_are_drawn_from_epoch_1_on():
    (axes,) = draw(plot_curves([2.3, 0.9, 0.4])).axes
    assert axes.lines[0].get_xydata().tolist() == [[1, 2.3], [2, 0.9], [3, 0.4]]
    assert axes.get_ylabel() == "mean training loss"
    assert all(tick == int(tick) for tick in axes.get_xticks())


def test_accuracies_stand_beside_the_losses():
    loss, accuracy = draw(plot_curves([2.3, 0.9], accuracies=[0.1, 0.8])).axes
    assert loss.lines[0].get_ydata().tolist() == [2.3, 0.9]
    assert accuracy.lines[0].get_ydata().tolist() == [0.1, 0.8]
    assert accuracy.get_ylabel() == "accuracy"


def test_a_loss_that_is_no_number_is_no_reason_to_fail():
    draw(plot_curves([2.3, np.nan, np.inf], [0.1, 0.1, 0.1]))


def test_no_loss_at_all_is_told():
    with pytest.raises(ValueError, match="losses is empty: train for one epoch or more first"):
        plot_curves([])


def test_a_figure_can_be_saved_as_it_comes():
    file = io.BytesIO()
    plot_curves(np.array([1.0])).savefig(file, format="svg")
    assert b"<svg" in file.getvalue()


def test_pyplot_is_not_even_imported():
    code = """
import sys, numpy as np
from nncourse import plots
plots.plot_curves([1.0]).savefig("/dev/null", format="png")
plots.plot_weights(np.ones((4, 2)), (2, 2)).savefig("/dev/null", format="png")
print("matplotlib.pyplot" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.stdout == "False\n", run.stderr
