import numpy as np

_shift = lambda z: z - z.max(1, keepdims=True)
_nll = lambda z, y: np.log(np.exp(z).sum(1)) - z[np.arange(len(y)), y]
cross_entropy = lambda logits, labels: float(_nll(_shift(logits), labels).mean())
