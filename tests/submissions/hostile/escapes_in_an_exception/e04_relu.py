"""Raises an exception with words that act on a terminal."""

def relu(z):
    raise ValueError("\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7fhello")
