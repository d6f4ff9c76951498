"""The world that was found, as a scenario's own settings: what is written and what is simulated are the same value.

Figures are rounded to what the evidence bears, so that the file can be read. Where nothing was found the scenario's own
default stands, and :mod:`sim.calibrate.unseen` says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np

from sim.calibrate.effort_fit import EffortFit, Grouping
from sim.calibrate.find import ChannelFindings, Findings
from sim.calibrate.patience_fit import PatienceFit
from sim.clock import WeekCurve
from sim.laws import Deterministic, Empirical, Exponential, Gamma, Hyperexponential, Law, Lognormal, Uniform, Weibull
from sim.scenario.scenario import World
from sim.world import Effort, Patience, ProfileArrivals, Redial, SpecialDay, Topic

ASSUMED_WORK = {
    "phone": Effort(
        talk=Lognormal(mean=330.0, cv=0.8), hold=Deterministic(value=30.0), after_call=Lognormal(mean=60.0, cv=0.8)
    ),
    "chat": Effort(talk=Lognormal(mean=360.0, cv=0.8), after_call=Lognormal(mean=30.0, cv=0.8)),
    "email": Effort(talk=Lognormal(mean=360.0, cv=0.8)),
    "social": Effort(talk=Lognormal(mean=240.0, cv=0.8)),
}
"""Handle times that stand in where a history shows none: the model's table of handle times (assumed)."""


def world_of(findings: Findings) -> World:
    """The found world: arrivals by channel, special days, topics, effort, patience, redials."""
    channels = findings.channels
    patience = {
        name: Patience() if found.patience is None else patience_of(found.patience)
        for name, found in channels.items()
        if found.live
    }
    redial = redial_of(findings)
    return World(
        arrivals={name: arrivals_of(found) for name, found in channels.items()},
        special_days={
            f"{day.date.isoformat()}": SpecialDay(date=day.date, factor=_rounded(day.factor))
            for day in findings.special_days
        },
        topics=topics_of(channels),
        effort={name: effort_of(found) for name, found in channels.items()},
        patience=patience,
        redial={name: redial for name, found in channels.items() if found.live and redial is not None},
    )


def arrivals_of(found: ChannelFindings) -> ProfileArrivals:
    """Weekly volume, profile by interval and, where they are seen beyond chance, busyness and interval noise.

    A dispersion counts as seen when it is at least twice its standard error; otherwise null says none.
    """
    strays = found.busyness
    kappa = noise = None
    if strays is not None:
        if strays.inverse > 0.0:
            kappa = float(min(_rounded(strays.kappa), 1e6))
        if strays.inverse_interval > 2.0 * strays.inverse_interval_se:
            noise = float(_rounded(strays.kappa_interval))
    return ProfileArrivals(
        per_week=_rounded(found.profile.per_week, 4),
        profile=found.profile.curve(),
        busyness=kappa,
        interval_noise=noise,
    )


def effort_of(found: ChannelFindings) -> Effort:
    """The best law of services, with the spread that topics and hours explain taken out of it.

    Topic and hour multiply the law's draw, so that its cv v satisfies (1 + v²) Π (E[m²] / E[m]²) = 1 + cv².
    """
    if found.effort is None:
        return ASSUMED_WORK.get(found.name, Effort())
    explained = 1.0
    if found.effort.by_topic is not None and found.effort.by_topic.evident:
        explained *= _second_moment(found.effort.by_topic)
    by_time = None
    if found.effort.by_hour is not None and found.effort.by_hour.evident:
        explained *= _second_moment(found.effort.by_hour)
        by_time = _hours(found.effort)
    law = _narrower(found.effort.best.law, explained)
    return Effort(talk=law) if by_time is None else Effort(talk=law, by_time=by_time)


def patience_of(found: PatienceFit) -> Patience:
    """The best law of patience, with the balking that it does not explain.

    One law for the channel, even where topics differ (:mod:`sim.calibrate.patience_by_topic`): in the bank's history,
    each of two weeks forecast from the other, factors by topic brought abandonment by topic closer and the mean wait of
    everyone further off. So they are told as evidence and left to the reader.
    """
    return Patience(law=readable(found.best.law), balk=round(found.balk, 4))


def redial_of(findings: Findings) -> Redial | None:
    """Trying again after giving up, where customers are identified; None where it cannot be seen."""
    if findings.exogenous is None:
        return None
    share = next((item.because for item in findings.exogenous.returns if item.after == "abandoned"), 0.0)
    return Redial(share=round(min(max(share, 0.0), 1.0), 3)) if share > 0.0 else None


def topics_of(channels: Mapping[str, ChannelFindings]) -> dict[str, Topic]:
    """Topics with shares by channel and effort relative to their channel's, where effort or turns differ evidently.

    A topic's effort is averaged over the channels that show it, weighted by services. Without evident topics there is
    one, "any".
    """
    efforts = _evident_efforts(channels)
    if not efforts and all(found.turns is None for found in channels.values()):
        return {"any": Topic()}
    topics: dict[str, Topic] = {}
    for raw in sorted({topic for found in channels.values() for topic in found.topic_shares}):
        shares = {name: _rounded(found.topic_shares.get(raw, 0.0)) for name, found in channels.items()}
        effort = _average(efforts.get(raw, []))
        topics[plain_name(raw)] = Topic(share=max(shares.values()), share_on=shares, effort=effort)
    return topics


Weighted = dict[str, list[tuple[int, float]]]
"""By topic: (weight, factor) of each channel."""


def _evident_efforts(channels: Mapping[str, ChannelFindings]) -> Weighted:
    """Mean service of each topic over its channel's, where topics differ evidently on any channel."""
    fits = [found.effort for found in channels.values() if found.effort is not None]
    out: Weighted = {}
    if any(fit.by_topic is not None and fit.by_topic.evident for fit in fits):
        for fit in fits:
            for item in fit.by_topic.groups if fit.by_topic is not None else ():
                out.setdefault(item.name, []).append((item.n, item.mean_s / fit.mean_s))
    return out


def _average(weighted: list[tuple[int, float]]) -> float:
    """The weighted mean of factors; 1 where there are none."""
    total = sum(weight for weight, _ in weighted)
    return _rounded(sum(weight * factor for weight, factor in weighted) / total) if total else 1.0


def plain_name(text: str) -> str:
    """A name that a setting may have: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_") or "other"


def _hours(effort: EffortFit) -> WeekCurve:
    assert effort.by_hour is not None
    level = dict.fromkeys((f"{hour:02d}:00" for hour in range(24)), 1.0)
    level |= {group.name: _rounded(group.mean_s / effort.mean_s) for group in effort.by_hour.groups}
    kept = {hour: value for hour, value in level.items() if hour == "00:00" or value != level[_before(hour)]}
    return WeekCurve.model_validate(kept)


def _before(hour: str) -> str:
    return f"{int(hour[:2]) - 1:02d}:00"


def _second_moment(grouping: Grouping) -> float:
    """E[m²] / E[m]² of the group means, over services."""
    n = np.array([group.n for group in grouping.groups], dtype=np.float64)
    mean = np.array([group.mean_s for group in grouping.groups])
    return float((n * mean**2).sum() * n.sum() / (n * mean).sum() ** 2)


def _narrower(law: Law, explained: float) -> Law:
    if isinstance(law, Lognormal | Gamma):
        cv = math.sqrt(max((1.0 + law.cv**2) / explained - 1.0, 0.01))
        return readable(type(law)(mean=law.mean, cv=cv))
    return readable(law)


def readable(law: Law) -> Law:
    """The same law with figures of three digits."""
    if isinstance(law, Lognormal | Gamma):
        return type(law)(mean=_rounded(law.mean), cv=_rounded(law.cv))
    if isinstance(law, Weibull):
        return Weibull(mean=_rounded(law.mean), shape=_rounded(law.shape))
    if isinstance(law, Exponential):
        return Exponential(mean=_rounded(law.mean))
    if isinstance(law, Hyperexponential):
        return Hyperexponential(share=_rounded(law.share), first=_rounded(law.first), second=_rounded(law.second))
    return law


def scaled(law: Law, factor: float) -> Law:
    """The law of ``factor`` times as long a duration."""
    if isinstance(law, Deterministic):
        return Deterministic(value=law.value * factor)
    if isinstance(law, Hyperexponential):
        return law.model_copy(update={"first": law.first * factor, "second": law.second * factor})
    if isinstance(law, Uniform):
        return law.model_copy(update={"low": law.low * factor, "high": law.high * factor})
    if isinstance(law, Empirical):
        return Empirical(values=tuple(value * factor for value in law.values))
    return law.model_copy(update={"mean": law.mean * factor})


def _rounded(value: float, digits: int = 3) -> float:
    return float(f"{value:.{digits}g}")
