"""A study read back from its folder, which is all that a report ever sees: settings, manifest and tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from sim.errors import StudyError
from sim.report.estimate import Estimate, pooled
from sim.report.frame import Frame
from sim.scenario import Scenario

Floats = NDArray[np.float64]

SHOWN_AT_MOST = 12
"""Options in one picture; more cannot be told apart."""


@dataclass(frozen=True)
class Option:
    """One option of the study: its name in tables, what readers call it, why it is considered, and its scenario."""

    name: str
    label: str
    because: str
    scenario: Scenario


class Value(NamedTuple):
    """A KPI of one option over the whole study, with its interval; NaN is "n/a"."""

    value: float
    low: float
    high: float
    unit: str

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return bool(np.isfinite(self.value))


NOTHING = Value(np.nan, np.nan, np.nan, "")


class StudyFolder:
    """The tables of a study folder, read when asked for; ``StudyError`` says which file is missing."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise StudyError(f"{path}: there is no such study folder")

    # -- settings -----------------------------------------------------------------------------------------------------

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved settings."""
        return dict(yaml.safe_load(self._text("config.yaml")) or {})

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Versions, seed, hashes, machine."""
        return dict(json.loads(self._text("manifest.json")))

    @cached_property
    def answer(self) -> dict[str, Any]:
        """The option to take, and how each stands to its targets."""
        return dict(json.loads(self._text("answer.json")))

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario of the first option, whose calendar and world all options share."""
        return self.options[0].scenario

    @cached_property
    def all_options(self) -> tuple[Option, ...]:
        """Every option, the one that the others are compared with first."""
        present = set(self.summary["variant"])
        base = self.manifest.get("base")
        described = {
            str(about["name"]): about for about in self.manifest.get("variants", []) if about.get("name") in present
        }
        scenarios = json.loads(self._text("scenarios.json"))
        options = []
        for name in sorted(described, key=lambda name: name != base):
            if name not in scenarios:
                raise StudyError(f"{self.path / 'scenarios.json'}: it lacks the scenario of {name}")
            label = " ".join(str(described[name].get("title") or name).split())
            because = " ".join(str(described[name].get("because") or "").split())
            options.append(Option(name, label, because, Scenario.from_mapping(scenarios[name])))
        if not options:
            raise StudyError(f"{self.path}: no replication is finished yet, so there is nothing to report")
        return tuple(options)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options that pictures show: the first few."""
        return self.all_options[:SHOWN_AT_MOST]

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.scenario.world.prices.currency

    @property
    def confidence(self) -> float:
        """The confidence of every interval."""
        return float(self.manifest.get("confidence", 0.95))

    @property
    def replications(self) -> int:
        """How often every option was simulated."""
        return int(self.kpis["replication"].nunique()) if len(self.kpis) else 0

    @property
    def live_channels(self) -> tuple[str, ...]:
        """Channels on which the customer waits on the line: live ones and chats."""
        return tuple(name for name, channel in self.scenario.policy.channels.items() if channel.waits_on_line)

    @property
    def async_channels(self) -> tuple[str, ...]:
        """Channels on which a ticket waits for its reply."""
        return tuple(name for name, channel in self.scenario.policy.channels.items() if not channel.waits_on_line)

    # -- tables -------------------------------------------------------------------------------------------------------

    @cached_property
    def summary(self) -> Frame:
        """variant, kpi, channel, team, value, low, high, unit."""
        return self._csv("summary.csv", required=True)

    @cached_property
    def comparison(self) -> Frame:
        """variant, against, kpi, channel, team, value, base, difference, low, high, adjusted ends, verdict, unit."""
        return self._csv(
            "comparison.csv", columns=("variant", "against", "kpi", "channel", "team", "difference", "verdict")
        )

    @cached_property
    def theory(self) -> Frame:
        """variant, channel, kpi, simulated, low, high, formula, reasons."""
        return self._csv("theory.csv", columns=("variant", "channel", "kpi", "simulated", "formula", "reasons"))

    @cached_property
    def kpis(self) -> Frame:
        """variant, replication, kpi, channel, team, value, num, den, n, unit."""
        return self._parquet("kpis.parquet", ("variant", "replication", "kpi", "channel", "team"))

    @cached_property
    def series(self) -> Frame:
        """variant, replication, kpi, channel, team, interval, num, den."""
        return self._parquet(
            "series.parquet", ("variant", "replication", "kpi", "channel", "team", "interval", "num", "den")
        )

    @cached_property
    def histograms(self) -> Frame:
        """variant, replication, kpi, channel, low, high, count."""
        return self._parquet("histograms.parquet", ("variant", "replication", "kpi", "channel", "low", "high", "count"))

    @cached_property
    def flow(self) -> Frame:
        """variant, replication, channel, from, to, tickets, seconds."""
        return self._parquet("flow.parquet", ("variant", "replication", "channel", "from", "to", "tickets", "seconds"))

    @cached_property
    def backlog_ages(self) -> Frame:
        """variant, replication, day, channel, age, tickets."""
        return self._parquet("backlog_ages.parquet", ("variant", "replication", "day", "channel", "age", "tickets"))

    @cached_property
    def causes(self) -> Frame:
        """variant, replication, channel, cause, contacts."""
        return self._parquet("causes.parquet", ("variant", "replication", "channel", "cause", "contacts"))

    @cached_property
    def plan(self) -> Frame:
        """variant, channel, team, what, interval, value."""
        return self._parquet("plan.parquet", ("variant", "channel", "team", "what", "interval", "value"))

    @cached_property
    def days(self) -> Frame:
        """variant, replication, kpi, team, day, num, den; empty where nobody is a person."""
        return self._parquet("days.parquet", ("variant", "replication", "kpi", "team", "day", "num", "den"))

    @cached_property
    def agents(self) -> Frame:
        """variant, replication, kpi, team, agent, num, den; empty where nobody is a person."""
        return self._parquet("agents.parquet", ("variant", "replication", "kpi", "team", "agent", "num", "den"))

    # -- questions ----------------------------------------------------------------------------------------------------

    def value(self, option: str, kpi: str, channel: str = "", team: str = "") -> Value:
        """A KPI of one option over all replications; ``NOTHING`` if the study does not hold it."""
        table = self.summary
        rows = table[
            (table["variant"] == option)
            & (table["kpi"] == kpi)
            & (table["channel"] == channel)
            & (table["team"] == team)
        ]
        if rows.empty:
            return NOTHING
        row = rows.iloc[0]
        return Value(float(row["value"]), float(row["low"]), float(row["high"]), str(row["unit"]))

    def sums(self, option: str, kpi: str, channel: str = "", team: str = "") -> tuple[Floats, Floats] | None:
        """Numerators and denominators by interval, each of shape (replications, intervals); None if not held."""
        rows = self._series_of(option, kpi)
        if rows is None:
            return None
        rows = rows[(rows["channel"] == channel) & (rows["team"] == team)]
        if rows.empty:
            return None
        replications, which = np.unique(rows["replication"].to_numpy(), return_inverse=True)
        shape = (len(replications), self.scenario.calendar.n_intervals)
        num, den = np.zeros(shape), np.zeros(shape)
        interval = rows["interval"].to_numpy()
        inside = (interval >= 0) & (interval < shape[1])
        np.add.at(num, (which[inside], interval[inside]), np.nan_to_num(rows["num"].to_numpy(dtype=float)[inside]))
        np.add.at(den, (which[inside], interval[inside]), np.nan_to_num(rows["den"].to_numpy(dtype=float)[inside]))
        return num, den

    def by_time_of_day(
        self, option: str, kpi: str, channel: str, days: NDArray[np.intp], team: str = ""
    ) -> Estimate | None:
        """A KPI by interval of the day, pooled over the given days of the horizon and all replications."""
        sums = self.sums(option, kpi, channel, team)
        if sums is None:
            return None
        slots = self.scenario.calendar.intervals_per_day
        num, den = (part.reshape(part.shape[0], -1, slots)[:, days].sum(axis=1) for part in sums)
        return pooled(num, den, self.confidence)

    def planned(self, option: str, what: str, channel: str | None = None, team: str | None = None) -> Floats:
        """What the plan says by interval of the horizon, summed over channels or teams that are not named."""
        table = self.plan
        rows = table[(table["variant"] == option) & (table["what"] == what)]
        if channel is not None:
            rows = rows[rows["channel"] == channel]
        if team is not None:
            rows = rows[rows["team"] == team]
        values = np.zeros(self.scenario.calendar.n_intervals)
        np.add.at(values, rows["interval"].to_numpy(dtype=int), rows["value"].to_numpy(dtype=float))
        return values

    @cached_property
    def _series_by_kpi(self) -> dict[tuple[str, str], Frame]:
        return dict(list(self.series.groupby(["variant", "kpi"], observed=True)))

    def _series_of(self, option: str, kpi: str) -> Frame | None:
        return self._series_by_kpi.get((option, kpi))

    # -- files --------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise StudyError(f"{self.path / name}: missing, so this is no finished study folder") from None

    def _csv(self, name: str, columns: tuple[str, ...] = (), required: bool = False) -> Frame:
        import pandas as pd

        path = self.path / name
        if not path.exists() and not required:
            return pd.DataFrame({column: [] for column in columns})
        self._text(name)
        texts = dict.fromkeys(_TEXTS, "str")
        # A channel may be called "NA": only numbers may be missing.
        table = pd.read_csv(path, dtype=texts, keep_default_na=False, na_values=_MISSING)
        return _tidy(table)

    def _parquet(self, name: str, columns: tuple[str, ...]) -> Frame:
        import pandas as pd

        path = self.path / name
        if not path.exists():
            return pd.DataFrame({column: [] for column in columns})
        return _tidy(pd.read_parquet(path))


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


def _tidy(table: Frame) -> Frame:
    """Texts as plain strings, '' where there is none."""
    for column in _TEXTS:
        if column in table:
            table[column] = table[column].astype(object).where(table[column].notna(), "").astype(str)
    return table
