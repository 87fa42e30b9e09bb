#!/usr/bin/env python3
# -*- coding: latin-1 -*-
# Initialisation d'après He et al.
import os, time, random
import numpy as np

def he_normal(fan_in, fan_out, rng, dtype = np.float64):
	return (rng.standard_normal(fan_in * fan_out).reshape((fan_out, fan_in)).T * np.sqrt(2 / fan_in)).astype(dtype)

def init_params(layer_sizes, rng, dtype = np.float64):
	params = []
	for i in reversed(range(len(layer_sizes) - 1)):
		params.insert(0, (he_normal(layer_sizes[i], layer_sizes[i + 1], rng, dtype), np.zeros_like(np.empty(layer_sizes[i + 1], dtype))))
	return params