import numpy as np
from not_installed import special


def softmax(logits):
    return special.softmax(logits, axis=1)
