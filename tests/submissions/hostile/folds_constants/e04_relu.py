"""Lets the compiler compute huge constants."""

x = ((((2**100)**100)**100)**100, "a" * 10**9, (0,) * 10**9)
y = [0] * 10**9
