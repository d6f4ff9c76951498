"""Tickets, number by number: solutions, targets with pauses and urgency, the stock of open ones, touches."""

from __future__ import annotations

import pytest

from sim.kpi import Measured, measure
from sim.log import Cause, End, Outcome, Result, Status, TouchEnd
from sim.scenario import Scenario
from tests.kpi.logs import CHAT, EMAIL, NAN, PHONE, at, contact, desk, issue, log, ticket, touch

HOUR = 3600.0
IN, OPEN, CLOSED = Status.IN_SERVICE, Status.OPEN, Status.CLOSED
SOLVED, AGAIN, ASKED, HELD = Status.SOLVED, Status.REOPENED, Status.PENDING_CUSTOMER, Status.ON_HOLD

CALENDAR = desk(**{"policy.targets.email.clock": "calendar"})
"""Email: a first reply within 4 h, a solution within 8 h, by the calendar."""


def only(*tickets: object, scenario: Scenario = CALENDAR, ends_at: float = 48 * HOUR) -> Measured:
    return measure(log(issues=[issue(0.0)], tickets=list(tickets), ends_at=ends_at), scenario)  # type: ignore[arg-type]


def paused(number: int = 0, solved: float = at(21)) -> object:
    """Came at 9, asked the customer at 10, heard at 16, solved at 21: five hours and one before the question."""
    steps = [(IN, at(9, 30)), (ASKED, at(10)), (OPEN, at(16)), (IN, at(20)), (SOLVED, solved)]
    return ticket(at(9), at(10), *steps, number=number)


def test_requester_wait_takes_pauses_out() -> None:
    measured = only(paused())
    assert measured.value("requester_wait", "email") == 6 * HOUR
    # Opening hours end at 18: one hour before the question, two after the answer.
    assert measured.value("requester_wait_business", "email") == 3 * HOUR


def test_it_goes_on_from_a_reopening_and_closing_changes_nothing() -> None:
    steps = [(IN, at(9)), (SOLVED, at(10)), (AGAIN, at(20)), (IN, at(22)), (SOLVED, at(23)), (CLOSED, at(23, day=1))]
    measured = only(ticket(at(8), at(10), *steps))
    assert measured.value("requester_wait", "email") == 5 * HOUR
    assert measured.value("reopen_share", "email") == 1.0


def test_an_unsolved_ticket_is_censored_and_one_closed_unsolved_is_left_out() -> None:
    # Solved after 1 h and 3 h, open since 2 h: S = 2/3 from 1 h on, 0 from 3 h on.
    end = 48 * HOUR
    measured = only(
        ticket(0.0, HOUR, (SOLVED, HOUR), number=0),
        ticket(0.0, HOUR, (SOLVED, 3 * HOUR), number=1),
        ticket(end - 2 * HOUR, number=2),
        ticket(0.0, HOUR, (IN, HOUR), (CLOSED, 30 * HOUR), number=3),
    )
    assert measured.value("requester_wait", "email") == pytest.approx(HOUR + 2 / 3 * 2 * HOUR)
    assert measured.value("requester_wait_median", "email") == 3 * HOUR


def test_a_solution_in_time_is_due_when_the_clock_would_have_passed_the_target() -> None:
    # Its clock shows 6 h at 21:00; two hours more and it would have been late: due at 23:00 on Monday.
    for warm_up, due in ((0.0, 1), (at(22), 1), (at(23, 0, 1), 0)):
        measured = measure(log(issues=[issue(0.0)], tickets=[paused()]), CALENDAR, warm_up)  # type: ignore[list-item]
        table = measured.kpis
        row = (table["kpi"] == "solution_sla") & (table["channel"] == "email")
        assert (table["num"][row], table["den"][row]) == ([due], [due]), warm_up


def test_a_breach_counts_when_the_clock_passes_the_target_even_if_the_ticket_is_open() -> None:
    in_time = paused(0)
    late = paused(1, solved=at(23, 30))
    breached = ticket(at(1), at(2), (IN, at(2)), number=2)
    asked = ticket(at(1), at(2), (ASKED, at(2)), number=3)
    fresh = ticket(at(20, day=1), NAN, number=4)
    # The question is not answered and the last one has time left: neither is due.
    assert only(in_time, late, breached, asked, fresh).value("solution_sla", "email") == pytest.approx(1 / 3)
    assert only(asked, fresh).value("solution_sla", "email") != only(asked, fresh).value("solution_sla", "email")


def test_exactly_at_the_target_is_in_time() -> None:
    assert only(paused(solved=at(23))).value("solution_sla", "email") == 1.0
    assert only(paused(solved=at(23, 0, 1))).value("solution_sla", "email") == 0.0


def test_a_solution_by_opening_hours_falls_due_in_opening_hours() -> None:
    # Business clock, 8 h: from 14:00 on Monday there are four hours until closing, so it is due at 12:00 on Tuesday.
    quick = ticket(at(14), at(15), (SOLVED, at(17)), number=0)
    open_one = ticket(at(14), at(15), (IN, at(15)), number=1)
    before, after = (
        measure(log(issues=[issue(0.0)], tickets=[quick, open_one]), desk(), warm_up_s=at(12, 0, extra, day=1))
        for extra in (0, 1)
    )
    assert before.value("solution_sla", "email") == 0.5
    assert after.kpis["den"][after.kpis["kpi"] == "solution_sla"].tolist() == [0, 0]


FORGOTTEN = {"policy.routing.forgotten_after": {"email": "2h"}, "policy.targets.email.urgent_within": "1h"}
URGENT = desk(**FORGOTTEN, **{"policy.targets.email.clock": "calendar"})
"""Email: a first reply within 4 h, within 1 h if urgent, by the calendar."""


@pytest.mark.parametrize(
    ("urgent_at", "replied", "in_time"),
    [
        (None, at(13), True),
        (at(9), at(10), True),
        (at(9), at(10, 0, 1), False),
        # Urgent from 9:30 on, half an hour counted: due at 10:00.
        (at(9, 30), at(10), True),
        (at(9, 30), at(10, 1), False),
        # Urgent after 3 h: late already, but due when it became urgent, not before.
        (at(12), at(12), True),
        (at(12), at(12, 0, 1), False),
        # Replied before it became urgent: the usual time counts.
        (at(12), at(11), True),
        # Urgent after its usual due date: missed as a usual one.
        (at(15), at(14), False),
    ],
)
def test_what_becomes_urgent_is_due_sooner_with_the_wait_so_far_counted(
    urgent_at: float | None, replied: float, in_time: bool
) -> None:
    measured = only(ticket(at(9), replied, (SOLVED, max(replied, at(16))), urgent_at=urgent_at), scenario=URGENT)
    assert measured.value("sla_attainment", "email") == float(in_time)
    assert measured.value("service_level", "email") == float(in_time)


def test_without_a_target_for_urgent_tickets_they_are_as_the_others() -> None:
    assert only(ticket(at(9), at(13), (SOLVED, at(13)), urgent_at=at(9))).value("sla_attainment", "email") == 1.0


def test_what_becomes_urgent_at_night_is_due_then_and_in_time_at_opening() -> None:
    # Business clock: an hour of opening time has passed by 18:00; urgent at 22:00, with an hour allowed.
    scenario = desk(**FORGOTTEN)
    at_night = ticket(at(17), at(8, day=1), (SOLVED, at(8, day=1)), urgent_at=at(22))
    measured = only(at_night, scenario=scenario)
    series = measured.series
    due = (series["kpi"] == "sla_attainment") & (series["den"] > 0)
    assert (series["interval"][due].tolist(), series["num"][due].tolist()) == ([44], [1])


def test_the_stock_of_open_tickets_by_status() -> None:
    end = 48 * HOUR
    measured = only(
        ticket(0.0, number=0),
        ticket(0.0, HOUR, (IN, HOUR), (OPEN, 2 * HOUR), number=1),
        ticket(0.0, HOUR, (IN, HOUR), (SOLVED, 2 * HOUR), (AGAIN, 12 * HOUR), number=2),
        ticket(0.0, HOUR, (IN, HOUR), (ASKED, 24 * HOUR), number=3),
        ticket(0.0, HOUR, (IN, HOUR), (HELD, 36 * HOUR), number=4),
        ticket(0.0, HOUR, (IN, HOUR), (SOLVED, end), number=5),
        ticket(0.0, HOUR, (IN, HOUR), (Status.PENDING_INTERNAL, 47 * HOUR), number=6, channel=PHONE),
        ends_at=end,
    )
    groups = ("new", "queued", "in_service", "pending_customer", "on_hold", "pending_internal")
    assert [measured.value(f"backlog_{group}") for group in groups] == [1, 2, 0, 1, 1, 1]
    assert [measured.value("backlog", channel) for channel in ("email", "phone", "chat", "")] == [5, 1, 0, 6]
    assert measured.value("pending_customer_average", "email") == 0.5
    assert measured.value("on_hold_average", "email") == 0.25
    assert measured.value("pending_internal_average", "phone") == pytest.approx(1 / 48)
    assert measured.value("backlog_average", "email") == pytest.approx((48 + 48 + 38 + 48 + 48 + 48) / 48)
    assert measured.value("backlog_average") == measured.value("backlog_average", "email") + 1


def test_the_age_of_the_backlog_runs_from_the_opening() -> None:
    measured = only(ticket(0.0, number=0), ticket(24 * HOUR, number=1), ticket(42 * HOUR, number=2))
    assert measured.value("backlog_age", "email") == pytest.approx((48 + 24 + 6) / 3 * HOUR)
    assert measured.value("backlog_age_p90", "email") == 48 * HOUR


def test_touches_count_for_the_ticket_of_their_contact() -> None:
    contacts = [
        contact(Outcome.ANSWERED, at(9), at(9), at(9, 5), issue=0, ticket=0),
        contact(Outcome.ANSWERED, at(12), at(12), at(12, 5), issue=0, contact=1, queue=EMAIL, cause=Cause.NEXT_TOUCH),
        contact(Outcome.ANSWERED, at(13), at(13), at(13, 1), issue=0, contact=2, cause=Cause.CHASE, ticket=0),
        contact(Outcome.ANSWERED, at(9), at(9), at(9, 5), issue=1, queue=EMAIL),
        contact(Outcome.WAITING, at(9), issue=2, queue=EMAIL),
    ]
    touches = [
        touch(0, at(9), at(9, 5), issue=0, end=TouchEnd.NEXT_TOUCH, result=Result.RECOGNISED),
        touch(0, at(12), at(12, 2), issue=0, contact=1, queue=EMAIL, end=TouchEnd.PUT_BACK),
        touch(0, at(12, 3), at(12, 5), issue=0, contact=1, queue=EMAIL, result=Result.RESOLVED),
        touch(0, at(13), at(13, 1), issue=0, contact=2, end=TouchEnd.ASIDE),
        touch(1, at(9), at(9, 5), issue=1, queue=EMAIL, result=Result.RESOLVED),
        touch(1, at(10), at(10, 5), issue=2, queue=EMAIL, end=TouchEnd.PUT_BACK),
    ]
    tickets = [
        ticket(at(9), at(9), (IN, at(9)), (SOLVED, at(12, 5)), issue=0, channel=PHONE),
        ticket(at(9), at(9, 5), (SOLVED, at(9, 5)), issue=1),
        ticket(at(9), issue=2),
    ]
    measured = measure(log(contacts, touches, tickets=tickets), desk())
    # Two pieces of work on the phone's ticket; the interrupted one, the chase and the open ticket are none.
    assert [measured.value("touches_per_ticket", name) for name in ("phone", "email", "")] == [2.0, 1.0, 1.5]
    assert measured.value("chases_per_ticket", "email") == 0.0
    assert measured.value("chases", "phone") == 1


def test_chases_count_for_the_channel_of_the_ticket_that_they_ask_about() -> None:
    contacts = [
        contact(Outcome.ANSWERED, at(9), at(15), at(16), issue=0, queue=EMAIL),
        contact(Outcome.ANSWERED, at(14), at(14), at(14, 3), issue=0, contact=1, cause=Cause.CHASE, ticket=0),
        contact(Outcome.ANSWERED, at(9), at(15), at(16), issue=1, queue=EMAIL),
    ]
    measured = measure(log(contacts), desk())
    assert measured.value("chases_per_ticket", "email") == 0.5
    assert (measured.value("chases", "phone"), measured.value("chases", "email")) == (1, 0)


def test_the_agent_work_clock_is_the_time_in_service_of_all_tickets_of_an_issue() -> None:
    tickets = [
        ticket(at(9), at(9), (IN, at(9)), (ASKED, at(9, 5)), (IN, at(12)), (SOLVED, at(12, 5)), issue=0, channel=CHAT),
        ticket(at(20), at(20), (IN, at(20)), (SOLVED, at(20, 20)), issue=0, number=1, cause=Cause.RECONTACT),
        ticket(at(9), at(9), (IN, at(9)), issue=1),
    ]
    issues = [issue(at(9), End.RESOLVED, at(20, 20), at(12, 5), channel=CHAT), issue(at(9), number=1)]
    measured = measure(log(issues=issues, tickets=tickets), desk())
    assert measured.value("agent_clock", "chat") == 30 * 60
    assert measured.value("agent_clock") == 30 * 60
