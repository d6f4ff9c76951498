"""A study read back from its folder, which is all that a report ever sees: its options, and questions to its tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import StudyError
from sim.report.estimate import Estimate, pooled
from sim.report.frame import Frame
from sim.report.study_tables import StudyTables
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


class StudyFolder(StudyTables):
    """The options of a study, and what its tables say of them."""

    # -- options ------------------------------------------------------------------------------------------------------

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
