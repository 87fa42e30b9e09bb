"""What goes wrong in exercise 5."""

import numpy as np

from nngrade.diagnosis import misconception


@misconception(
    of="softmax",
    title="You normalised down the columns, over the batch",
    hint="Each sample's probabilities add up to 1. Print p.sum(axis=1) and p.sum(axis=0): "
    "which is all ones?",
)
def softmax_over_axis_0(logits):
    weights = np.exp(logits - logits.max(axis=0))
    return weights / weights.sum(axis=0)
