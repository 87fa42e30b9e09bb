"""Returns a list that contains itself twice."""

def relu(z):
    circle = []
    circle.extend([circle, circle, circle, circle])
    return circle
