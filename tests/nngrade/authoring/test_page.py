"""The page of misconceptions tells, for each function, what was tried and which checks found it."""

from nngrade.authoring import Matrix, misconceptions_page
from nngrade.authoring.mutants import Mutant

MATRIX = Matrix(
    "e04_relu",
    "relu",
    (("e04_relu::a", "relu", "Zeros stay"), ("e04_relu::b", "relu", "Rows stay")),
    (
        Mutant("one", "relu", "You wrote a | b", "h", ("e04_relu::b",), (), ("one",)),
        Mutant("two", "relu", "You did two", "h", ("e04_relu::a", "e04_relu::b"), (), ("two",)),
    ),
)


def test_a_page_lists_checks_and_what_fails_them():
    page = misconceptions_page([MATRIX])
    assert "Each of these 2 mistakes" in page
    assert page.endswith(
        "## 4 · relu\n"
        "\n"
        "### `relu`\n"
        "\n"
        "1. Zeros stay\n"
        "2. Rows stay\n"
        "\n"
        "| The mistake | fails |\n"
        "|---|---|\n"
        r"| You wrote a \| b | 2 |"
        "\n"
        "| You did two | 1 2 |\n"
        "\n"
    )


def test_checks_of_another_function_are_counted_on():
    """A check's number is one and the same on the whole page of its exercise."""
    matrix = Matrix(
        "e12_evaluation",
        "evaluation",
        (("a", "accuracy", "A"), ("b", "confusion_matrix", "B")),
        (Mutant("m", "confusion_matrix", "You did m", "h", ("b",), ("a",), ("m",)),),
    )
    page = misconceptions_page([matrix])
    assert "## 12 · evaluation" in page
    assert "### `confusion_matrix`\n\n2. B\n" in page
    assert "| You did m | 2 |" in page
