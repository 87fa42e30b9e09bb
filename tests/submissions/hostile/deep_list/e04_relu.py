"""Returns a list in a list in a list, ten thousand deep."""

def relu(z):
    deep = []
    for _ in range(10_000):
        deep = [deep]
    return deep
