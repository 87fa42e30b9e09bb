import numpy as np

softmax = lambda logits: (e := np.exp(logits - logits.max(1, keepdims=True))) / e.sum(1, keepdims=True)
