"""The type of tidy tables inside the report."""

from __future__ import annotations

from typing import Any

Frame = Any
"""A pandas DataFrame, whose columns its function's docstring names. Not typed as one: the published types of pandas
give every cell a union of twenty types, which says nothing and has to be undone at each use."""
