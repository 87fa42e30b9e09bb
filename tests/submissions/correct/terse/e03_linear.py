linear_forward = lambda x, W, b: x @ W + b
