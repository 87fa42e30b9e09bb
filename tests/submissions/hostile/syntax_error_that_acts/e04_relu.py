def relu(z):
    return "[31m‮<b>" "" 1 2 3
