import numpy as np


def _same(f):
    def g(predictions, labels, *rest, **named):
        if len(predictions) != len(labels):
            raise ValueError(f"{len(predictions)} != {len(labels)}")
        return f(np.asarray(predictions), np.asarray(labels), *rest, **named)

    return g


accuracy = _same(lambda p, y: float((p == y).mean()))
confusion_matrix = _same(
    lambda p, y, num_classes=10: np.bincount(
        num_classes * y.astype(int) + p, minlength=num_classes**2
    ).reshape(num_classes, num_classes)
)
prediction_colors = _same(lambda p, y: ["red" if d else "green" for d in p != y])
