"""Rates of arrival by interval: what is expected, and what one replication's chance makes of it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.clock import Calendar
from sim.scenario import Scenario
from sim.streams import Stream
from sim.units import DAY_S, WEEK_S, WEEKDAYS
from sim.world import ForecastArrivals, ProfileArrivals, RecordedArrivals

Floats = NDArray[np.float64]


def expected_rates(scenario: Scenario) -> dict[str, Floats]:
    """Expected issues of each interval of the horizon, by channel, shape (n_intervals,).

    Special days and campaigns are in; incidents are not, and days off the calendar's holidays are as written.
    Recorded arrivals are counted.
    """
    return {name: _expected(scenario, name).ravel() for name in scenario.world.arrivals}


def mean_rate(scenario: Scenario, channel: str) -> float:
    """Issues per second of an ordinary week; of the horizon where the arrivals know no ordinary week."""
    arrivals = scenario.world.arrivals[channel]
    if isinstance(arrivals, ProfileArrivals):
        return arrivals.per_week / WEEK_S
    return float(_expected(scenario, channel).sum()) / scenario.calendar.horizon_s


def _expected(scenario: Scenario, channel: str) -> Floats:
    """Shape (days, intervals a day)."""
    calendar, arrivals = scenario.calendar, scenario.world.arrivals[channel]
    if isinstance(arrivals, RecordedArrivals):
        counts, _ = np.histogram(
            recorded_instants(calendar, arrivals), np.arange(calendar.n_intervals + 1) * calendar.interval
        )
        return counts.astype(float).reshape(calendar.days, -1)
    if isinstance(arrivals, ProfileArrivals):
        week = _profile_week(arrivals, calendar.interval)
        base = np.stack([week[calendar.weekday(day)] for day in range(calendar.days)])
    else:
        base = _forecast_days(arrivals, calendar) * arrivals.scale
    return base * _known_factors(scenario, channel)


def _profile_week(arrivals: ProfileArrivals, interval_s: float) -> Floats:
    """Shape (7, intervals a day): expected issues of an ordinary week, summing to ``per_week``."""
    shape = arrivals.profile.sampled(interval_s)
    if arrivals.weekday is not None:
        weights = np.array([arrivals.weekday.get(day, 0.0) for day in WEEKDAYS])  # type: ignore[call-overload]
        totals = shape.sum(axis=1)
        shape = np.divide(shape, totals[:, None], out=np.zeros_like(shape), where=totals[:, None] > 0)
        shape = shape * weights[:, None]
    total = shape.sum()
    return shape * (arrivals.per_week / total) if total > 0 else shape


def _forecast_days(arrivals: ForecastArrivals, calendar: Calendar) -> Floats:
    """Shape (days, intervals a day): the rows of each date, or else of its weekday, spread over the intervals.

    A row lasts until the next one, but no longer than the day's shortest (the table's, where a day has one row) and
    not beyond midnight.
    """
    by_day: dict[int | dt.date, list[tuple[float, float]]] = {}
    for row in arrivals.rows:
        for day in row.day if isinstance(row.day, tuple) else (row.day,):
            by_day.setdefault(day, []).append((row.time, row.volume))
    lengths = {day: sorted(rows) for day, rows in by_day.items()}
    shortest = min(
        (later - start for rows in lengths.values() for (start, _), (later, _) in pairwise(rows)),
        default=calendar.interval,
    )
    out = np.zeros((calendar.days, calendar.intervals_per_day))
    edges = np.arange(calendar.intervals_per_day + 1) * calendar.interval
    for day in range(calendar.days):
        rows = lengths.get(calendar.date(day), lengths.get(calendar.weekday(day), []))
        if rows:
            starts = np.array([start for start, _ in rows])
            step = float(np.diff(starts).min()) if len(starts) > 1 else shortest
            ends = np.minimum(np.append(starts[1:], DAY_S), starts + step)
            knots = np.stack([starts, ends], axis=1).ravel()
            counted = np.cumsum([volume for _, volume in rows])
            at_knots = np.stack([counted - [volume for _, volume in rows], counted], axis=1).ravel()
            out[day] = np.diff(np.interp(edges, knots, at_knots))
    return out


def _known_factors(scenario: Scenario, channel: str) -> Floats:
    """Shape (days, intervals a day): special days and campaigns."""
    calendar, world = scenario.calendar, scenario.world
    factors = np.ones((calendar.days, calendar.intervals_per_day))
    for special_day in world.special_days.values():
        day = (special_day.date - calendar.start).days
        if 0 <= day < calendar.days and (special_day.channels is None or channel in special_day.channels):
            factors[day] *= special_day.factor
    middles = (np.arange(calendar.n_intervals) + 0.5) * calendar.interval
    for campaign in world.campaigns.values():
        if campaign.channels is None or channel in campaign.channels:
            begins = (campaign.starts - dt.datetime.combine(calendar.start, dt.time())).total_seconds()
            age = middles - begins
            lift = np.where(age >= 0, campaign.lift * np.exp(-np.maximum(age, 0) / campaign.decay), 0.0)
            factors *= (1 + lift).reshape(factors.shape)
    return factors


def recorded_instants(calendar: Calendar, arrivals: RecordedArrivals) -> Floats:
    """Recorded instants in seconds since midnight of the first date, those of the horizon only, in order."""
    origin = dt.datetime.combine(calendar.start, dt.time())
    seconds = np.array([(instant - origin).total_seconds() for instant in arrivals.at])
    return seconds[(seconds >= 0) & (seconds < calendar.horizon_s)]


def busyness(scenario: Scenario, seed: int, replication: int) -> dict[str, Floats]:
    """The factor of each day by channel, shape (days,): B_c = (X_0 + X_c) / kappa_c.

    X_0 ~ Gamma(kappa_0), X_c ~ Gamma(kappa_c - kappa_0), kappa_0 = shared x the least kappa: E B = 1,
    Var B_c = 1 / kappa_c, corr = kappa_0 / sqrt(kappa_c kappa_c'). Each component is the inverse distribution function
    of one uniform that belongs to its date.
    """
    world, calendar = scenario.world, scenario.calendar
    kappas = {
        name: arrivals.busyness
        for name, arrivals in world.arrivals.items()
        if not isinstance(arrivals, RecordedArrivals) and arrivals.busyness is not None
    }
    kappa_0 = world.busyness_shared * min(kappas.values(), default=0.0)
    common = _gamma_by_day(calendar, seed, replication, "busyness", kappa_0)
    return {
        name: (common + _gamma_by_day(calendar, seed, replication, f"busyness/{name}", kappa - kappa_0)) / kappa
        for name, kappa in kappas.items()
    }


def _gamma_by_day(calendar: Calendar, seed: int, replication: int, name: str, shape: float) -> Floats:
    if shape <= 0:
        return np.zeros(calendar.days)
    stream = Stream(seed, replication, name)
    uniforms = np.array([stream.uniform(calendar.date(day).toordinal()) for day in range(calendar.days)])
    return np.asarray(special.gammaincinv(shape, uniforms), dtype=float)


def drawn_rates(scenario: Scenario, seed: int, replication: int) -> dict[str, Floats]:
    """Issues per interval given the busyness and noise of one replication, shape (days, intervals a day)."""
    calendar = scenario.calendar
    factors = busyness(scenario, seed, replication)
    rates: dict[str, Floats] = {}
    for name, arrivals in scenario.world.arrivals.items():
        if isinstance(arrivals, RecordedArrivals):
            continue
        rate = _expected(scenario, name)
        if name in factors:
            rate = rate * factors[name][:, None]
        if arrivals.interval_noise is not None:
            stream = Stream(seed, replication, f"interval noise/{name}")
            uniforms = np.stack(
                [
                    stream.uniforms(calendar.date(day).toordinal(), 0, "", calendar.intervals_per_day)
                    for day in range(calendar.days)
                ]
            )
            kappa = arrivals.interval_noise
            rate = rate * np.asarray(special.gammaincinv(kappa, uniforms)) / kappa
        rates[name] = rate
    return rates


def daily_heights(rate: Floats, interval_s: float) -> Floats:
    """Issues per interval as a density in issues per day: what the height of a point is compared with."""
    return rate * (DAY_S / interval_s)
