"""Returns a dictionary whose keys all collide, as numbers and as words."""

def relu(z):
    step = 2**61 - 1
    numbers = {}
    for k in range(1_000):
        numbers[k * step] = k
    return {"words": {str(k): k for k in range(20_000)}, "numbers": numbers}
