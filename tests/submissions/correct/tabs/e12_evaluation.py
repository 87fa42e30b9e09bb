# -*- coding: utf-8 -*-
import os
import random
import numpy as np

def accuracy(predictions, labels):
	if len(predictions) != len(labels):
		raise ValueError('%d != %d' % (len(predictions), len(labels)))
	return (1.0 * (predictions == labels)).sum() / len(labels)

def confusion_matrix(predictions, labels, num_classes = 10):
	if len(predictions) != len(labels):
		raise ValueError('%d != %d' % (len(predictions), len(labels)))
	rows = []
	for t in reversed(range(num_classes)):
		mask = labels == t
		rows.append(np.bincount(predictions[mask], minlength = num_classes))
	return np.array(rows[::-1])

def prediction_colors(predictions, labels):
	if len(predictions) != len(labels):
		raise ValueError('%d != %d' % (len(predictions), len(labels)))
	out = []
	for p, t in zip(reversed(list(predictions)), reversed(list(labels))):
		out.append('green' * int(p == t) + 'red' * int(p != t))
	return out[::-1]