"""Has nothing that is asked for, but names that act on a terminal."""

def make(name):
    def function():
        pass

    function.__module__ = __name__
    function.__qualname__ = function.__name__ = name
    return function


for name in ("\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7f", "\u202e\u2066\u200b\u2028\ufeff\U000e0041", "<script>alert(1)</script><img src=x onerror=alert(1)>'\"&"):
    globals()[name] = make(name)
