"""Ways through the states, ages of open tickets and causes are counts of the log's rows, and add up."""

from typing import Any

import numpy as np
import pytest

from sim.kpi.flow import AGES, OUTSIDE, backlog_ages, causes, status_flow
from sim.kpi.period import Period
from sim.log import Cause, Log, Outcome, Status
from sim.units import DAY_S, HOUR_S
from tests.journeys import EMAIL, NEVER, PHONE, Journal, desk, random_log

DAYS = 6


def period(log: Log, warm_up_s: float = 0.0) -> Period:
    return Period.of(log, desk(DAYS), warm_up_s)


def rows(table: dict[str, Any]) -> list[tuple[Any, ...]]:
    return list(zip(*(column.tolist() for column in table.values()), strict=True))


def one_ticket() -> Journal:
    """New for an hour, an hour in hand, solved for a day, open again for 2 h, a quarter in hand, then it waits."""
    journal = Journal(DAYS)
    issue = journal.issue(EMAIL, 8 * HOUR_S)
    journal.ticket(issue, EMAIL, Cause.FIRST, 8 * HOUR_S, 10 * HOUR_S)
    for hour, status in (
        (9, Status.IN_SERVICE),
        (10, Status.SOLVED),
        (34, Status.REOPENED),
        (36, Status.IN_SERVICE),
        (36.25, Status.ON_HOLD),
    ):
        journal.status(issue, 0, status, hour * HOUR_S)
    return journal


def test_the_moves_of_a_ticket_are_counted_with_the_time_before_them() -> None:
    log = one_ticket().log()
    assert rows(status_flow(log, period(log))) == [
        ("email", OUTSIDE, "NEW", 1, 0.0),
        ("email", "NEW", "IN_SERVICE", 1, 3600.0),
        ("email", "IN_SERVICE", "ON_HOLD", 1, 900.0),
        ("email", "IN_SERVICE", "SOLVED", 1, 3600.0),
        ("email", "ON_HOLD", OUTSIDE, 1, DAYS * DAY_S - 36 * HOUR_S - 900.0),
        ("email", "SOLVED", "REOPENED", 1, DAY_S),
        ("email", "REOPENED", "IN_SERVICE", 1, 2 * HOUR_S),
    ]


def test_a_row_of_the_same_status_is_no_move() -> None:
    journal = one_ticket()
    plain = journal.log()
    journal.status(0, 0, Status.NEW, 8.5 * HOUR_S, urgent=1)
    log = journal.log()
    assert rows(status_flow(log, period(log))) == rows(status_flow(plain, period(plain)))


def test_tickets_opened_before_the_period_are_left_out_of_the_ways() -> None:
    log = one_ticket().log()
    assert rows(status_flow(log, period(log, warm_up_s=9 * HOUR_S))) == []


def test_what_flows_into_a_state_flows_out_of_it_or_is_still_there() -> None:
    log = random_log(5, issues=400, days=DAYS)
    flow = rows(status_flow(log, period(log)))
    for channel in log.channels:
        opened = sum(row[3] for row in flow if row[0] == channel and row[1] == OUTSIDE)
        assert opened == (log.tickets["channel"] == log.channels.index(channel)).sum()
        for status in Status:
            came = sum(row[3] for row in flow if row[0] == channel and row[2] == status.name)
            went = sum(row[3] for row in flow if row[0] == channel and row[1] == status.name)
            assert came == went
        assert sum(row[3] for row in flow if row[0] == channel and row[2] == OUTSIDE) == opened


def test_the_times_in_all_states_are_the_lives_of_the_tickets() -> None:
    log = random_log(6, issues=300, days=DAYS)
    total = float(status_flow(log, period(log))["seconds"].sum())
    assert total == pytest.approx(float((log.ends_at - log.tickets["opened_at"]).sum()), rel=1e-12)


def test_open_tickets_are_counted_at_the_end_of_each_day_by_age() -> None:
    log = one_ticket().log()
    table = backlog_ages(log, desk(DAYS), period(log))
    open_ = [(day, age) for day, channel, age, tickets in rows(table) if tickets]
    # Solved from 10:00 on the first day to 10:00 on the second; at the end of the second day it is 40 h old.
    assert open_ == [(1, "1 to 3 days"), (2, "1 to 3 days")] + [(day, "3 to 7 days") for day in (3, 4, 5)]
    assert set(table["channel"]) == {"email"}
    assert len(table["day"]) == DAYS * len(AGES)


def test_a_ticket_of_exactly_a_day_is_in_the_higher_band_and_one_solved_at_midnight_is_not_open() -> None:
    journal = Journal(DAYS)
    for solved_at in (2 * DAY_S, 2 * DAY_S + 1):
        issue = journal.issue(EMAIL, DAY_S)
        journal.ticket(issue, EMAIL, Cause.FIRST, DAY_S, NEVER)
        journal.status(issue, 0, Status.SOLVED, solved_at)
    log = journal.log()
    table = backlog_ages(log, desk(DAYS), period(log))
    assert [row for row in rows(table) if row[3]] == [(0, "email", "under 1 day", 2), (1, "email", "1 to 3 days", 1)]


def test_days_of_the_warm_up_have_no_backlog_rows() -> None:
    log = one_ticket().log()
    table = backlog_ages(log, desk(DAYS), period(log, warm_up_s=2.5 * DAY_S))
    assert sorted(set(table["day"].tolist())) == [2, 3, 4, 5]


def test_the_backlog_by_age_adds_up_to_the_tickets_that_are_open() -> None:
    log = random_log(7, issues=300, days=DAYS, slow=5.0)
    table = backlog_ages(log, desk(DAYS), period(log))
    for day in range(DAYS):
        at, open_now = (day + 1) * DAY_S, 0
        for issue, ticket in zip(log.tickets["issue"], log.tickets["ticket"], strict=True):
            mine = (log.statuses["issue"] == issue) & (log.statuses["ticket"] == ticket)
            mine &= log.statuses["since"] <= at
            states = log.statuses["status"][mine]
            open_now += bool(len(states)) and states[-1] not in (Status.SOLVED, Status.CLOSED)
        assert table["tickets"][table["day"] == day].sum() == open_now


def test_contacts_are_counted_by_the_channel_they_came_on_and_why() -> None:
    journal = Journal(DAYS)
    issue = journal.issue(PHONE, HOUR_S)
    for at, channel, cause in (
        (1, PHONE, Cause.FIRST),
        (2, PHONE, Cause.REDIAL),
        (3, EMAIL, Cause.CHASE),
        (4, EMAIL, Cause.CHASE),
    ):
        journal.contact(issue, channel, cause, at * HOUR_S, Outcome.ABANDONED, ended=(at + 0.1) * HOUR_S)
    log = journal.log()
    assert rows(causes(log, period(log))) == [("phone", "FIRST", 1), ("phone", "REDIAL", 1), ("email", "CHASE", 2)]
    assert rows(causes(log, period(log, warm_up_s=2.5 * HOUR_S))) == [("email", "CHASE", 2)]


def test_a_log_without_tickets_has_tables_without_rows_but_the_async_channels_days() -> None:
    log = Journal(DAYS).log()
    flow, why = status_flow(log, period(log)), causes(log, period(log))
    assert rows(flow) == rows(why) == []
    assert {name: column.dtype for name, column in flow.items()} == {
        "channel": np.dtype(object),
        "from": np.dtype(object),
        "to": np.dtype(object),
        "tickets": np.dtype(np.int64),
        "seconds": np.dtype(np.float64),
    }
    assert backlog_ages(log, desk(DAYS), period(log))["tickets"].tolist() == [0] * DAYS * len(AGES)
