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

class SimpleNetwork:
	def __init__(self, rng, input_size = 784, hidden_size = 10, output_size = 10, dtype = np.float64):
		p = init_params([input_size, hidden_size, output_size], rng, dtype)
		self.W2, self.b2 = p.pop()
		self.W1, self.b1 = p.pop()

	@property
	def params(self):
		p = []
		for i in reversed((1, 2)):
			p.insert(0, (getattr(self, 'W%d' % i), getattr(self, 'b%d' % i)))
		return p

	def forward(self, x):
		z = linear_forward(x, self.W1, self.b1)
		return linear_forward(relu(z), self.W2, self.b2)

	def loss_and_gradients(self, x, labels):
		z = linear_forward(x, self.W1, self.b1)
		mask = z > 0
		logits = linear_forward(z * mask, self.W2, self.b2)
		da, dW2, db2 = linear_backward(cross_entropy_backward(logits, labels), z * mask, self.W2)
		dx, dW1, db1 = linear_backward(da * mask, x, self.W1)
		return cross_entropy(logits, labels), [(dW1, db1), (dW2, db2)]

	def fit(self, x, labels, *, epochs, batch_size, learning_rate, rng, on_epoch = None):
		began = time.time()
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