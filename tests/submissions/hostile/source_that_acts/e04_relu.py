"""Fails in a line of source that acts on a terminal or a page."""


def relu(z):
    raise ValueError("[31m]0;owned")  # ‮⁦<script>alert(1)</script>2J
