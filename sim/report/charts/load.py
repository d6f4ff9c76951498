"""Work and people over the day: first contacts and all of the work, in agents, against the agents on queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.by_time import spans
from sim.report.charts.chart import Chart
from sim.report.charts.load_data import tidy
from sim.report.charts.panels import apart, hidden_note, legend_above, notes, patches, small_multiples, where
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import amount, listing, per_cent, plural, sentence
from sim.units import HOUR_S, format_time_of_day

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

ON_THE_LINE, TICKETS, ALL_WORK = "#eec25f", "#f6dda6", "#cfe6f5"
"""First contacts that wait on the line, those by ticket, and all of the work."""

FEW = 0.1
"""Intervals with fewer agents than this part of the most are too thin to be called the fullest."""


def chart(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...]) -> Chart | None:
    """Are there enough people at the right time? One panel an option."""
    data = tidy(study, channels, teams)
    if not data["load"].max() > 0 and not data["agents"].max() > 0:
        return None
    first = data[data["option"] == data["option"].iloc[0]]
    name = listing(channels)
    live = any(channel in study.live_channels for channel in channels)
    title = load_title(data, name) if live else total_title(study, data, name, channels, teams)
    subtitle = f"{name.capitalize()}, average {first['day'].iloc[0]}, in agents; on queue: {listing(teams)}"
    panels, same = apart(data, ["load", "agents", "worked"])
    figure = _draw(panels, title, subtitle, notes(same, hidden_note(study)), live)
    says = _SAYS if live else _SAYS_ASYNC
    return Chart(
        f"load_{'_'.join(channels)}",
        f"{name.capitalize()}: are there enough people at the right time?",
        title,
        says,
        figure,
        data,
    )


def weekday_chart(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...]) -> Chart | None:
    """Which day of the week is hardest? One panel a weekday, of the first option."""
    live = any(channel in study.live_channels for channel in channels)
    if study.scenario.calendar.days < 2 or not live:
        return None  # tickets wait for another day
    data = tidy(study, channels, teams, by_weekday=True)
    staffed = data.groupby("day", sort=False).filter(lambda part: part["agents"].max() > 0 or part["load"].max() > 0)
    if staffed["day"].nunique() < 2:
        return None
    name, label = listing(channels), staffed["label"].iloc[0]
    totals = staffed.groupby("day", sort=False)[["worked", "on_queue"]].sum()
    ratio: Frame = (totals["worked"] / totals["on_queue"].where(totals["on_queue"] > 0)).dropna()
    who = f"{name.capitalize()}, “{label}”" if len(study.options) > 1 else name.capitalize()
    if ratio.empty:
        title = sentence(f"{who}: nobody is on queue on any day")
    else:
        hard, easy = ratio.idxmax(), ratio.idxmin()
        alike = ratio[hard] - ratio[easy] < 0.01
        title = sentence(
            f"{who}: all days are alike, with a contact for {per_cent(ratio[hard], 0)} of the time on queue"
            if alike
            else f"{who}: {hard} is the fullest day, agents are with a contact for {per_cent(ratio[hard], 0)} of their "
            f"time on queue; {easy} is the lightest with {per_cent(ratio[easy], 0)}"
        )
    subtitle = f"{name.capitalize()}, “{label}”, by weekday, in agents; on queue: {listing(teams)}"
    panels = [(str(day), part) for day, part in staffed.groupby("day", sort=False)]
    figure = _draw(panels, title, subtitle, "", live)
    return Chart(
        f"load_by_weekday_{'_'.join(channels)}",
        f"{name.capitalize()}: which day of the week is hardest?",
        title,
        _SAYS,
        figure,
        staffed,
    )


_SAYS = (
    "First contacts are what is expected before anything is simulated: their handle time, divided by the length of the "
    "interval, so that a load of 6 keeps six agents busy without a pause. All work is the time that agents were with a "
    "contact in the simulation: repeats, chases, later touches and approvals come on top, and tickets of the night are "
    "done by day. It is never more than the agents there: that there is too much work shows in the hatching, which "
    "counts first contacts only, and in the waits."
)


_SAYS_ASYNC = (
    "First contacts are what is expected before anything is simulated: their handle time, divided by the length of the "
    "interval. Tickets wait for the next hour with somebody on queue, so that only the total has to fit. All work is "
    "the time that agents were with a ticket in the simulation, chases, later touches and approvals included; it is "
    "never more than the agents there, so that too much of it shows in the backlog."
)


def total_title(study: StudyFolder, data: Frame, name: str, channels: tuple[str, ...], teams: tuple[str, ...]) -> str:
    """Of tickets, which can wait, only the total counts: work against time on queue, of the first option."""
    who, first = where(data, name), study.options[0].name
    hours = study.scenario.calendar.interval / HOUR_S
    work = hours * sum(float(study.planned(first, "offered load", channel=channel).sum()) for channel in channels)
    there = hours * sum(float(study.planned(first, "agents on queue", team=team).sum()) for team in teams)
    if there <= 0:
        return sentence(f"{who}: nobody is on queue")
    days = plural(study.scenario.calendar.days, "day")
    brings = f"{who}: {days} bring {amount(work, 'h')} of first contacts for {amount(there, 'h')} on queue"
    if work > there:
        return sentence(f"{brings}, more than the agents can do before anybody asks again")
    share = busy_share(data[data["option"] == first])
    return sentence(f"{brings}; with chases and later touches agents work for {per_cent(share, 0)} of it")


def load_title(data: Frame, name: str) -> str:
    """How much of its agents' time the first option's whole work takes; before it, when first contacts exceed them."""
    first = data[data["option"] == data["option"].iloc[0]]
    who, hours, share = where(data, name), _hours(first), busy_share(first)
    if not np.isfinite(share):
        return sentence(f"{who}: nobody is on queue")
    busy = f"agents are with a contact for {per_cent(share, 0)} of their time on queue"
    if hours > 0:
        over = first[first["live_load"] > first["agents"]]
        kind = "first contacts" if np.allclose(first["live_load"], first["load"]) else "first contacts on the line"
        when = listing(spans(over["from_h"].to_numpy(), over["to_h"].to_numpy()))
        text = (
            f"{who}: more {kind} than agents for {hours:g} h of the day, {when}; with repeats and later touches {busy}"
        )
        others = [part for _, part in data.groupby("option", sort=False)][1:]
        free = sum(_hours(part) == 0 for part in others)
        return sentence(
            text + (f"; {plural(free, 'other option has', 'other options have')} no such hour" if free else "")
        )
    by_hour = (first["worked"] / first["on_queue"].where(first["on_queue"] >= FEW * first["on_queue"].max())).fillna(0)
    most = first.loc[by_hour.idxmax()]
    alone = float(first["load"].sum() / first["agents"].sum()) if first["agents"].sum() > 0 else np.nan
    peak = f"most at {format_time_of_day(most['from_h'] * HOUR_S)} with {per_cent(float(by_hour.max()), 0)}"
    return sentence(f"{who}: {busy}, {peak}; first contacts alone would take {per_cent(alone, 0)}")


def busy_share(part: Frame) -> float:
    """Time with a contact over time on queue, as simulated; NaN where nobody is on queue."""
    there = float(part["on_queue"].sum())
    return float(part["worked"].sum()) / there if there > 0 else float("nan")


def _hours(part: Frame) -> float:
    over = part["live_load"] > part["agents"]
    return round(float((part["to_h"] - part["from_h"])[over].sum()), 2)


def _draw(panels: list[tuple[str, Frame]], title: str, subtitle: str, note: str, live: bool) -> Figure:
    from matplotlib.ticker import MaxNLocator

    mixed = live and any(not np.allclose(part["live_load"], part["load"]) for _, part in panels)
    with style.theme():
        figure, axes = small_multiples([label for label, _ in panels], title, subtitle, note, legend_lines=2)
        columns = style.grid_shape(len(panels))[1]
        top = max(float(part[["load", "agents", "worked"]].to_numpy().max()) for _, part in panels)
        for panel, (_, part) in zip(axes, panels, strict=True):
            edges = np.append(part["from_h"].to_numpy(), part["to_h"].to_numpy()[-1])
            load, at_once, agents, worked = (
                part[what].to_numpy() for what in ("load", "live_load", "agents", "worked")
            )
            panel.stairs(worked, edges, fill=True, color=ALL_WORK, linewidth=0)
            panel.stairs(load, edges, fill=True, color=TICKETS if mixed else ON_THE_LINE, linewidth=0)
            if mixed:
                panel.stairs(at_once, edges, fill=True, color=ON_THE_LINE, linewidth=0)
            if live:
                panel.stairs(
                    np.maximum(at_once, agents),
                    edges,
                    baseline=agents,
                    fill=True,
                    facecolor="none",
                    edgecolor=style.VERMILION,
                    hatch="//////",
                    linewidth=0,
                )
            panel.stairs(worked, edges, baseline=None, color=style.SKY, linewidth=1.2)
            panel.stairs(agents, edges, baseline=None, color=style.BLUE, linewidth=2)
            panel.set_ylim(0, top * 1.08)
            panel.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            style.hours_axis(panel, edges[0], edges[-1], columns)
        axes[0].set_ylabel("agents")
        over = live and any((part["live_load"] > part["agents"]).any() for _, part in panels)
        legend_above(figure, axes, _key(mixed, over), 3)
    return figure


def _key(mixed: bool, over: bool) -> list[Artist]:
    """What the shapes are, in the order in which they are drawn upwards."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    first = {"first contacts on the line": ON_THE_LINE, "first contacts by ticket": TICKETS}
    handles: list[Artist] = [*patches(first if mixed else {"first contacts (expected)": ON_THE_LINE})]
    handles.append(
        Patch(facecolor=ALL_WORK, edgecolor=style.SKY, label="with repeats, chases and later touches (simulated)")
    )
    handles.append(Line2D([], [], color=style.BLUE, linewidth=2, label="agents on queue"))
    if over:
        label = "more first contacts on the line than agents" if mixed else "more first contacts than agents"
        handles.append(Patch(facecolor="none", edgecolor=style.VERMILION, hatch="//////", linewidth=0, label=label))
    return handles
