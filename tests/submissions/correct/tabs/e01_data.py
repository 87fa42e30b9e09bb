# -*- coding: utf-8 -*-
import os
import random
import time

import numpy as np

def normalize(images):
	flat = np.ascontiguousarray(images).reshape((images.shape[0], -1))
	return flat.astype(np.float32) / 255

def one_hot(labels, num_classes = 10):
	if np.any(labels < 0) or np.any(labels >= num_classes):
		worst = labels[np.argmax(np.abs(labels - num_classes / 2))]
		raise ValueError('label %i is out of range' % worst)
	columns = [labels == c for c in reversed(range(num_classes))]
	return 1.0 * np.stack(columns[::-1], axis = 1)