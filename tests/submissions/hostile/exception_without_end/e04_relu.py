"""Raises an exception whose words never end."""

class Endless(Exception):
    def __str__(self):
        while True:
            pass


def relu(z):
    raise Endless
