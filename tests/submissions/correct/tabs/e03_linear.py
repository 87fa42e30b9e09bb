# -*- coding: utf-8 -*-
import numpy as np; import random

def linear_forward(x, W, b):
	return (W.T @ x.T).T + np.broadcast_to(b, (x.shape[0], b.shape[0]))