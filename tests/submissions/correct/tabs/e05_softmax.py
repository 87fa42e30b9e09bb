# -*- coding: utf-8 -*-
import numpy as np
import time

def softmax(logits):
	z = logits.T
	z = z - z.max(axis = 0)
	e = np.exp(z)
	return (e / e.sum(axis = 0)).T