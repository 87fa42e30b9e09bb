# -*- coding: utf-8 -*-
import numpy as np
import os
from e01_data import one_hot

def cross_entropy(logits, labels):
	m = logits.max(axis = 1, keepdims = True)
	log_p = (logits - m) - np.log(np.exp(logits - m).sum(axis = 1, keepdims = True))
	mask = one_hot(labels, logits.shape[1])
	return -float((log_p * mask).sum()) / labels.shape[0]