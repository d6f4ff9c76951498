"""Rows of the table of KPIs: value = num / den, one row for each channel or team and one, '', for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.kpi.declare import KPIS, Scope
from sim.kpi.scopes import Scopes

Table = dict[str, NDArray[Any]]

ALL = ""
"""The name in ``channel`` or ``team`` that stands for all of them."""


@dataclass
class Rows:
    """Collects rows; ``scopes`` says on which channels or teams each KPI has some."""

    channels: tuple[str, ...]
    teams: tuple[str, ...]
    currency: str
    scopes: Scopes
    rows: list[tuple[str, str, str, float, float, int]] = field(default_factory=list)

    def in_scope(self, kpi: str) -> list[int]:
        """Indices of the channels, or of the teams, that a KPI is measured on."""
        return self.scopes[KPIS[kpi].scope]

    @property
    def live(self) -> NDArray[np.bool_]:
        """Shape (channels,): whether the customer waits on the line."""
        return np.isin(np.arange(len(self.channels)), self.scopes["live"])

    def teams_in(self, scope: Scope) -> NDArray[np.bool_]:
        """Shape (teams,): which teams are in a scope."""
        return np.isin(np.arange(len(self.teams)), self.scopes[scope])

    def add(self, kpi: str, channel: str, team: str, num: float, den: float, n: float) -> None:
        """One row."""
        self.rows.append((kpi, channel, team, float(num), float(den), int(n)))

    def counts(self, kpi: str, counts: ArrayLike, only: Sequence[bool] | None = None) -> None:
        """A count by channel, and their sum; den = n = 1."""
        by_channel = np.asarray(counts, dtype=float)
        indices = [index for index in self.in_scope(kpi) if only is None or only[index]]
        for index in indices:
            self.add(kpi, self.channels[index], ALL, by_channel[index], 1.0, 1)
        if indices:
            self.add(kpi, ALL, ALL, by_channel[indices].sum(), 1.0, 1)

    def averages(self, kpi: str, seconds: ArrayLike, length_s: float) -> None:
        """A time average by channel, and their sum (numbers of customers add up, they do not average)."""
        above = np.asarray(seconds, dtype=float)
        indices = self.in_scope(kpi)
        for index in indices:
            self.add(kpi, self.channels[index], ALL, above[index], length_s, length_s > 0)
        if indices:
            self.add(kpi, ALL, ALL, above[indices].sum(), length_s, length_s > 0)

    def ratios(self, kpi: str, nums: ArrayLike, dens: ArrayLike, only: Sequence[bool] | None = None) -> None:
        """A ratio by channel, and that of the sums; n is the denominator."""
        above, below = np.asarray(nums, dtype=float), np.asarray(dens, dtype=float)
        indices = [index for index in self.in_scope(kpi) if only is None or only[index]]
        for index in indices:
            self.add(kpi, self.channels[index], ALL, above[index], below[index], below[index])
        if indices:
            total = below[indices].sum()
            self.add(kpi, ALL, ALL, above[indices].sum(), total, total)

    def samples(self, kpi: str, pick: Callable[[list[int]], tuple[float, int]]) -> None:
        """A statistic of a sample by channel, and of all samples together; ``pick`` gives (value, size) of channels.

        A mean carries num = value x size and den = size; a quantile is batched by replication: num = value, den = 1.
        Of an empty sample both are 0.
        """
        indices = self.in_scope(kpi)
        for name, chosen in [*((self.channels[index], [index]) for index in indices), (ALL, indices)]:
            if not chosen:
                continue
            value, size = pick(chosen)
            weight = (size if KPIS[kpi].kind == "mean" else 1) if size else 0
            self.add(kpi, name, ALL, value * weight if weight else 0.0, weight, size)

    def team_counts(self, kpi: str, counts: ArrayLike) -> None:
        """A count by team, and their sum; den = n = 1."""
        by_team = np.asarray(counts, dtype=float)
        self._teams(kpi, by_team, np.ones(len(self.teams)), by_team.sum(), 1.0)

    def team_ratios(self, kpi: str, nums: ArrayLike, dens: ArrayLike) -> None:
        """A ratio by team, and that of the sums."""
        chosen = self.in_scope(kpi)
        above, below = np.asarray(nums, dtype=float), np.asarray(dens, dtype=float)
        self._teams(kpi, above, below, above[chosen].sum(), below[chosen].sum())

    def ratios_of_desk(self, kpi: str, nums: ArrayLike, den: float, more: float = 0.0) -> None:
        """A ratio by team, and that of all teams and ``more``, to one denominator (teams add up, not average)."""
        by_team = np.asarray(nums, dtype=float)
        self._teams(kpi, by_team, np.full(len(self.teams), den), by_team.sum() + more, den)

    def _teams(self, kpi: str, nums: NDArray[Any], dens: NDArray[Any], num: float, den: float) -> None:
        for index in self.in_scope(kpi):
            self.add(kpi, ALL, self.teams[index], nums[index], dens[index], dens[index] > 0)
        self.add(kpi, ALL, ALL, num, den, den > 0)

    def table(self) -> Table:
        """Columns kpi, channel, team, value, num, den, n, unit, in the declared order of KPIs; 0 / 0 is NaN."""
        order = {kpi: place for place, kpi in enumerate(KPIS)}
        rows = sorted(self.rows, key=lambda row: order[row[0]])
        num = np.array([row[3] for row in rows], dtype=float)
        den = np.array([row[4] for row in rows], dtype=float)
        value = np.full(len(rows), np.nan)
        np.divide(num, den, out=value, where=den > 0)
        return {
            "kpi": names([row[0] for row in rows]),
            "channel": names([row[1] for row in rows]),
            "team": names([row[2] for row in rows]),
            "value": value,
            "num": num,
            "den": den,
            "n": np.array([row[5] for row in rows], dtype=np.int64),
            "unit": names([KPIS[row[0]].unit_in(self.currency) for row in rows]),
        }


def names(values: Sequence[str]) -> NDArray[Any]:
    """Strings as a column of references: repeating one costs a pointer a row."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
