"""Returns words that act on a terminal or a page."""

WORDS = ["\x1b[31m\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x9b2J\r\b\x00\x7f", "\u202e\u2066\u200b\u2028\ufeff\U000e0041", "<script>alert(1)</script><img src=x onerror=alert(1)>'\"&", "=1+1"]


def accuracy(predictions, labels):
    return WORDS[0]


def confusion_matrix(predictions, labels, num_classes=10):
    return {WORDS[1]: WORDS[2]}


def prediction_colors(predictions, labels):
    return WORDS
