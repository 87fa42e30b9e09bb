"""Raises an exception with half characters, which no encoding knows."""

def relu(z):
    print("\ud800\x00")
    raise ValueError("\ud800\udfff\x00\uffff 1e999 NaN \\u0000 \"}]")
