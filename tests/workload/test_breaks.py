"""Breaks by rule, cut into the work of a day."""

from __future__ import annotations

from itertools import pairwise

from sim.policy.duty import Duty
from sim.workload.roster.breaks import with_breaks
from sim.workload.roster.stretches import Stretch

H = 3600.0
WORK, BREAK, MEETING = Duty.ON_QUEUE, Duty.BREAK, Duty.MEETING


def day(*stretches: tuple[float, float, Duty]) -> list[Stretch]:
    return [Stretch(since * H, until * H, duty, True) for since, until, duty in stretches]


def hours(stretches: list[Stretch]) -> list[tuple[float, float, Duty]]:
    return [(stretch.since / H, stretch.until / H, stretch.duty) for stretch in stretches]


def test_a_break_comes_after_so_much_work() -> None:
    assert hours(with_breaks(day((8, 16, WORK)), 3 * H, 0.25 * H, 0.0)) == [
        (8, 11, WORK),
        (11, 11.25, BREAK),
        (11.25, 14.25, WORK),
        (14.25, 14.5, BREAK),
        (14.5, 16, WORK),
    ]


def test_the_shifts_own_break_starts_the_count_anew() -> None:
    planned = day((8, 10.5, WORK), (10.5, 11, BREAK), (11, 13.5, WORK))
    assert with_breaks(planned, 3 * H, 0.25 * H, 0.0) == planned


def test_a_meeting_is_work_that_a_break_waits_for() -> None:
    planned = day((8, 10, WORK), (10, 12, MEETING), (12, 14, WORK))
    assert hours(with_breaks(planned, 3 * H, 0.25 * H, 0.0)) == [
        (8, 10, WORK),
        (10, 12, MEETING),
        (12, 12.25, BREAK),
        (12.25, 14, WORK),
    ]


def test_no_break_runs_into_the_end_of_its_work() -> None:
    assert with_breaks(day((8, 11.25, WORK)), 3 * H, 0.25 * H, 0.0) == day((8, 11.25, WORK))


def test_seats_take_their_turn() -> None:
    first = [with_breaks(day((8, 13, WORK)), 4 * H, 0.25 * H, seat / 4)[1].since / H for seat in range(4)]
    assert first == [12.0, 11.5, 11.0, 10.5]


def test_paid_time_stays_the_same() -> None:
    planned = day((8, 12, WORK), (12, 13, BREAK), (13, 17, WORK))
    cut = with_breaks(planned, 1.5 * H, 0.25 * H, 0.5)
    assert sum(s.until - s.since for s in cut) == sum(s.until - s.since for s in planned)
    assert all(one.until == other.since for one, other in pairwise(cut))
