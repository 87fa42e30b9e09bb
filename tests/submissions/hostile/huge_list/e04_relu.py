"""Returns a list of ten million numbers."""

def relu(z):
    return [0.0] * 10_000_000
