"""Fails in a function whose name acts on a terminal."""

def fail():
    raise ValueError("look at the name")


fail.__code__ = fail.__code__.replace(co_name="\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7f\u202e\u2066\u200b\u2028\ufeff\U000e0041<b>", co_qualname="\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7f")


def relu(z):
    fail()
