"""Work and people over the day: the load that is expected, in agents, against the agents on queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report import style
from sim.report.charts.by_time import spans
from sim.report.charts.chart import Chart
from sim.report.charts.panels import UsualDays, hidden_note, notes, over_day, slots_shown, small_multiples, usual_days
from sim.report.study_folder import StudyFolder
from sim.report.words import listing, per_cent, plural, sentence, weekday_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


def desks(study: StudyFolder) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(channels, teams) that share work, each channel in one of them: parts of the desk that can be looked at alone."""
    parts: list[tuple[set[str], set[str]]] = []
    for team, about in study.scenario.policy.teams.items():
        channels, teams = {skill.partition("/")[0] for skill in about.skills}, {team}
        apart = []
        for part in parts:
            if part[0] & channels:
                channels, teams = channels | part[0], teams | part[1]
            else:
                apart.append(part)
        parts = [*apart, (channels, teams)]
    policy = study.scenario.policy
    found = [
        (tuple(name for name in policy.channels if name in channels), tuple(name for name in policy.teams if name in teams))
        for channels, teams in parts
    ]
    return sorted((part for part in found if part[0]), key=lambda part: list(policy.channels).index(part[0][0]))


def tidy(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...], by_weekday: bool = False) -> DataFrame:
    """option, label, day, from_h, to_h, load and agents (both in agents), of usual days or of each weekday."""
    import pandas as pd

    usual = usual_days(study, channels)
    calendar = study.scenario.calendar
    shown, edges = slots_shown(study, usual)
    groups: list[tuple[str, UsualDays]] = [(usual.words, usual)]
    if by_weekday:
        of_weekday = {weekday: [day for day in range(calendar.days) if calendar.weekday(day) == weekday] for weekday in range(7)}
        groups = [
            (weekday_name(weekday), usual._replace(days=np.array(days, dtype=np.intp), weekdays=(weekday,)))
            for weekday, days in of_weekday.items()
            if days
        ]
    parts = []
    for option in study.options[: 1 if by_weekday else None]:
        load = sum((study.planned(option.name, "offered load", channel=name) for name in channels), np.zeros(calendar.n_intervals))
        agents = sum((study.planned(option.name, "agents on queue", team=name) for name in teams), np.zeros(calendar.n_intervals))
        for words, days in groups:
            parts.append(
                pd.DataFrame(
                    {
                        "option": option.name, "label": option.label, "day": words, "from_h": edges[:-1], "to_h": edges[1:],
                        "load": over_day(load, study, days)[shown], "agents": over_day(agents, study, days)[shown],
                    }
                )
            )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def chart(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...]) -> Chart | None:
    """Are there enough people at the right time? One panel an option."""
    data = tidy(study, channels, teams)
    if not data["load"].max() > 0 and not data["agents"].max() > 0:
        return None
    first = data[data["option"] == data["option"].iloc[0]]
    name = listing(channels)
    title = load_title(data, name)
    subtitle = f"{name.capitalize()}, average {first['day'].iloc[0]}: expected work in agents (offered load) and agents on queue ({listing(teams)})"
    waits = any(channel in study.async_channels for channel in channels)
    panels = [(part["label"].iloc[0], part) for _, part in data.groupby("option", sort=False)]
    figure = _draw(panels, title, subtitle, notes(_READ, hidden_note(study)))
    says = _SAYS + (" Tickets can wait for a quieter hour; live contacts cannot." if waits else "")
    return Chart(f"load_{'_'.join(channels)}", f"{name.capitalize()}: are there enough people at the right time?", title, says, figure, data)


def weekday_chart(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...]) -> Chart | None:
    """Which day of the week is hardest? One panel a weekday, of the first option."""
    if study.scenario.calendar.days < 2:
        return None
    data = tidy(study, channels, teams, by_weekday=True)
    staffed = data.groupby("day", sort=False).filter(lambda part: part["agents"].max() > 0 or part["load"].max() > 0)
    if staffed["day"].nunique() < 2:
        return None
    name, label = listing(channels), staffed["label"].iloc[0]
    totals = staffed.groupby("day", sort=False)[["load", "agents"]].sum()
    ratio = (totals["load"] / totals["agents"].where(totals["agents"] > 0)).dropna()
    where = f"“{label}”" if len(study.options) > 1 else name.capitalize()
    if ratio.empty:
        title = sentence(f"{where}: nobody is on queue on any day")
    else:
        hard, easy = ratio.idxmax(), ratio.idxmin()
        title = sentence(
            f"{where}: {hard} is the fullest day, with work for {per_cent(ratio[hard], 0)} of the time on queue; {easy} is the lightest with {per_cent(ratio[easy], 0)}"
        )
    subtitle = f"{name.capitalize()}, “{label}”: expected work in agents (offered load) and agents on queue, by weekday"
    figure = _draw([(str(day), part) for day, part in staffed.groupby("day", sort=False)], title, subtitle, _READ)
    return Chart(f"load_by_weekday_{'_'.join(channels)}", f"{name.capitalize()}: which day of the week is hardest?", title, _SAYS, figure, staffed)


_READ = "Red hatching: more work than the agents on queue can do."
_SAYS = (
    "The work is what the expected contacts take in handle time, divided by the length of the interval: a load of 6 keeps six agents busy without a pause. "
    "Customers come at random, so good service needs some agents more than the load."
)


def load_title(data: DataFrame, name: str) -> str:
    """When the first option's work exceeds its agents, or how near it comes."""
    label, several = data["label"].iloc[0], data["option"].nunique() > 1
    first = data[data["option"] == data["option"].iloc[0]]
    where = f"{name.capitalize()}, “{label}”" if several else name.capitalize()
    over = first[first["load"] > first["agents"]]
    hours = _hours(first)
    if not over.empty:
        text = f"{where}: more work than agents for {hours:g} h of the day, {listing(spans(over['from_h'].to_numpy(), over['to_h'].to_numpy()))}"
    else:
        ratio = (first["load"] / first["agents"].where(first["agents"] > 0)).fillna(0)
        text = f"{where}: on an average day there are agents enough at any time; at the tightest the work takes {per_cent(float(ratio.max()), 0)} of them"
    if several:
        others = [part for _, part in data.groupby("option", sort=False)][1:]
        free = sum(_hours(part) == 0 for part in others)
        if hours > 0 and free:
            text += f"; {plural(free, 'other option has', 'other options have')} no such hour"
    return sentence(text)


def _hours(part: DataFrame) -> float:
    over = part["load"] > part["agents"]
    return round(float((part["to_h"] - part["from_h"])[over].sum()), 2)


def _draw(panels: list[tuple[str, DataFrame]], title: str, subtitle: str, note: str) -> object:
    with style.theme():
        figure, axes = small_multiples([label for label, _ in panels], title, subtitle, note)
        columns = style.grid_shape(len(panels))[1]
        top = max(float(part[["load", "agents"]].to_numpy().max()) for _, part in panels)
        for number, (panel, (_, part)) in enumerate(zip(axes, panels, strict=True)):
            edges = np.append(part["from_h"].to_numpy(), part["to_h"].to_numpy()[-1])
            load, agents = part["load"].to_numpy(), part["agents"].to_numpy()
            panel.stairs(load, edges, fill=True, color=style.ORANGE, alpha=0.35, linewidth=0)
            over = load > agents
            panel.stairs(
                np.where(over, load, agents), edges, baseline=agents, fill=True, facecolor="none", edgecolor=style.VERMILION,
                hatch="//////", linewidth=0,
            )  # fmt: skip
            panel.stairs(agents, edges, color=style.BLUE, linewidth=2)
            panel.set_ylim(0, top * 1.18)
            panel.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[attr-defined]
            style.hours_axis(panel, edges[0], edges[-1], columns)
            if number == 0:
                _label(panel, edges, load, agents)
        axes[0].set_ylabel("agents")
    return figure


def _label(axes: Axes, edges: np.ndarray, load: np.ndarray, agents: np.ndarray) -> None:
    """Names the two shapes on the picture, where nothing is in the way."""
    peak = int(np.argmax(np.maximum(load, agents)))
    axes.annotate(
        "agents on queue", ((edges[peak] + edges[peak + 1]) / 2, agents[peak]), (0, 9), textcoords="offset points",
        color=style.BLUE, fontsize=8, fontweight="bold", ha="left" if peak < len(load) / 2 else "right", va="bottom",
    )  # fmt: skip
    axes.annotate(
        "work (offered load)", ((edges[0] + edges[-1]) / 2, 0), (0, 7), textcoords="offset points", color="#8a5d00",
        fontsize=8, fontweight="bold", ha="center", va="bottom",
    )  # fmt: skip
