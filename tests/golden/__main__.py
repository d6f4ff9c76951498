"""Write the golden summary anew: ``python -m tests.golden``; CHANGELOG says why it changed."""

from tests.golden.summary import GOLDEN, summary

GOLDEN.write_text(summary())
