"""How long until the matter is solved, by channel: minutes on the phone and days by email on one axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.chart import Chart
from sim.report.charts.panels import apart, hidden_note, legend_above, notes, small_multiples
from sim.report.charts.wait_distribution import merged
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import duration, listing, per_cent, sentence
from sim.units import DAY_S, HOUR_S, MINUTE_S

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SOLVED, STILL_OPEN = "resolution_time", "resolution_time_open"
"""Histograms of the times to the last solution, and of the ages of what is not over at the end."""

COLOURS = (style.BLUE, style.VERMILION, style.GREEN, style.PURPLE, style.ORANGE, style.SKY)
DASHES = ("-", (0, (6, 1.5)), (0, (3, 1.2)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)), "-")
"""Channels are told apart by dashes too."""

TICKS = {
    MINUTE_S: "1 min", 5 * MINUTE_S: "5 min", 20 * MINUTE_S: "20 min", HOUR_S: "1 h", 4 * HOUR_S: "4 h",
    12 * HOUR_S: "12 h", DAY_S: "1 day", 3 * DAY_S: "3 days", 7 * DAY_S: "1 week", 28 * DAY_S: "4 weeks",
}  # fmt: skip

MOST = len(COLOURS)


def tidy(study: StudyFolder) -> Frame | None:
    """option, label, channel, after_s, solved: share of the needs that came on the channel, solved so long after."""
    import pandas as pd

    parts = []
    for option in study.options:
        for channel in list(option.scenario.policy.channels)[:MOST]:
            solved = merged(study, option.name, SOLVED, channel)
            still_open = merged(study, option.name, STILL_OPEN, channel)
            total = float(solved.counts.sum() + still_open.counts.sum())
            if total > 0 and solved.counts.sum() > 0:
                after = np.concatenate([[0.0], solved.edges])
                part = pd.DataFrame({"option": option.name, "label": option.label, "channel": channel}, index=after)
                part["after_s"], part["solved"] = after, solved.below(after) / total
                parts.append(part.reset_index(drop=True))
    return pd.concat(parts, ignore_index=True) if parts else None


def chart(study: StudyFolder) -> Chart | None:
    """How long until it is solved?"""
    data = tidy(study)
    if data is None:
        return None
    targets = {
        name: target.solved_within
        for name, target in study.scenario.policy.targets.items()
        if target.solved_within is not None and (data["channel"] == name).any()
    }
    title = resolution_title(data)
    subtitle = (
        "Share of the needs that are solved so long after the first contact (resolution time), by the channel they "
        "came on; logarithmic scale"
    )
    dots = "Dots: the target’s time; its clock stands still while the customer has to act, this one does not."
    note = notes(dots if targets else "", "What is not over at the end counts as not solved.", hidden_note(study))
    says = (
        "Read upwards at any time: the share that was solved by then. A curve that flattens below the top has needs "
        "that nobody meets; a step to the right of another is as many times slower as the axis says."
    )
    figure = _draw(data, title, subtitle, note, targets)
    return Chart("resolution_times", "How long until it is solved?", title, says, figure, data)


def resolution_title(data: Frame) -> str:
    """Of the first option: when half, and nine in ten, of each channel's needs are solved."""
    first = data[data["option"] == data["option"].iloc[0]]
    halves, most = {}, {}
    for channel, part in first.groupby("channel", sort=False):
        halves[channel], most[channel] = _when(part, 0.5), _when(part, 0.9)
    option = f"“{first['label'].iloc[0]}”: " if len(apart(data, ["after_s", "solved"])[0]) > 1 else ""
    known = [channel for channel in halves if np.isfinite(halves[channel])]
    if not known:
        return sentence(f"{option}fewer than half of the needs are solved by the end")
    order = sorted(known, key=lambda channel: halves[channel])
    shown = order if len(order) <= 3 else [order[0], order[-1]]
    text = f"half of the needs are solved {listing(f'within {duration(halves[one])} on {one}' for one in shown)}"
    slowest = order[-1]
    if len(known) < len(halves):
        text += f"; on {listing(one for one in halves if one not in known)} fewer than half are by the end"
    elif np.isfinite(most[slowest]):
        text += f"; nine in ten on {slowest} within {duration(most[slowest])}"
    else:
        share = float(first.loc[first["channel"] == slowest, "solved"].max())
        text += f"; on {slowest} {per_cent(1 - share, 0)} are not solved by the end"
    return sentence(f"{option}{text}")


def _when(part: Frame, share: float) -> float:
    """When a share is solved, evenly within a bin; NaN if it never is, or in the last bin, which has no end."""
    reached = part["solved"].to_numpy(dtype=float)
    if reached[-2] < share:
        return float("nan")
    place = int(np.searchsorted(reached, share))
    ends = slice(max(place - 1, 0), place + 1)
    return float(np.interp(share, reached[ends], part["after_s"].to_numpy(dtype=float)[ends]))


def _draw(data: Frame, title: str, subtitle: str, note: str, targets: dict[str, float]) -> Figure:
    with style.theme():
        parts, same = apart(data, ["after_s", "solved"])
        channels = list(dict.fromkeys(data["channel"]))
        per_row = 3 if targets and len(parts) == 1 else 4
        figure, axes = small_multiples(
            [label for label, _ in parts],
            title,
            subtitle,
            notes(same, note),
            legend_lines=-(-len(channels) // per_row),
        )
        low, high = _span(data, targets)
        columns = style.grid_shape(len(parts))[1]
        lines: list[Artist] = []
        for panel, (_, part) in zip(axes, parts, strict=True):
            panel.set_xscale("log")
            for channel, mine in part.groupby("channel", sort=False):
                place = channels.index(channel)
                after, solved = mine["after_s"].to_numpy(dtype=float), mine["solved"].to_numpy(dtype=float)
                words = channel
                if channel in targets:
                    at = float(np.interp(targets[channel], after, solved))
                    panel.plot([targets[channel]] * 2, [0, at], color=COLOURS[place], linewidth=1, alpha=0.6)
                    panel.plot([targets[channel]], [at], "o", color=COLOURS[place], markersize=5)
                    within = f"{per_cent(at, 0)} within the target of" if len(parts) == 1 else "target"
                    words += f" ({within} {duration(targets[channel])})"
                lines += panel.plot(
                    after[1:],
                    solved[1:],
                    color=COLOURS[place],
                    linestyle=DASHES[place],
                    linewidth=1.9,
                    label=words if panel is axes[0] else "_",
                )
            _axis(panel, low, high, columns)
        legend_above(figure, axes, [line for line in lines if not str(line.get_label()).startswith("_")], per_row)
    return figure


def _span(data: Frame, targets: dict[str, float]) -> tuple[float, float]:
    """The times worth showing: from where the first needs are solved to where hardly anything is added."""
    starts, ends = [], list(targets.values())
    for _, part in data.groupby(["option", "channel"], sort=False):
        after, solved = part["after_s"].to_numpy(dtype=float), part["solved"].to_numpy(dtype=float)
        starts.append(after[np.searchsorted(solved, 0.03 * solved[-1])])
        ends.append(after[np.searchsorted(solved, 0.985 * solved[-1])])
    return max(min(starts), MINUTE_S), max(max(ends), HOUR_S) * 1.15


def _axis(panel: Axes, low: float, high: float, columns: int) -> None:
    from matplotlib.ticker import NullFormatter, NullLocator

    ticks = [tick for tick in TICKS if low <= tick <= high]
    if columns > 1:
        ticks = ticks[:: max(1, -(-len(ticks) * columns // 12))]
    panel.set_xlim(low, high)
    panel.set_xticks(ticks, [TICKS[tick] for tick in ticks])
    panel.xaxis.set_minor_locator(NullLocator())
    panel.xaxis.set_minor_formatter(NullFormatter())
    panel.grid(True, axis="x")
    panel.set_ylim(0, 1.02)
    panel.set_yticks(np.linspace(0, 1, 6))
    style.per_cent_axis(panel)
