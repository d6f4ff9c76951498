"""The work that is expected and the people for it, by interval: what the charts of load draw."""

from __future__ import annotations

import numpy as np

from sim.report.charts.panels import UsualDays, over_day, slots_shown, usual_days
from sim.report.frame import Frame
from sim.report.study_folder import StudyFolder
from sim.report.words import weekday_name


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
        (
            tuple(name for name in policy.channels if name in channels),
            tuple(name for name in policy.teams if name in teams),
        )
        for channels, teams in parts
    ]
    return sorted((part for part in found if part[0]), key=lambda part: list(policy.channels).index(part[0][0]))


def tidy(study: StudyFolder, channels: tuple[str, ...], teams: tuple[str, ...], by_weekday: bool = False) -> Frame:
    """option, label, day, from_h, to_h, load, live_load and agents (all in agents), of usual days or each weekday."""
    import pandas as pd

    usual = usual_days(study, channels)
    calendar = study.scenario.calendar
    shown, edges = slots_shown(study, usual)
    groups: list[tuple[str, UsualDays]] = [(usual.words, usual)]
    if by_weekday:
        of_weekday = {
            weekday: [day for day in range(calendar.days) if calendar.weekday(day) == weekday] for weekday in range(7)
        }
        groups = [
            (weekday_name(weekday), usual._replace(days=np.array(days, dtype=np.intp), weekdays=(weekday,)))
            for weekday, days in of_weekday.items()
            if days
        ]
    parts = []
    for option in study.options[: 1 if by_weekday else None]:
        load, live_load = np.zeros(calendar.n_intervals), np.zeros(calendar.n_intervals)
        for name in channels:
            taken = _taken(study, option.name, name)
            load += taken
            live_load += taken if name in study.live_channels else 0.0
        agents = sum(
            (study.planned(option.name, "agents on queue", team=name) for name in teams), np.zeros(calendar.n_intervals)
        )
        for words, days in groups:
            parts.append(
                pd.DataFrame(
                    {
                        "option": option.name,
                        "label": option.label,
                        "day": words,
                        "from_h": edges[:-1],
                        "to_h": edges[1:],
                        "load": over_day(load, study, days)[shown],
                        "live_load": over_day(live_load, study, days)[shown],
                        "agents": over_day(agents, study, days)[shown],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _taken(study: StudyFolder, option: str, channel: str) -> np.ndarray:
    """The offered load of a channel by interval, without what meets closed doors: calls outside opening hours."""
    load = study.planned(option, "offered load", channel=channel)
    if channel in study.async_channels:
        return load
    calendar = study.scenario.calendar
    edges = np.arange(calendar.n_intervals + 1) * calendar.interval
    open_s = sum(
        (
            np.clip(edges, opens, closes)
            for opens, closes in calendar.openings(study.scenario.policy.channels[channel].open)
        ),
        np.zeros(len(edges)),
    )
    return np.asarray(load * (np.diff(open_s) > 0), dtype=float)
