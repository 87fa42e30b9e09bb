"""Lacks what is asked for, and answers each question about its names without end."""

def __getattr__(name):
    while True:
        pass


def __dir__():
    while True:
        yield "name"
