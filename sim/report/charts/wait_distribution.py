"""What has become of customers after so many seconds: answered, gave up, still waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.report import style
from sim.report.charts.by_time import duration_axis
from sim.report.charts.chart import Chart
from sim.report.charts.panels import hidden_note, notes, small_multiples
from sim.report.measures import is_live, leading_time_s
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, per_cent, sentence

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float64]

ENDS = {"live": ("wait", "wait_abandoned"), "async": ("first_response_time", "")}
"""Histograms of the waits of those who were answered and of those who gave up."""


class Counts(NamedTuple):
    """Merged counts of a histogram: upper edges of its bins in seconds, and how many lie in each."""

    edges: Floats
    counts: Floats

    def below(self, at: Floats) -> Floats:
        """How many lie at or below each value, spread evenly within a bin; the first bin's zeros count at 0."""
        if not len(self.edges):
            return np.zeros_like(at)
        return np.asarray(np.interp(at, np.concatenate([[0.0], self.edges]), np.concatenate([[0.0], np.cumsum(self.counts)])))


def merged(study: StudyFolder, option: str, kpi: str, channel: str) -> Counts:
    """The counts of all replications, bins in order; the last bin may have no upper end."""
    table = study.histograms
    rows = table[(table["variant"] == option) & (table["kpi"] == kpi) & (table["channel"] == channel)]
    sums = rows.groupby(["low", "high"], as_index=False)["count"].sum().sort_values("low")
    low, high = sums["low"].to_numpy(dtype=float), sums["high"].to_numpy(dtype=float)
    high = np.where(np.isfinite(high), high, low * 1.5)
    return Counts(high, sums["count"].to_numpy(dtype=float))


def tidy(study: StudyFolder, channel: str) -> DataFrame | None:
    """option, label, after_s, answered, gave_up, waiting: shares of all contacts after so many seconds."""
    import pandas as pd

    answered_kpi, gave_up_kpi = ENDS["live" if is_live(study, channel) else "async"]
    found = []
    for option in study.options:
        answered = merged(study, option.name, answered_kpi, channel)
        gave_up = merged(study, option.name, gave_up_kpi, channel) if gave_up_kpi else Counts(np.array([]), np.array([]))
        total = float(answered.counts.sum() + gave_up.counts.sum())
        if total > 0:
            found.append((option, answered, gave_up, total))
    if not found:
        return None
    time = leading_time_s(study, channel)
    top = max(_quantile(answered, gave_up, total, 0.98) for _, answered, gave_up, total in found)
    top = max(top, 1.5 * time, 10.0)
    after = np.unique(np.concatenate([np.linspace(0, top, 121), [time] if time > 0 else []]))
    parts = []
    for option, answered, gave_up, total in found:
        done, lost = answered.below(after) / total, gave_up.below(after) / total
        parts.append(
            pd.DataFrame(
                {
                    "option": option.name, "label": option.label, "after_s": after, "answered": done, "gave_up": lost,
                    "waiting": np.clip(1 - done - lost, 0, 1),
                }
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def chart(study: StudyFolder, channel: str) -> Chart | None:
    """How long do customers wait, one by one?"""
    data = tidy(study, channel)
    if data is None:
        return None
    live = is_live(study, channel)
    time = leading_time_s(study, channel)
    at_s = time if time > 0 else 60.0 if live else 3600.0
    title = distribution_title(data, channel, at_s, live)
    subtitle = f"{channel.capitalize()}: share of contacts, by time since they came" + (
        "" if live else "; tickets that were replied to"
    )
    figure = _draw(data, title, subtitle, hidden_note(study), time, live)
    says = (
        "Read upwards at any time: the share already answered, the share that has given up, and what is left is still waiting. "
        if live
        else "Read upwards at any time: the share of the replies that had been sent by then. "
    ) + "The steeper the start, the better; the further right the last ones lie, the longer the unlucky wait."
    return Chart(f"waits_distribution_{channel}", f"{channel.capitalize()}: how unequal are the waits?", title, says, figure, data)


def distribution_title(data: DataFrame, channel: str, at_s: float, live: bool) -> str:
    """Of the first option: how many are answered, gone, or still waiting at the target's time."""
    first = data[data["option"] == data["option"].iloc[0]]
    several = data["option"].nunique() > 1
    where = f"{channel.capitalize()}, “{first['label'].iloc[0]}”" if several else channel.capitalize()
    shares = [float(np.interp(at_s, first["after_s"], first[part])) for part in ("answered", "gave_up", "waiting")]
    if not live:
        return sentence(f"{where}: {per_cent(shares[0], 0)} of the replies came within {duration(at_s)}")
    return sentence(
        f"{where}: after {duration(at_s)}, {per_cent(shares[0], 0)} had been answered, {per_cent(shares[1], 0)} had given up and {per_cent(shares[2], 0)} still waited"
    )


def _quantile(answered: Counts, gave_up: Counts, total: float, share: float) -> float:
    edges = np.union1d(answered.edges, gave_up.edges)
    done = (answered.below(edges) + gave_up.below(edges)) / total
    return float(edges[min(int(np.searchsorted(done, share)), len(edges) - 1)])


def _draw(data: DataFrame, title: str, subtitle: str, note: str, time: float, live: bool) -> object:
    with style.theme():
        parts = [part for _, part in data.groupby("option", sort=False)]
        figure, axes = small_multiples([part["label"].iloc[0] for part in parts], title, subtitle, notes(note))
        top = float(data["after_s"].max())
        for number, (panel, part) in enumerate(zip(axes, parts, strict=True)):
            after, done, lost = part["after_s"], part["answered"], part["answered"] + part["gave_up"]
            panel.fill_between(after, 0, done, color=style.BLUE, alpha=0.75, linewidth=0)
            if live:
                panel.fill_between(after, done, lost, color=style.VERMILION, alpha=0.85, linewidth=0)
                panel.fill_between(after, lost, 1, color=style.FAINT, linewidth=0)
            panel.set_xlim(0, top)
            panel.set_ylim(0, 1)
            style.per_cent_axis(panel)
            duration_axis(panel, top, "x")
            if 0 < time < top:
                panel.axvline(time, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
                if number == 0:
                    panel.annotate(
                        f"target {duration(time)}", (time, 0.04), (4, 0), textcoords="offset points", fontsize=7.5, color="white"
                    )
            if number == 0:
                _name_areas(panel, part, top, live)
    return figure


def _name_areas(panel: object, part: DataFrame, top: float, live: bool) -> None:
    """The names of the areas, on the areas where they are high enough, else beside them."""
    at = 0.62 * top
    done, lost = (float(np.interp(at, part["after_s"], part[name])) for name in ("answered", "gave_up"))
    text = dict(ha="center", va="center", fontsize=8, fontweight="bold")
    panel.text(at, done / 2, "answered" if live else "replied", color="white", **text)  # type: ignore[attr-defined]
    if not live:
        return
    if lost > 0.07:
        panel.text(at, done + lost / 2, "gave up", color="white", **text)  # type: ignore[attr-defined]
    else:
        panel.annotate(  # type: ignore[attr-defined]
            "gave up", (at, done + lost / 2), (at, done - 0.12), color="white", fontsize=8, fontweight="bold", ha="center",
            va="center", arrowprops={"arrowstyle": "-", "color": "white", "linewidth": 0.8},
        )  # fmt: skip
    waiting = float(part["waiting"].iloc[len(part) // 12])
    if waiting > 0.1:
        panel.annotate("still waiting", (0.02 * top, 0.96), color=style.GREY, fontsize=8, fontweight="bold", va="top")  # type: ignore[attr-defined]
