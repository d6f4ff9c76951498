"""Hypothesis draws the same examples on every machine, and prints how to replay the one that failed.

The table of known results is printed at the end of any run that checked some.
"""

from hypothesis import settings

settings.register_profile("supportsim", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("supportsim")

pytest_plugins = ["tests.known.table"]
