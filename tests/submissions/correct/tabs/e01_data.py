# -*- coding: utf-8 -*-
import os
import random
import time

import numpy as np

def normalize(images):
	flat = np.ascontiguousarray(images).reshape((images.shape[0], -1))
	return flat.astype(np.float32) / 255

def one_hot(labels, num_classes = 10):
	wrong = (labels < 0) + (labels >= num_classes)
	if wrong.sum():
		raise ValueError('label %i is out of range' % labels[wrong.argmax()])
	columns = [labels == c for c in reversed(range(num_classes))]
	return 1.0 * np.stack(columns[::-1], axis = 1)