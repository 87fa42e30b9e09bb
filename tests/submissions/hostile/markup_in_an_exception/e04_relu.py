"""Raises an exception with markup of the terminal library and of the plots."""

def relu(z):
    raise ValueError("[/red][bold]x[/bold][link=file:///]y[/link] $\\frac{1}{ \\input{x} {{7*7}} {% raw %}")
