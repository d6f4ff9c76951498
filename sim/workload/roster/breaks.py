"""Breaks by rule: nobody works longer than so much without one, whatever the shift's own pauses are."""

from __future__ import annotations

from sim.policy.duty import Duty
from sim.workload.roster.stretches import Stretch

INTO = (Duty.ON_QUEUE, Duty.OFF_QUEUE)
"""What a break may be cut into; meetings and training are work that it waits for."""


def with_breaks(planned: list[Stretch], every_s: float, lasts_s: float, turn: float) -> list[Stretch]:
    """A day's stretches with a paid break as soon as ``every_s`` of work has passed without one.

    ``turn`` from 0 to 1 (the seat's place among those of its shift) brings the first break forward by up to half of
    ``every_s``, so that not all leave at once. A break that would end after its stretch of work does is left out: the
    shift's own pause, or the way home, comes soon enough.
    """
    out: list[Stretch] = []
    left_s = every_s * (1.0 - turn / 2.0)
    for stretch in planned:
        if stretch.duty == Duty.BREAK:
            left_s = every_s
        since = stretch.since
        while stretch.duty in INTO and since + left_s + lasts_s < stretch.until:
            begins = since + left_s
            if begins > since:
                out.append(stretch._replace(since=since, until=begins))
            since = begins + lasts_s
            out.append(Stretch(begins, since, Duty.BREAK, True))
            left_s = every_s
        out.append(stretch._replace(since=since))
        if stretch.duty != Duty.BREAK:
            left_s = max(left_s - (stretch.until - since), 0.0)
    return out
