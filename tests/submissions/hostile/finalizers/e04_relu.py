"""Leaves objects whose end takes forever."""

class Undying:
    def __del__(self):
        while True:
            pass


def relu(z):
    things = [Undying() for _ in range(10)]
    return z - 1.0
