"""Everything that can be found in a history, in one value.

The order matters: special days first, because they would pass for busyness and bend the profile; then each channel by
itself; then who was there, who came back, and what could not be seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.calibrate.busyness import Busyness, busyness
from sim.calibrate.effort_fit import EffortFit, effort_fit
from sim.calibrate.exogenous import Exogenous, exogenous_share
from sim.calibrate.history import History
from sim.calibrate.patience_fit import PatienceFit, patience_fit
from sim.calibrate.poisson_checks import PoissonCheck, poisson_check
from sim.calibrate.presence import Presence, presence
from sim.calibrate.profile import HALF_HOUR_S, WeeklyProfile, weekly_profile
from sim.calibrate.special_days import NoticedDay, special_days
from sim.calibrate.turns import Turns, turns
from sim.calibrate.unseen import Unseen, unseen
from sim.streams import Stream


@dataclass(frozen=True, slots=True)
class ChannelFindings:
    """One channel: arrivals always; busyness, effort, patience and order of service where they can be seen.

    ``topic_shares`` are shares of the contacts that asked for an agent; empty where there are no topics.
    """

    name: str
    live: bool
    n_offered: int
    profile: WeeklyProfile
    busyness: Busyness | None
    effort: EffortFit | None
    patience: PatienceFit | None
    topic_shares: dict[str, float]
    turns: Turns | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a history shows of a desk."""

    history: History
    special_days: tuple[NoticedDay, ...]
    channels: dict[str, ChannelFindings]
    presence: Presence | None
    exogenous: Exogenous | None
    poisson: PoissonCheck
    unseen: tuple[Unseen, ...]


def find(history: History, interval_s: float = HALF_HOUR_S, country: str | None = None) -> Findings:
    """Find what ``history`` shows: profile, busyness, special days, effort, patience, presence, returns."""
    noticed = tuple(special_days(history, country=country))
    without = tuple(day.day for day in noticed)
    names = sorted(str(name) for name in history.offered()["channel"].unique())
    chance = Stream(0, 0, "calibrate/rounding").cell(0)
    channels = {name: _channel(history, name, interval_s, without) for name in names}
    return Findings(
        history=history,
        special_days=noticed,
        channels=channels,
        presence=presence(history, interval_s),
        exogenous=exogenous_share(history),
        poisson=poisson_check(history, chance, interval_s, without),
        unseen=unseen(history),
    )


def _channel(history: History, name: str, interval_s: float, without: tuple[int, ...]) -> ChannelFindings:
    offered = history.offered()
    offered = offered[offered["channel"] == name]
    profile = weekly_profile(history, interval_s, name, without)
    usual = np.ones(history.n_days, dtype=np.bool_)
    usual[list(without)] = False
    try:
        strays = busyness(profile.counts, history.weekdays(), usual)
    except ValueError:
        strays = None
    topics = offered.loc[offered["topic"] != "", "topic"].value_counts(normalize=True)
    return ChannelFindings(
        name=name,
        live=history.mapping.nature == "calls",
        n_offered=len(offered),
        profile=profile,
        busyness=strays,
        effort=effort_fit(history, name),
        patience=patience_fit(history, name),
        topic_shares={str(topic): float(share) for topic, share in topics.items()},
        turns=turns(history, name),
    )
