import matplotlib.pyplot as plt
import numpy as np


def relu(z):
    return np.maximum(z, 0)
