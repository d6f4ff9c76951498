"""A study that was run: its folder, and its tables read when asked for."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import Fault, SettingsError

if TYPE_CHECKING:
    import pandas as pd

TEXT = frozenset({"variant", "against", "kpi", "channel", "team", "verdict", "unit", "reasons"})
"""Columns of text in the CSV files: '' stays '', while an empty number is NaN."""

WHOLE = frozenset({"more_replications"})
"""Columns of whole numbers in the CSV files."""


class Study:
    """The results of a study; every table is a pandas DataFrame, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path | str) -> Study:
        """The study in a folder; SettingsError where the folder holds none."""
        path = Path(folder)
        if not (path / "manifest.json").is_file():
            rule = "there is no study here (no manifest.json)" if path.is_dir() else "there is no such folder"
            raise SettingsError([Fault("folder", rule, str(folder), "give the folder that a study named")])
        return cls(path)

    def __repr__(self) -> str:
        return f"Study({str(self.folder)!r})"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Versions, seed, hashes, variants, what leads."""
        return self._json("manifest.json")

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved settings."""
        import yaml

        loaded = yaml.safe_load((self.folder / "config.yaml").read_text(encoding="utf-8"))
        return loaded if isinstance(loaded, dict) else {}

    @cached_property
    def scenarios(self) -> dict[str, Any]:
        """Every variant's scenario as plain values, by name."""
        return self._json("scenarios.json")

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The cheapest option that meets its targets: sentence, best, standings."""
        return self._json("answer.json")

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """variant, replication, kpi, channel, team, value, num, den, n, unit."""
        return self._parquet("kpis")

    @cached_property
    def series(self) -> pd.DataFrame:
        """variant, replication, kpi, channel, team, interval, num, den."""
        return self._parquet("series")

    @cached_property
    def histograms(self) -> pd.DataFrame:
        """variant, replication, kpi, channel, low, high, count."""
        return self._parquet("histograms")

    @cached_property
    def days(self) -> pd.DataFrame:
        """variant, replication, kpi, team, day, num, den: people by day; empty where nobody is a person."""
        return self._parquet("days")

    @cached_property
    def agents(self) -> pd.DataFrame:
        """variant, replication, kpi, team, agent, num, den: the load of each agent; empty likewise."""
        return self._parquet("agents")

    @cached_property
    def plan(self) -> pd.DataFrame:
        """variant, channel, team, what, interval, value: what was expected before anything was simulated."""
        return self._parquet("plan")

    @cached_property
    def summary(self) -> pd.DataFrame:
        """variant, kpi, channel, team, value, low, high, unit: pooled over replications."""
        return self._csv("summary")

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Every variant against the first, with verdicts."""
        return self._csv("comparison")

    @cached_property
    def theory(self) -> pd.DataFrame:
        """What the stationary formula by interval would have said, and why it differs."""
        return self._csv("theory")

    def value(self, variant: str, kpi: str, channel: str = "", team: str = "") -> tuple[float, float, float]:
        """(value, low, high) of one KPI; KeyError where there is no such row."""
        rows = self.summary
        row = rows[(rows.variant == variant) & (rows.kpi == kpi) & (rows.channel == channel) & (rows.team == team)]
        if len(row) != 1:
            raise KeyError((variant, kpi, channel, team))
        return float(row.value.iloc[0]), float(row.low.iloc[0]), float(row.high.iloc[0])

    def _json(self, name: str) -> dict[str, Any]:
        loaded = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return loaded if isinstance(loaded, dict) else {}

    def _parquet(self, name: str) -> pd.DataFrame:
        import pandas as pd

        return pd.read_parquet(self.folder / f"{name}.parquet")

    def _csv(self, name: str) -> pd.DataFrame:
        import pandas as pd

        # Text first, then numbers by Python's own rule: exact with every release of pandas.
        table = pd.read_csv(self.folder / f"{name}.csv", dtype="str", keep_default_na=False)
        for column in table.columns.difference(list(TEXT)):
            table[column] = table[column].replace("", "nan").astype(float)
        return table.astype({column: int for column in table.columns if column in WHOLE})
