"""Both networks stand side by side, and what is missing says what to run."""

import math

import pytest

from nngrade.report.training import training_view


def test_without_a_run_both_networks_say_how_to_train_them():
    view = training_view({})
    assert [(one.name, one.command) for one in view.missing] == [
        ("Simple network", "nngrade train simple"),
        ("General network", "nngrade train general"),
    ]
    assert (view.loss, view.accuracy, view.bars) == (None, None, None)
    assert view.networks == ()
    assert view.epochs.rows == ()


def test_one_network_is_shown_and_the_other_is_asked_for(make_run):
    view = training_view({"general": make_run("general")})
    assert [one.name for one in view.networks] == ["General network"]
    assert [one.command for one in view.missing] == ["nngrade train simple"]
    assert [one.label for one in view.loss.series] == ["General network"]
    assert [bar.text for bar in view.bars.bars] == ["93.65 %", "87 %"]


def test_both_networks_stand_in_the_courses_order(make_run):
    general = make_run("general", accuracy=0.9785)
    view = training_view({"general": general, "simple": make_run()})
    assert [one.label for one in view.loss.series] == ["Simple network", "General network"]
    assert [(bar.label, bar.text) for bar in view.bars.bars] == [
        ("Simple network, yours", "93.65 %"),
        ("original project", "89 %"),
        ("General network, yours", "97.85 %"),
        ("original project", "87 %"),
    ]
    assert view.missing == ()


def test_losses_are_called_the_learners_own_and_accuracies_the_graders(make_run):
    view = training_view({"simple": make_run()})
    assert view.loss.title == "Training loss, your own figures"
    assert view.accuracy.title == "Test accuracy, measured by the grader"
    assert view.loss.description == ("Simple network: loss 0.5 after epoch 1, 0.2 after epoch 3.")
    assert view.accuracy.description == (
        "Simple network: accuracy 91 % after epoch 1, 93.65 % after epoch 3."
    )


def test_the_numbers_of_each_epoch_stand_in_a_table(make_run):
    short = make_run("general", losses=(1.5,), accuracies=(0.5,))
    table = training_view({"simple": make_run(), "general": short}).epochs
    assert table.header == (
        "Epoch",
        "Simple network: loss",
        "Simple network: accuracy",
        "General network: loss",
        "General network: accuracy",
    )
    assert table.rows[0] == ("1", "0.5", "91 %", "1.5", "50 %")
    assert table.rows[2] == ("3", "0.2", "93.65 %", "", "")


def test_a_loss_that_no_axis_can_show_leaves_a_gap(make_run):
    run = make_run(losses=(0.5, math.inf, math.nan, 1e300, -math.inf, 0.25))
    (series,) = training_view({"simple": run}).loss.series
    assert [value for value in series.values if not math.isnan(value)] == [0.5, 0.25]
    assert len(series.values) == 6


@pytest.mark.parametrize("losses", [(), (math.nan,), (math.inf, math.nan)])
def test_without_a_single_loss_to_draw_there_is_no_curve(make_run, losses):
    view = training_view({"simple": make_run(losses=losses)})
    assert view.loss is None
    assert view.accuracy is not None


def test_a_run_interrupted_in_its_first_epoch_still_has_its_accuracy(make_run):
    run = make_run(losses=(), accuracies=(), accuracy=0.11, interrupted=True)
    view = training_view({"simple": run, "general": make_run("general")})
    assert "Simple network: loss unknown, no epoch was finished." in view.loss.description
    assert view.bars.bars[0].text == "11 %"


@pytest.mark.parametrize(
    ("losses", "logarithmic"),
    [((2.3, 0.003), False), ((2.3e6, 0.3), True), ((2.3e6, -0.3), False), ((2.3e6, 0.0), False)],
)
def test_losses_far_apart_get_a_logarithmic_axis_where_one_exists(make_run, losses, logarithmic):
    assert training_view({"simple": make_run(losses=losses)}).loss.logarithmic is logarithmic


@pytest.mark.parametrize(
    ("accuracies", "floor"), [((0.91, 0.95), 90), ((0.98, 0.99), 90), ((0.114, 0.95), 10)]
)
def test_the_accuracy_axis_holds_every_value(make_run, accuracies, floor):
    assert training_view({"simple": make_run(accuracies=accuracies)}).accuracy.limits == (
        floor,
        100,
    )


def test_an_accuracy_that_is_no_number_draws_no_bar(make_run):
    bar = training_view({"simple": make_run(accuracy=math.nan)}).bars.bars[0]
    assert (bar.percent, bar.text) == (0.0, "no number")
