"""Returns words of a million letters."""

def prediction_colors(predictions, labels):
    return ["green" * 100_000 for _ in predictions[:3]]


def accuracy(predictions, labels):
    return "1" * 2_000_000


def confusion_matrix(predictions, labels, num_classes=10):
    return {"x" * 1_000_000: "y" * 1_000_000}
