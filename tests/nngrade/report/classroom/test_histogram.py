"""Scores fall into ten bars, and full points into one of their own."""

import pytest

from nngrade.report.classroom.histogram import HEIGHT, histogram


@pytest.mark.parametrize(
    ("share", "bar"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.7, 7), (0.999, 9), (1.0, 10)]
)
def test_a_score_falls_into_its_bar(share, bar):
    counts = [one.count for one in histogram([share]).bars]
    assert counts == [int(place == bar) for place in range(11)]


@pytest.mark.parametrize("whole", range(101))
def test_a_whole_number_of_points_is_never_rounded_down(whole):
    counts = [one.count for one in histogram([whole / 100]).bars]
    assert counts.index(1) == whole // 10


def test_the_fullest_bar_fills_the_picture():
    bars = histogram([0.5, 0.5, 0.5, 0.5, 1.0]).bars
    assert (bars[5].height, bars[10].height, bars[0].height) == (HEIGHT, HEIGHT / 4, 0)


def test_the_picture_is_told_in_words():
    assert histogram([0.5, 0.55, 1.0]).description == (
        "100 %: 1 submission; 50 % to below 60 %: 2 submissions."
    )


def test_without_scores_there_is_no_picture():
    assert histogram([]) is None
