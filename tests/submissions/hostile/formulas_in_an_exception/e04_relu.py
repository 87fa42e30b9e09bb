"""Raises an exception with words that a spreadsheet would run."""

def relu(z):
    raise ValueError("=cmd|'/C calc'!A0\n+1+1\n@SUM(A1)\n-2+3,\"=1\"")
