"""Work and the people for it, by interval: what the charts of load draw.

The work of first contacts is what the plan expects, in agents (offered load). All of the work, repeats, chases, later
touches and approvals included, is known only as it was carried out in the simulation: the time that agents were with
a contact. That is never more than the time on queue, so that overload shows in the first contacts alone.
"""

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
    """option, label, day, from_h, to_h; load, live_load, agents; worked, on_queue: of usual days or each weekday.

    All in agents. ``load``: first contacts expected, ``live_load`` those that wait on the line; ``agents`` on queue as
    planned; ``worked`` and ``on_queue``: with a contact, and on queue, as simulated.
    """
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
        done, there = (_simulated(study, option.name, kpi, teams) for kpi in ("agents_busy", "agents_on_queue"))
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
                        "worked": _mean(done, study, days)[shown],
                        "on_queue": _mean(there, study, days)[shown],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _simulated(study: StudyFolder, option: str, kpi: str, teams: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Seconds of agents of the teams, and seconds of the clock, by interval, over all replications."""
    num, den = np.zeros(study.scenario.calendar.n_intervals), np.zeros(study.scenario.calendar.n_intervals)
    for team in teams:
        sums = study.sums(option, kpi, team=team)
        if sums is not None:
            num, den = num + sums[0].sum(axis=0), np.maximum(den, sums[1].sum(axis=0))
    return num, den


def _mean(sums: tuple[np.ndarray, np.ndarray], study: StudyFolder, usual: UsualDays) -> np.ndarray:
    """Mean number of agents by interval of the day, on the usual days that count; 0 where none does."""
    num, den = (over_day(part, study, usual) for part in sums)
    return np.divide(num, den, out=np.zeros_like(num), where=den > 0)


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
