"""Rows of times that may be censored: the restricted mean, and median and p90 where they are declared."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.kpi.censored import Survival
from sim.kpi.declare import KPIS
from sim.kpi.period import Bools, Floats, Ints
from sim.kpi.rows import Rows

Times = Mapping[int, tuple[Floats, Bools]]
"""By channel: times, and whether each ended in the event."""


def by_channel(channel: Ints, times: Floats, happened: Bools, chosen: Bools, n_channels: int) -> Times:
    """The chosen times of each channel."""
    parts = {index: chosen & (channel == index) for index in range(n_channels)}
    return {index: (times[part], happened[part]) for index, part in parts.items()}


def survival_rows(rows: Rows, kpi: str, times: Times) -> None:
    """By channel and over all channels of the KPI's scope."""
    curves: dict[tuple[int, ...], Survival] = {}

    def curve(channels: list[int]) -> Survival:
        key = tuple(channels)
        if key not in curves:
            parts = [times[channel] for channel in channels]
            curves[key] = Survival.of(
                np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
            )
        return curves[key]

    rows.samples(kpi, lambda channels: (curve(channels).mean(), curve(channels).size))
    for end, p in (("median", 0.5), ("p90", 0.9)):
        if f"{kpi}_{end}" in KPIS:
            rows.samples(
                f"{kpi}_{end}",
                lambda channels, p=p: (curve(channels).quantile(p), curve(channels).size),  # type: ignore[misc]
            )
