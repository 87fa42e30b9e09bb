"""Raises an exception with letters that are not seen or turn the line round."""

def relu(z):
    raise ValueError("\u202e\u2066\u200b\u2028\ufeff\U000e0041hello")
