"""Stands where another file is expected."""

import os

HIJACKED = True
open(os.path.join("@BAIT@", "hijacked"), "w").close()
allclose = maximum = encode = lambda *args, **kwargs: True
