"""Tickets: both clocks, censoring, due dates and the backlog."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kpi import measure
from sim.kpi.censored import Survival
from sim.log import Cause, Outcome
from tests.kpi.logs import EMAIL, NAN, at, contact, desk, log

HOUR = 3600.0


def ticket(entered: float, replied: float, issue: int, cause: Cause = Cause.FIRST) -> tuple[object, ...]:
    outcome = Outcome.WAITING if np.isnan(replied) else Outcome.ANSWERED
    return contact(outcome, entered, replied - 60, replied, issue=issue, queue=EMAIL, cause=cause)


def test_the_business_clock_stops_at_night() -> None:
    measured = measure(log([ticket(at(17), at(9, day=1), 0)]), desk())
    assert measured.value("first_response_time", "email") == 16 * HOUR
    assert measured.value("first_response_time_business", "email") == 2 * HOUR
    assert measured.value("first_response_time_median", "email") == 16 * HOUR
    assert measured.value("first_response_time_business_p90", "email") == 2 * HOUR
    assert measured.value("service_level", "email") == 1.0


def test_a_ticket_without_a_reply_is_censored_and_not_dropped() -> None:
    # Replies after 1 and 3 h; one still open after 2 h: S = 2/3 from 1 h, 0 from 3 h.
    end = 2 * 24 * HOUR
    open_one = ticket(end - 2 * HOUR, NAN, 2)
    measured = measure(log([ticket(0.0, HOUR, 0), ticket(0.0, 3 * HOUR, 1), open_one]), desk())
    assert measured.value("first_response_time", "email") == pytest.approx(HOUR + 2 / 3 * 2 * HOUR)
    assert measured.value("first_response_time_median", "email") == 3 * HOUR
    assert measured.value("helped", "email") == pytest.approx(2 / 3)
    assert measured.value("resolution_time", "email") == pytest.approx(HOUR + 2 / 3 * 2 * HOUR)


def test_a_quantile_that_was_not_reached_is_unknown_and_not_absent() -> None:
    measured = measure(log([ticket(0.0, HOUR, 0), ticket(0.0, NAN, 1)]), desk())
    table = measured.kpis
    row = np.flatnonzero((table["kpi"] == "first_response_time_p90") & (table["channel"] == "email"))[0]
    assert (np.isnan(table["value"][row]), table["den"][row], table["n"][row]) == (True, 1.0, 2)


def test_kaplan_meier_agrees_with_scipy() -> None:
    from scipy.stats import CensoredData, ecdf

    rng = np.random.default_rng(5)
    times = rng.integers(1, 40, 300).astype(float)
    happened = rng.uniform(size=300) < 0.6
    curve = Survival.of(times, happened)
    known = ecdf(CensoredData(uncensored=times[happened], right=times[~happened])).sf
    last = np.searchsorted(curve.times, known.quantiles, side="right") - 1
    np.testing.assert_allclose(curve.open_share[last], known.probabilities, rtol=1e-10)


def test_a_ticket_is_due_by_the_opening_hours_and_a_breach_counts_when_due() -> None:
    scenario = desk()
    # Entered Monday 16:00: two hours until closing, two more on Tuesday: due Tuesday 10:00.
    in_time, late, never = (
        ticket(at(16), at(10, day=1), 0),
        ticket(at(16), at(10, 0, 1, day=1), 1),
        ticket(at(16), NAN, 2),
    )
    not_yet = ticket(at(15, day=1), NAN, 3)
    measured = measure(log([in_time, late, never, not_yet]), scenario)
    assert measured.value("sla_attainment", "email") == pytest.approx(1 / 3)
    assert measured.value("days_on_target", "email") == 0.0
    series = measured.series
    due = series["kpi"] == "sla_attainment"
    assert (series["interval"][due], series["num"][due], series["den"][due]) == ([48 + 20], [1], [3])
    # By day of entry: the ticket that is not due by the end cannot be judged yet.
    assert measured.value("service_level", "email") == pytest.approx(1 / 3)


def test_tickets_of_the_starting_backlog_fall_due_too_by_the_hours_before_the_start() -> None:
    # Saturday and Sunday are closed: entered on Sunday, four opening hours end on Monday at 12:00.
    measured = measure(log([ticket(-12 * HOUR, at(12), 0, Cause.BACKLOG)]), desk())
    assert measured.value("sla_attainment", "email") == 1.0
    # Entered the Friday before at 16:00 (2 h before closing): due on Monday at 10:00.
    friday = -2 * 24 * HOUR - 8 * HOUR
    assert measure(log([ticket(friday, at(10, 1), 0, Cause.BACKLOG)]), desk()).value("sla_attainment", "email") == 0.0
    assert measure(log([ticket(friday, at(10), 0, Cause.BACKLOG)]), desk()).value("sla_attainment", "email") == 1.0
    assert measured.value("backlog_start_wait", "email") == 24 * HOUR
    assert measured.value("first_response_time", "email") != measured.value("first_response_time", "email")


def test_a_ticket_of_the_warm_up_counts_where_it_falls_due() -> None:
    measured = measure(log([ticket(at(16), at(9, day=1), 0)]), desk(), warm_up_s=24 * HOUR)
    assert measured.value("sla_attainment", "email") == 1.0
    assert measured.value("offered", "email") == 0


def test_the_backlog_is_what_is_open_at_the_end_of_the_last_day() -> None:
    end = 48 * HOUR
    tickets = [
        ticket(-24 * HOUR, NAN, 0, Cause.BACKLOG),
        ticket(0.0, end, 1),
        ticket(0.0, end + 1, 2),
        ticket(end - HOUR, NAN, 3),
        ticket(HOUR, 2 * HOUR, 4),
    ]
    measured = measure(log(tickets, ends_at=end + HOUR), desk())
    assert measured.value("backlog", "email") == 3
    assert measured.value("backlog_age_p90", "email") == 72 * HOUR
    assert measured.value("backlog_average", "email") == pytest.approx((48 + 48 + 48 + 1 + 1) / 48)
    series = measured.series
    rows = (series["kpi"] == "backlog_average") & (series["interval"] == 2) & (series["channel"] == "email")
    assert series["num"][rows] / series["den"][rows] == [4.0]
    assert measured.value("still_waiting", "email") == 1


def test_a_contact_with_an_agent_has_no_reply_yet() -> None:
    working = contact(Outcome.IN_SERVICE, at(9), at(10), issue=0, queue=EMAIL)
    measured = measure(log([working]), desk())
    assert (measured.value("backlog", "email"), measured.value("sla_attainment", "email")) == (1, 0.0)
    assert measured.value("in_service", "email") == 1


def test_on_the_calendar_clock_a_reply_at_the_target_is_in_time_and_later_tickets_cannot_be_judged() -> None:
    scenario = desk(**{"policy.targets.email.clock": "calendar"})
    tickets = [ticket(at(20), at(24), 0), ticket(at(20), at(24, 0, 1), 1), ticket(at(21, day=1), at(22, day=1), 2)]
    measured = measure(log(tickets), scenario)
    # The third was quick, but it is not due before the end: counting only the quick ones of its kind would flatter.
    assert measured.value("sla_attainment", "email") == 0.5
    assert measured.value("service_level", "email") == 0.5
    drained = measure(log(tickets, ends_at=49 * HOUR), scenario)
    assert drained.value("service_level", "email") == pytest.approx(2 / 3)
    assert drained.value("sla_attainment", "email") == 0.5


def test_days_on_target_of_tickets_go_by_the_day_they_fall_due() -> None:
    monday_late, for_tuesday = ticket(at(9), at(17), 0), ticket(at(16), at(17), 1)
    measured = measure(log([monday_late, for_tuesday]), desk())
    assert measured.value("days_on_target", "email") == 0.5


def test_with_a_warm_up_the_starting_backlog_is_part_of_it() -> None:
    waiting = log([ticket(-HOUR, at(12), 0, Cause.BACKLOG)])
    assert measure(waiting, desk()).value("backlog_start", "email") == 1
    assert measure(waiting, desk(), warm_up_s=HOUR).value("backlog_start", "email") == 0


def test_an_issue_of_the_starting_backlog_is_no_issue_of_the_period() -> None:
    at_the_start = ticket(0.0, at(12), 0, Cause.BACKLOG)
    table = measure(log([at_the_start, ticket(at(9), at(10), 1)]), desk()).kpis
    for kpi in ("helped", "resolution_time", "first_response_time"):
        assert table["n"][(table["kpi"] == kpi) & (table["channel"] == "email")] == [1], kpi


def test_a_mean_carries_its_sum_and_a_quantile_its_value() -> None:
    table = measure(log([ticket(at(9), at(10), 0), ticket(at(9), at(12), 1)]), desk()).kpis
    found = {
        kpi: [table[column][(table["kpi"] == kpi) & (table["channel"] == "email")][0] for column in ("num", "den", "n")]
        for kpi in ("first_response_time", "first_response_time_median")
    }
    assert found == {"first_response_time": [4 * HOUR, 2, 2], "first_response_time_median": [HOUR, 1, 2]}
