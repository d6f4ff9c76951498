"""What has become of customers after so many seconds: answered, gave up, still waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.report import style
from sim.report.charts.by_time import duration_axis
from sim.report.charts.chart import Chart
from sim.report.charts.panels import apart, hidden_note, notes, small_multiples, where
from sim.report.frame import Frame
from sim.report.measures import is_live, leading_time_s
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, per_cent, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

ENDS = {"live": ("wait", "wait_of_abandoned"), "async": ("first_response_time", "first_response_time_open")}
"""Histograms of the waits of those who were answered, and of those who gave up or are still open at the end."""


class Counts(NamedTuple):
    """Merged counts of a histogram: upper edges of its bins in seconds, and how many lie in each."""

    edges: Floats
    counts: Floats
    at_zero: float = 0.0
    """How many of them did not wait at all."""

    def below(self, at: Floats) -> Floats:
        """How many lie at or below each value, spread evenly within a bin but for those that did not wait at all."""
        if not len(self.edges):
            return np.zeros_like(at)
        zero = min(self.at_zero, float(self.counts[0]))
        return np.asarray(
            np.interp(at, np.concatenate([[0.0], self.edges]), np.concatenate([[zero], np.cumsum(self.counts)]))
        )


def merged(study: StudyFolder, option: str, kpi: str, channel: str) -> Counts:
    """The counts of all replications, bins in order; the last bin may have no upper end."""
    table = study.histograms
    rows = table[(table["variant"] == option) & (table["kpi"] == kpi) & (table["channel"] == channel)]
    sums = rows.groupby(["low", "high"], as_index=False)["count"].sum().sort_values("low")
    low, high = sums["low"].to_numpy(dtype=float), sums["high"].to_numpy(dtype=float)
    high = np.where(np.isfinite(high), high, low * 1.5)
    return Counts(high, sums["count"].to_numpy(dtype=float))


def tidy(study: StudyFolder, channel: str) -> Frame | None:
    """option, label, after_s, answered, gave_up, waiting: shares of all contacts after so many seconds."""
    import pandas as pd

    live = is_live(study, channel)
    answered_kpi, gave_up_kpi = ENDS["live" if live else "async"]
    found = []
    for option in study.options:
        answered = merged(study, option.name, answered_kpi, channel)
        gave_up = merged(study, option.name, gave_up_kpi, channel)
        if not live:  # their clocks still run: they have had no reply at any age shown
            gave_up = gave_up._replace(edges=np.array([np.inf]), counts=gave_up.counts.sum(keepdims=True))
        total = float(answered.counts.sum() + gave_up.counts.sum())
        delayed = study.value(option.name, "delayed", channel)
        if live and delayed.known:
            answered = answered._replace(at_zero=(1 - delayed.value) * total)
        if total > 0:
            found.append((option, answered, gave_up, total))
    if not found:
        return None
    time = leading_time_s(study, channel)
    top = max(_quantile(answered, gave_up, 0.98) for _, answered, gave_up, _ in found)
    top = max(top, 1.5 * time, 10.0)
    after = np.unique(np.concatenate([np.linspace(0, top, 121), [time] if time > 0 else []]))
    parts = []
    for option, answered, gave_up, total in found:
        done, lost = answered.below(after) / total, (gave_up.below(after) if live else np.zeros_like(after)) / total
        parts.append(
            pd.DataFrame(
                {
                    "option": option.name,
                    "label": option.label,
                    "after_s": after,
                    "answered": done,
                    "gave_up": lost,
                    "waiting": np.clip(1 - done - lost, 0, 1),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def chart(study: StudyFolder, channel: str) -> Chart | None:
    """How long do customers wait, one by one?"""
    data = tidy(study, channel)
    if data is None:
        return None
    live = is_live(study, channel)
    time = leading_time_s(study, channel)
    at_s = time if time > 0 else 60.0
    title = distribution_title(data, channel, at_s, live)
    subtitle = f"{channel.capitalize()}: share of contacts, by time since they came" + (
        "" if live else "; tickets still open at the end count as waiting"
    )
    figure = _draw(data, title, subtitle, hidden_note(study), time, live)
    says = (
        "Read upwards at any time: the share already answered, the share that has given up, and what is left is "
        "still waiting. "
        if live
        else "Read upwards at any time: the share of the tickets that had their first reply by then. "
    ) + "The steeper the start, the better; the further right the last ones lie, the longer the unlucky wait."
    return Chart(
        f"waits_distribution_{channel}",
        f"{channel.capitalize()}: how unequal are the waits?",
        title,
        says,
        figure,
        data,
    )


def distribution_title(data: Frame, channel: str, at_s: float, live: bool) -> str:
    """Of the first option: how many are answered, gone, or still waiting at the target's time."""
    first = data[data["option"] == data["option"].iloc[0]]
    who = where(data, channel)
    shares = [float(np.interp(at_s, first["after_s"], first[part])) for part in ("answered", "gave_up", "waiting")]
    if not live:
        reached = [first.loc[first["answered"] >= share, "after_s"] for share in (0.5, 0.9)]
        if reached[0].empty:
            return sentence(
                f"{who}: fewer than half of the tickets had a reply within {duration(first['after_s'].max())}"
            )
        text = f"{who}: half of the tickets had their first reply within {duration(reached[0].iloc[0])}"
        return sentence(f"{text}, nine in ten within {duration(reached[1].iloc[0])}" if len(reached[1]) else text)
    return sentence(
        f"{who}: after {duration(at_s)}, {per_cent(shares[0], 0)} had been answered, {per_cent(shares[1], 0)} "
        f"had given up and {per_cent(shares[2], 0)} still waited"
    )


def _quantile(answered: Counts, gave_up: Counts, share: float) -> float:
    edges = np.union1d(answered.edges, gave_up.edges[np.isfinite(gave_up.edges)])
    if not len(edges):
        return 0.0
    lost = gave_up.below(edges) if np.isfinite(gave_up.edges).all() else np.zeros_like(edges)
    done = (
        answered.below(edges) + lost
    )  # tickets without a reply have no end: the others decide how far the picture goes
    done = done / max(float(done[-1]), 1.0)
    return float(edges[min(int(np.searchsorted(done, share)), len(edges) - 1)])


def _draw(data: Frame, title: str, subtitle: str, note: str, time: float, live: bool) -> Figure:
    with style.theme():
        parts, same = apart(data, ["after_s", "answered", "gave_up"])
        figure, axes = small_multiples([label for label, _ in parts], title, subtitle, notes(same, note))
        top = float(data["after_s"].max())
        for number, (panel, (_, part)) in enumerate(zip(axes, parts, strict=True)):
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
                        f"target {duration(time)}",
                        (time, 0.04),
                        (4, 0),
                        textcoords="offset points",
                        fontsize=7.5,
                        color="white",
                    )
            if number == 0:
                _name_areas(panel, part, top, live)
        if live:
            _name_waiting(axes, parts, top)
    return figure


def _name_areas(panel: Axes, part: Frame, top: float, live: bool) -> None:
    """The names of the areas, on the areas where they are high enough, else beside them."""
    at = 0.62 * top
    done, lost = (float(np.interp(at, part["after_s"], part[name])) for name in ("answered", "gave_up"))
    text: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8, "fontweight": "bold"}
    panel.text(at, done / 2, "answered" if live else "replied", color="white", **text)
    if not live:
        return
    if lost > 0.07:
        panel.text(at, done + lost / 2, "gave up", color="white", **text)
    else:
        panel.annotate(
            "gave up",
            (at, done + lost / 2),
            (at, done - 0.12),
            color="white",
            fontsize=8,
            fontweight="bold",
            ha="center",
            va="center",
            arrowprops={"arrowstyle": "-", "color": "white", "linewidth": 0.8},
        )


def _name_waiting(axes: list[Axes], parts: list[tuple[str, Frame]], top: float) -> None:
    """The name of the area above, in the panel where most still wait, if it has the room."""
    early = [float(np.interp(0.15 * top, part["after_s"], part["waiting"])) for _, part in parts]
    most = int(np.argmax(early))
    if early[most] > 0.15:
        axes[most].text(0.02 * top, 0.97, "still waiting", color=style.GREY, fontsize=8, fontweight="bold", va="top")
