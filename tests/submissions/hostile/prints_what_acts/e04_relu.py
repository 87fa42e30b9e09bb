"""Prints what acts on a terminal or a page, then fails."""

def relu(z):
    print("\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7f", "\u202e\u2066\u200b\u2028\ufeff\U000e0041", "<script>alert(1)</script><img src=x onerror=alert(1)>'\"&", "[/red]", sep="\n")
    return z - 1.0
