"""Catches whatever is raised and starts again."""

def relu(z):
    while True:
        try:
            raise KeyboardInterrupt
        except BaseException:
            continue
