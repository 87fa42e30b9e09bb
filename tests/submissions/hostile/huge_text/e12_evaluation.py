"""Returns words of millions of letters."""

def prediction_colors(predictions, labels):
    return ["green" * 2_000_000 for _ in predictions[:3]]


def accuracy(predictions, labels):
    return "1" * 20_000_000


def confusion_matrix(predictions, labels, num_classes=10):
    return {"x" * 10_000_000: "y" * 10_000_000}
