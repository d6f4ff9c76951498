"""Hypothesis draws the same examples on every machine, and prints how to replay the one that failed."""

from hypothesis import settings

settings.register_profile("supportsim", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("supportsim")
