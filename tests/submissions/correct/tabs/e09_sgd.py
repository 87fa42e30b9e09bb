# -*- coding: utf-8 -*-
import numpy as np
import random, time

def minibatches(x, labels, batch_size, rng):
	order = list(range(x.shape[0]))
	rng.shuffle(order)
	starts = list(range(0, x.shape[0], batch_size))
	starts.reverse()
	while starts:
		start = starts.pop()
		yield x[order[start:start + batch_size]], labels[order[start:start + batch_size]]

def sgd_step(params, grads, learning_rate):
	for i in reversed(range(len(params))):
		for j in reversed(range(2)):
			p = params[i][j]
			p += grads[i][j] * -learning_rate