"""One trained network: facts, notes and pictures."""

import math
from dataclasses import replace

import pytest

from nngrade.report.networks import KINDS, TILES, network_view

SIMPLE = KINDS[0]


def test_the_facts_of_the_training_are_told(make_run):
    view = network_view(SIMPLE, make_run())
    assert view.name == "Simple network"
    assert view.accuracy == "93.65 %"
    assert dict(view.facts) == {
        "Layers": "24 → 10 → 3",
        "Images": "bundled",
        "Epochs": "3 of 3",
        "Batch size": "64",
        "Learning rate": "0.1 for 2, then 0.01 for 1",
        "Seed": "4",
        "Time": "1 min 15 s",
        "Sandbox": "tier A",
    }
    assert view.notes == ()


@pytest.mark.parametrize(
    ("rates", "told"), [((0.1,) * 5, "0.1"), ((), ""), ((0.1, 0.2, 0.1), "0.1 for 1, then 0.2")]
)
def test_learning_rates_are_told_in_stretches(make_run, rates, told):
    shown = dict(network_view(SIMPLE, make_run(learning_rates=rates)).facts)["Learning rate"]
    assert shown.startswith(told)


def test_an_interrupted_run_says_so(make_run):
    run = make_run(interrupted=True, losses=(0.5,), accuracies=(0.91,))
    (note,) = network_view(SIMPLE, run).notes
    assert note.startswith("Training was interrupted after 1 of 3 epochs.")


@pytest.mark.parametrize(
    ("loss", "word"), [(math.nan, "not a number"), (math.inf, "infinite"), (1e30, "1e+30")]
)
def test_the_first_loss_that_went_wrong_is_named(make_run, loss, word):
    (note,) = network_view(SIMPLE, make_run(losses=(0.5, loss, loss))).notes
    assert note.startswith("From epoch 2 on")
    assert f"({word})" in note


def test_other_images_than_mnist_are_not_held_against_its_figures(make_run):
    (note,) = network_view(SIMPLE, make_run(source="fashion/")).notes
    assert "are for MNIST" in note
    assert network_view(SIMPLE, make_run(source="keras")).notes == ()


def test_answers_carry_sign_and_truth(make_run):
    right, wrong = network_view(SIMPLE, make_run()).examples.tiles
    assert (right.right, right.answer, right.note) == (True, "7", "87.5 %")
    assert (wrong.right, wrong.answer, wrong.note) == (False, "1, is 7", "87.5 %")


def test_pictures_are_told_in_words(make_run):
    view = network_view(SIMPLE, make_run())
    assert view.examples.description == "1 of 2 answered right. Wrong: a 7 taken for 1."
    assert view.mistakes.description == "0 of 1 answered right. Wrong: a 7 taken for 1."
    assert "2 in all" in view.weights.description


def test_what_there_is_none_of_has_no_picture(make_run):
    run = make_run()
    empty = replace(run.evaluation, examples=(), confident_mistakes=(), first_layer=())
    view = network_view(SIMPLE, replace(run, evaluation=empty))
    assert (view.examples, view.mistakes, view.weights) == (None, None, None)


def test_of_very_many_pictures_the_first_are_shown(make_run, example):
    run = make_run()
    many = replace(
        run.evaluation,
        examples=(example,) * 100,
        first_layer=run.evaluation.first_layer * 100,
    )
    view = network_view(SIMPLE, replace(run, evaluation=many))
    assert len(view.examples.tiles) == len(view.weights.images) == TILES


def test_nothing_hides_in_notes_and_names(make_run, hostile):
    run = make_run(notes=(hostile,), source=hostile, isolation=hostile)
    view = network_view(SIMPLE, run)
    shown = (view.notes[0], dict(view.facts)["Images"], dict(view.facts)["Sandbox"])
    for text in shown:
        assert r"\x1b[31mred \u202eevil\u2066" in text
        assert text.isprintable()
