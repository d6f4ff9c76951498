"""The requester's clock: it stands still while the customer has to act, and from a solution until a reopening."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock.hours import business_seconds
from sim.kpi.pausing_clock import RUNS, before, ends, passes, spent, total
from sim.log import Status

HOUR = 3600.0
NAN = float("nan")

WALK = [
    (Status.NEW, 0),
    (Status.IN_SERVICE, 1),
    (Status.PENDING_CUSTOMER, 2),
    (Status.OPEN, 5),
    (Status.IN_SERVICE, 6),
    (Status.SOLVED, 7),
    (Status.REOPENED, 20),
    (Status.SOLVED, 22),
    (Status.CLOSED, 30),
]
"""Status and hour: the clock runs from 0 to 2, from 5 to 7 and from 20 to 22."""


def clock(walk: list[tuple[Status, float]], until_h: float = 100) -> float:
    """Hours that the clock shows at an instant."""
    status = np.array([row[0] for row in walk], dtype=np.int64)
    since = np.array([row[1] for row in walk], dtype=float) * HOUR
    ticket = np.zeros(len(walk), dtype=np.int64)
    end = np.minimum(np.nan_to_num(ends(ticket, since), nan=np.inf), until_h * HOUR)
    return float(total(ticket, spent(since, end, RUNS[status]), 1)[0]) / HOUR


@pytest.mark.parametrize(
    ("hour", "shows"), [(1.5, 1.5), (2, 2), (4.9, 2), (5.5, 2.5), (7, 4), (19, 4), (21, 5), (22, 6), (99, 6)]
)
def test_the_clock_pauses_for_the_customer_and_after_a_solution(hour: float, shows: float) -> None:
    assert clock(WALK, hour) == pytest.approx(shows)


def test_it_runs_while_third_parties_and_colleagues_are_waited_for() -> None:
    assert clock([(Status.NEW, 0), (Status.ON_HOLD, 1), (Status.PENDING_INTERNAL, 9), (Status.SOLVED, 11)]) == 11


def test_a_pause_survives_a_change_of_urgency() -> None:
    urgent_meanwhile = [(Status.NEW, 0), (Status.PENDING_CUSTOMER, 1), (Status.PENDING_CUSTOMER, 3), (Status.OPEN, 5)]
    assert clock(urgent_meanwhile, 6) == clock([row for row in urgent_meanwhile if row[1] != 3], 6) == 2


def test_in_opening_hours_it_runs_only_while_open() -> None:
    openings = np.array([[0.0, 1.0], [24.0, 25.0]]) * HOUR
    since, until = np.array([0.0, 2.0, 24.5]) * HOUR, np.array([2.0, 24.5, 30.0]) * HOUR
    runs = np.array([True, False, True])
    seconds = spent(business_seconds(openings, since), business_seconds(openings, until), runs)
    assert (seconds / HOUR).tolist() == [1.0, 0.0, 0.5]


def test_it_passes_a_limit_in_the_stretch_where_it_first_shows_more() -> None:
    since = np.array([row[1] for row in WALK], dtype=float) * HOUR
    ticket = np.zeros(len(WALK), dtype=np.int64)
    until = np.nan_to_num(ends(ticket, since), nan=40 * HOUR)
    seconds = spent(since, until, RUNS[np.array([row[0] for row in WALK], dtype=np.int64)])
    # At 2 h it shows 2 h and stands still: beyond that from 5 h on. It never shows more than 6 h.
    found = [passes(ticket, since, seconds, limit * HOUR, 1)[0] / HOUR for limit in (1.5, 2, 3.5, 5)]
    assert found == [1.5, 5, 6.5, 21]
    assert np.isnan(passes(ticket, since, seconds, 6 * HOUR, 1)[0])


TABLES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, len(Status) - 1), st.integers(0, 400)), min_size=1, max_size=40
)


@given(TABLES, st.integers(1, 500))
def test_a_whole_table_gives_what_each_ticket_gives_alone_and_never_more_than_the_wall_clock(
    table: list[tuple[int, int, int]], limit: int
) -> None:
    rows = sorted(table, key=lambda row: (row[0], row[2]))
    ticket, status = (np.array([row[place] for row in rows], dtype=np.int64) for place in (0, 1))
    since = np.array([row[2] for row in rows], dtype=float)
    until = np.nan_to_num(ends(ticket, since), nan=500.0)
    seconds = spent(since, until, RUNS[status])
    shown, passed = total(ticket, seconds, 6), passes(ticket, since, seconds, limit, 6)
    showed = before(ticket, seconds)
    for number in range(6):
        mine = [row for row in rows if row[0] == number]
        plain, crossed = 0, NAN
        for place, (_, code, start) in enumerate(mine):
            stop = mine[place + 1][2] if place + 1 < len(mine) else 500
            assert showed[rows.index(mine[0]) + place] == plain
            ran = stop - start if RUNS[code] else 0
            if plain <= limit < plain + ran and np.isnan(crossed):
                crossed = start + limit - plain
            plain += ran
        assert shown[number] == plain
        assert not mine or plain <= 500 - mine[0][2]
        np.testing.assert_equal(passed[number], crossed)


def test_no_number_of_tickets_before_it_costs_a_ticket_its_last_digits() -> None:
    ticket = np.arange(400_000) // 2
    seconds = np.full(len(ticket), 1e6 + 2.0**-20)
    assert set(before(ticket, seconds).tolist()) == {0.0, 1e6 + 2.0**-20}
