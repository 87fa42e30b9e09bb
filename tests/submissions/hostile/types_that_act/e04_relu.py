"""Returns objects whose type has a name that acts on a terminal or a page."""

import itertools

NAMES = itertools.cycle(["\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x7f", "\u202e\u2066\u200b\u2028\ufeff\U000e0041", "<script>alert(1)</script><img src=x onerror=alert(1)>'\"&"])


def relu(z):
    return type(next(NAMES), (), {})()
