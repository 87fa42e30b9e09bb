# -*- coding: utf-8 -*-
import numpy as np
import random

def numerical_gradient(f, x, h = 1e-5):
	slopes = []
	for i in reversed(range(x.size)):
		step = np.zeros(x.size)
		step[i] = h
		step = step.reshape(x.shape)
		slopes.append((f(x + step) - f(x - step)) / h / 2)
	return np.array(slopes[::-1]).reshape(x.shape)

def relative_error(a, b):
	n = float(np.sqrt(np.sum(np.square(a))) + np.sqrt(np.sum(np.square(b))))
	return float(np.sqrt(np.sum(np.square(a - b)))) / (n + (n == 0))