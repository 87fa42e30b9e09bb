"""The confusion matrix tells right from wrong, and the frequent mistakes from the rare."""

from nngrade.report.confusion import MOST_CLASSES, confusion


def test_right_answers_stand_on_the_diagonal():
    rows = confusion(((5, 0), (3, 7))).rows
    assert [[cell.count for cell in row] for row in rows] == [[5, 0], [3, 7]]
    assert [[cell.right for cell in row] for row in rows] == [[True, False], [False, True]]


def test_mistakes_are_shaded_by_the_most_frequent_one():
    rows = confusion(((900, 0, 1), (10, 900, 3), (0, 5, 0))).rows
    assert [[cell.level for cell in row] for row in rows] == [[5, 0, 1], [5, 5, 2], [0, 3, 0]]


def test_the_three_most_frequent_mistakes_are_told():
    summary = confusion(((9, 1, 2), (4, 9, 0), (3, 0, 9))).summary
    assert summary == (
        "Most often confused, with counts: 1 taken for 0 (4), 2 taken for 0 (3), 0 taken for 2 (2)."
    )


def test_a_network_without_mistakes_is_told_so():
    found = confusion(((5, 0), (0, 7)))
    assert found.summary == "Nothing was confused."
    assert found.rows[0][1].level == 0


def test_with_very_many_classes_the_words_remain():
    size = MOST_CLASSES + 1
    found = confusion(tuple(tuple(range(size)) for _ in range(size)))
    assert found.rows == ()
    assert "taken for 30" in found.summary
