"""Work and people over the day: the load that is expected, in agents, against the agents on queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.by_time import spans
from sim.report.charts.chart import Chart
from sim.report.charts.load_data import tidy
from sim.report.charts.panels import (
    apart,
    hidden_note,
    notes,
    small_multiples,
    where,
)
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import amount, listing, per_cent, plural, sentence
from sim.units import HOUR_S

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def chart(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...]) -> Chart | None:
    """Are there enough people at the right time? One panel an option."""
    data = tidy(study, channels, teams)
    if not data["load"].max() > 0 and not data["agents"].max() > 0:
        return None
    first = data[data["option"] == data["option"].iloc[0]]
    name = listing(channels)
    live = any(channel in study.live_channels for channel in channels)
    title = load_title(data, name) if live else total_title(study, data, name, channels, teams)
    subtitle = (
        f"{name.capitalize()}, average {first['day'].iloc[0]}: expected work in agents (offered load) and agents on "
        f"queue ({listing(teams)})"
    )
    panels, same = apart(data, ["load", "agents"])
    mixed = live and not np.allclose(data["live_load"], data["load"])
    figure = _draw(
        panels, title, subtitle, notes(_MIXED if mixed else _READ if live else "", same, hidden_note(study)), live
    )
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
    totals = staffed.groupby("day", sort=False)[["load", "agents"]].sum()
    ratio: Frame = (totals["load"] / totals["agents"].where(totals["agents"] > 0)).dropna()
    who = f"{name.capitalize()}, “{label}”" if len(study.options) > 1 else name.capitalize()
    if ratio.empty:
        title = sentence(f"{who}: nobody is on queue on any day")
    else:
        hard, easy = ratio.idxmax(), ratio.idxmin()
        alike = ratio[hard] - ratio[easy] < 0.01
        title = sentence(
            f"{who}: all days are alike, with work for {per_cent(ratio[hard], 0)} of the time on queue"
            if alike
            else f"{who}: {hard} is the fullest day, with work for {per_cent(ratio[hard], 0)} of the time on queue; "
            f"{easy} is the lightest with {per_cent(ratio[easy], 0)}"
        )
    subtitle = f"{name.capitalize()}, “{label}”: expected work in agents (offered load) and agents on queue, by weekday"
    mixed = not np.allclose(staffed["live_load"], staffed["load"])
    panels = [(str(day), part) for day, part in staffed.groupby("day", sort=False)]
    figure = _draw(panels, title, subtitle, _MIXED if mixed else _READ, live)
    return Chart(
        f"load_by_weekday_{'_'.join(channels)}",
        f"{name.capitalize()}: which day of the week is hardest?",
        title,
        _SAYS,
        figure,
        staffed,
    )


_READ = "Red hatching: more work than the agents on queue can do."
_MIXED = (
    "Dark: contacts that wait on the line; light: tickets, which can wait. Red hatching: more live work than agents."
)
_SAYS = (
    "The work is what the expected contacts take in handle time, divided by the length of the interval: a load "
    "of 6 keeps six agents busy without a pause. "
    "Customers come at random, so good service needs some agents more than the load."
)


_SAYS_ASYNC = (
    "The work is what the expected tickets take in handle time, divided by the length of the interval. Tickets "
    "wait for the next hour with somebody on queue, "
    "so that only the total has to fit; what comes in at night and over the weekend is there in the morning."
)


def total_title(study: StudyFolder, data: Frame, name: str, channels: tuple[str, ...], teams: tuple[str, ...]) -> str:
    """Of tickets, which can wait, only the total counts: work against time on queue, of the first option."""
    who, first = where(data, name), study.options[0].name
    hours = study.scenario.calendar.interval / HOUR_S
    work = hours * sum(float(study.planned(first, "offered load", channel=channel).sum()) for channel in channels)
    there = hours * sum(float(study.planned(first, "agents on queue", team=team).sum()) for team in teams)
    if there <= 0:
        return sentence(f"{who}: nobody is on queue")
    verdict = "more than the agents can do" if work > there else f"which takes {per_cent(work / there, 0)} of it"
    days = plural(study.scenario.calendar.days, "day")
    return sentence(f"{who}: {days} bring {amount(work, 'h')} of work for {amount(there, 'h')} on queue, {verdict}")


def load_title(data: Frame, name: str) -> str:
    """When the first option's work exceeds its agents, or how near it comes."""
    several = data["option"].nunique() > 1
    first = data[data["option"] == data["option"].iloc[0]]
    who = where(data, name)
    hours = _hours(first)
    work = "work" if np.allclose(first["live_load"], first["load"]) else "live work"
    over = first[first["live_load"] > first["agents"]]
    if not over.empty:
        text = (
            f"{who}: more {work} than agents for {hours:g} h of the day, "
            f"{listing(spans(over['from_h'].to_numpy(), over['to_h'].to_numpy()))}"
        )
    else:
        ratio = (first["live_load"] / first["agents"].where(first["agents"] > 0)).fillna(0)
        text = (
            f"{who}: on an average day there are agents enough at any time; at the tightest the {work} takes "
            f"{per_cent(float(ratio.max()), 0)} of them"
        )
    if several:
        others = [part for _, part in data.groupby("option", sort=False)][1:]
        free = sum(_hours(part) == 0 for part in others)
        if hours > 0 and free:
            text += f"; {plural(free, 'other option has', 'other options have')} no such hour"
    return sentence(text)


def _hours(part: Frame) -> float:
    over = part["live_load"] > part["agents"]
    return round(float((part["to_h"] - part["from_h"])[over].sum()), 2)


def _draw(panels: list[tuple[str, Frame]], title: str, subtitle: str, note: str, live: bool) -> Figure:
    from matplotlib.ticker import MaxNLocator

    with style.theme():
        figure, axes = small_multiples([label for label, _ in panels], title, subtitle, note)
        columns = style.grid_shape(len(panels))[1]
        top = max(float(part[["load", "agents"]].to_numpy().max()) for _, part in panels)
        for number, (panel, (_, part)) in enumerate(zip(axes, panels, strict=True)):
            edges = np.append(part["from_h"].to_numpy(), part["to_h"].to_numpy()[-1])
            load, agents = part["load"].to_numpy(), part["agents"].to_numpy()
            at_once = part["live_load"].to_numpy()
            panel.stairs(load, edges, fill=True, color=style.ORANGE, alpha=0.35, linewidth=0)
            if live:
                if not np.allclose(at_once, load):
                    panel.stairs(at_once, edges, fill=True, color=style.ORANGE, alpha=0.4, linewidth=0)
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
            panel.stairs(agents, edges, baseline=None, color=style.BLUE, linewidth=2)
            panel.set_ylim(0, top * 1.18)
            panel.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            style.hours_axis(panel, edges[0], edges[-1], columns)
            if number == 0:
                _label(panel, edges, load, agents, columns)
        axes[0].set_ylabel("agents")
    return figure


def _label(axes: Axes, edges: np.ndarray, load: np.ndarray, agents: np.ndarray, columns: int) -> None:
    """Names the two shapes on the picture, where nothing is in the way."""
    peak = int(np.argmax(np.maximum(load, agents)))
    axes.annotate(
        "agents on queue",
        ((edges[peak] + edges[peak + 1]) / 2, agents[peak]),
        (0, 9),
        textcoords="offset points",
        color=style.BLUE,
        fontsize=8,
        fontweight="bold",
        ha="left" if peak < len(load) / 2 else "right",
        va="bottom",
    )
    middle = float(np.average((edges[:-1] + edges[1:]) / 2, weights=load)) if load.sum() > 0 else edges.mean()
    axes.annotate(
        "work (offered load)",
        (middle, 0),
        (0, 7),
        textcoords="offset points",
        color="#6b4700",
        fontsize=8 if columns < 3 else 7,
        fontweight="bold",
        ha="center",
        va="bottom",
    )
