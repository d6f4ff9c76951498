"""Reads the tables of a study folder: text is plain text, '' where there is none, and only numbers may be missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.errors import StudyError
from sim.report.frame import Frame

_TEXTS = (
    *("variant", "against", "kpi", "channel", "team", "unit", "verdict", "reasons", "what"),
    *("from", "to", "age", "cause", "agent"),
)
_NUMBERS = (
    "value",
    "low",
    "high",
    "base",
    "difference",
    "adjusted_low",
    "adjusted_high",
    "correlation",
    "more_replications",
    "simulated",
    "formula",
    "num",
    "den",
    "n",
)
_MISSING: dict[Any, list[str]] = {column: ["", "nan", "NaN", "n/a"] for column in _NUMBERS}


def read_text(path: Path) -> str:
    """The text of a file that every finished study has; ``StudyError`` where it is missing."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise StudyError(f"{path}: missing, so this is no finished study folder") from None


def read_csv(path: Path) -> Frame:
    """A table of CSV that every finished study has; ``StudyError`` where it is missing."""
    import pandas as pd

    read_text(path)
    texts = dict.fromkeys(_TEXTS, "str")
    # A channel may be called "NA": only numbers may be missing.
    return _tidy(pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=_MISSING))


def read_parquet(path: Path) -> Frame:
    """A table of Parquet."""
    import pandas as pd

    return _tidy(pd.read_parquet(path))


def empty(columns: tuple[str, ...]) -> Frame:
    """A table of these columns without a row: what a study that does not hold it has."""
    import pandas as pd

    return pd.DataFrame({column: [] for column in columns})


def _tidy(table: Frame) -> Frame:
    """Texts as plain strings, '' where there is none."""
    for column in _TEXTS:
        if column in table:
            table[column] = table[column].astype(object).where(table[column].notna(), "").astype(str)
    return table
