"""Stretches of an agent's day: painted one over the other, cut to the horizon, never two at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from sim.policy import EndOfShift
from sim.policy.duty import Duty
from sim.scenario import Scenario


class Stretch(NamedTuple):
    """One stretch of an agent's day, in seconds since midnight of the first date."""

    since: float
    until: float
    duty: Duty
    paid: bool


def painted(layers: list[Stretch]) -> list[Stretch]:
    """Disjoint stretches: at each instant the last layer that covers it."""
    edges = sorted({edge for layer in layers for edge in (layer.since, layer.until)})
    base = layers[0]
    out: list[Stretch] = []
    for since, until in pairwise(edges):
        if since < base.since or until > base.until:
            continue
        _, _, duty, paid = next(layer for layer in reversed(layers) if layer[0] <= since and until <= layer[1])
        if out and out[-1][1:] == (since, duty, paid):
            out[-1] = Stretch(out[-1].since, until, duty, paid)
        else:
            out.append(Stretch(since, until, duty, paid))
    return out


def stops_new(last_work: Stretch, end: EndOfShift) -> list[Stretch]:
    """The last part of a day's work, in which an agent takes nothing new under that rule."""
    if end.rule != "stop_new" or end.stop_before <= 0:
        return []
    return [
        last_work._replace(since=max(last_work.until - end.stop_before, last_work.since), duty=Duty.OFF_QUEUE),
    ]


def within_horizon(scenario: Scenario, stretches: list[Stretch], begins: Collection[float] = ()) -> Iterator[Stretch]:
    """Stretches cut to the simulated span, touching ones of the same kind joined, but for shifts that begin there.

    Where stretches of two dates overlap, the later one cuts the earlier one short: nobody is in two places.
    """
    calendar = scenario.calendar
    joined: list[Stretch] = []
    for stretch in sorted(stretches):
        since, until = max(stretch.since, calendar.start_at), min(stretch.until, calendar.horizon_s)
        if until <= since:
            continue
        _, _, duty, paid = stretch
        if joined:
            begun, last, its_duty, its_paid = joined[-1]
            if last > since:
                joined[-1], last = Stretch(begun, since, its_duty, its_paid), since
            if last == since and its_duty == duty and its_paid == paid and since not in begins:
                joined[-1] = Stretch(begun, until, duty, paid)
                continue
        joined.append(Stretch(since, until, duty, paid))
    yield from (stretch for stretch in joined if stretch.until > stretch.since)


def beginnings(stretches: list[Stretch], begins: list[float]) -> list[bool]:
    """Which of a person's stretches, in order, are the first ones of a shift of the horizon.

    ``begins`` are the instants at which shifts begin, in order. A shift of the eve goes on at the start, and begins
    nowhere; one of the first date may have begun before the simulation.
    """
    out, before = [], -1
    for stretch in stretches:
        shift = bisect_right(begins, stretch.since) - 1
        out.append(shift != before and shift >= 0 and begins[shift] >= 0.0)
        before = shift
    return out
