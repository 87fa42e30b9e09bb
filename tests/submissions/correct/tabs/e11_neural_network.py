# -*- coding: utf-8 -*-
import os
import time
import random
import numpy as np
from e02_initialization import init_params
from e03_linear import linear_forward
from e04_relu import relu
from e06_cross_entropy import cross_entropy
from e08_backprop import relu_backward, linear_backward, cross_entropy_backward
from e09_sgd import minibatches, sgd_step

class NeuralNetwork:
	def __init__(self, layer_sizes, rng, dtype = np.float64):
		self.weights = {}
		self.biases = {}
		for i, (W, b) in enumerate(init_params(layer_sizes, rng, dtype), 1):
			self.weights[i] = W
			self.biases[i] = b
		self.depth = len(self.weights)

	@property
	def params(self):
		return [(self.weights[i], self.biases[i]) for i in range(1, self.depth + 1)]

	def forward(self, x):
		out = x
		for i in range(1, self.depth + 1):
			out = linear_forward(out, self.weights[i], self.biases[i])
			if i != self.depth:
				out = relu(out)
		return out

	def loss_and_gradients(self, x, labels):
		a, mask = {0: x}, {}
		for i in range(1, self.depth + 1):
			a[i] = linear_forward(a[i - 1], self.weights[i], self.biases[i])
			mask[i] = (a[i] > 0) | (i == self.depth)
			a[i] = a[i] * mask[i]
		delta = cross_entropy_backward(a[self.depth], labels)
		grads = []
		for i in reversed(range(1, self.depth + 1)):
			delta, dW, db = linear_backward(delta * mask[i], a[i - 1], self.weights[i])
			grads.append((dW, db))
		return cross_entropy(a[self.depth], labels), list(reversed(grads))

	def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch = None):
		history = []
		for epoch in range(1, epochs + 1):
			total = 0
			for xb, yb in minibatches(x, labels, batch_size, rng):
				loss, grads = self.loss_and_gradients(xb, yb)
				sgd_step(self.params, grads, learning_rate)
				total += loss * len(yb)
			history.append(total / len(labels))
			if on_epoch:
				on_epoch(epoch, history[-1])
		return history

	def predict(self, x):
		return np.argsort(self.forward(x), axis = 1, kind = 'stable')[:, -1]