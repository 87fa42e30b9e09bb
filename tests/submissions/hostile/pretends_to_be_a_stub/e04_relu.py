"""Speaks as an exercise that is not started."""

def relu(z):
    raise NotImplementedError("relu: see course/lessons/e04_relu.md")
