"""KPIs of concessions and approvals, from logs written by hand: who asks, who waits, what is given, who decides."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from sim.kpi import KPIS, measure
from sim.log import Cause, Duty, End, Grant, Outcome, Request, RequestEnd, Result, Status, TouchEnd
from sim.scenario import Scenario
from sim.units import DAY_S
from tests.kpi.logs import EMAIL, NAN, PHONE, at, contact, desk, issue, log, ticket, touch

ON_HOLD, LATER, DUTY = Request.ON_HOLD, Request.LATER, Request.DUTY
EMPOWERMENT = {"concession", "authority", "supervisor", "supervision"}
"""Scopes of the KPIs of concessions."""

NO_LIMIT = {"agent": None, "senior": None, "supervisor": None}


def scenario(**changes: Any) -> Scenario:
    """The desk of hand-written logs; the team that answers emails decides what the front may not grant."""
    base = {
        "world.concession": {"needed": 0.5},
        "policy.teams.back.approves": True,
        "policy.authority": {"audited": 0.2, "audit_cost": 5.0, "script": 0.5, "offers_less": True, "goodwill": 20.0},
        "policy.callback": {},
    }
    return desk(**(base | changes))


def request(
    number: int,
    kind: Request,
    end: RequestEnd,
    asked: float,
    taken: float = NAN,
    ended: float = NAN,
    released: float | None = None,
    contact: int = 0,
    agent: int = 1,
) -> tuple[Any, ...]:
    """A row of supervision; the supervisor is free when it is decided unless said otherwise."""
    free_at = ended if released is None else released
    return (number, contact, kind, end, -1 if np.isnan(taken) else agent, asked, taken, ended,
            NAN if np.isnan(taken) else free_at)  # fmt: skip


def concession(
    number: int, how: Grant, needed: float, granted: float, when: float, contact: int = 0
) -> tuple[Any, ...]:
    """A row of concessions."""
    return (number, contact, 0, how, needed, granted, when)


def call(number: int, start: float, done: float, **more: Any) -> tuple[Any, Any]:
    """A call that was picked up at once, and the agent's work on it."""
    words = {key: more.pop(key) for key in ("contact", "cause") if key in more}
    return (
        contact(Outcome.ANSWERED, start, start, done, issue=number, **words),
        touch(0, start, done, done - start, issue=number, contact=words.get("contact", 0), **more),
    )


def email(number: int, start: float, done: float, place: int = 0, **more: Any) -> tuple[Any, Any]:
    """An email that an agent of the back took at once."""
    cause = more.pop("cause", Cause.FIRST)
    return (
        contact(Outcome.ANSWERED, start, start, done, issue=number, contact=place, queue=EMAIL, cause=cause),
        touch(1, start, done, done - start, issue=number, contact=place, queue=EMAIL, **more),
    )


OWN, HELD, REFUSED, HUNG_UP, PENDING, UNTAKEN, UNDECIDED, LESS, UNNEEDED, AGAIN, PLAIN = range(11)
"""Eleven needs: granted by the agent; on hold, granted; on hold, refused; hung up twice; an email decided later; one
that nobody took up after the decision; one that was not decided; a discount; given without need; came again and got
goodwill; nothing needed."""

RIGHT = {"result": Result.RESOLVED}
STUCK = {"end": TouchEnd.PENDING_APPROVAL}
PAIRS = [
    call(OWN, at(8, 30), at(8, 40), **RIGHT),
    call(HELD, at(9), at(9, 16), **RIGHT),
    call(REFUSED, at(10), at(10, 14), result=Result.UNNOTICED),
    call(HUNG_UP, at(11), at(11, 15), end=TouchEnd.HUNG_UP),
    call(HUNG_UP, at(12), at(12, 12), end=TouchEnd.HUNG_UP, contact=1, cause=Cause.REDIAL),
    email(PENDING, at(9), at(9, 10), **STUCK),
    email(UNTAKEN, at(13), at(13, 10), **STUCK),
    email(UNDECIDED, at(22, 50, day=1), at(23, day=1), **STUCK),
    call(LESS, at(14), at(14, 10), **RIGHT),
    call(UNNEEDED, at(15), at(15, 10), **RIGHT),
    call(AGAIN, at(16), at(16, 10), result=Result.UNNOTICED),
    call(AGAIN, at(17), at(17, 10), contact=1, cause=Cause.RECONTACT, **RIGHT),
    call(PLAIN, at(17, 30), at(17, 40), **RIGHT),
]
FINISHED = (
    contact(Outcome.ANSWERED, at(9, 24), at(9, 30), at(9, 34), issue=PENDING, contact=1, queue=EMAIL,
            cause=Cause.DECIDED),
    touch(1, at(9, 30), at(9, 34), 240, issue=PENDING, contact=1, queue=EMAIL, **RIGHT),
)  # fmt: skip
NOT_TAKEN = contact(Outcome.WAITING, at(13, 25), issue=UNTAKEN, contact=1, queue=EMAIL, cause=Cause.DECIDED)
REQUESTS = [
    request(HELD, ON_HOLD, RequestEnd.GRANTED, at(9, 10), at(9, 12), at(9, 16)),
    request(REFUSED, ON_HOLD, RequestEnd.DENIED, at(10, 10), at(10, 10), at(10, 14)),
    request(HUNG_UP, ON_HOLD, RequestEnd.WITHDRAWN, at(11, 10), ended=at(11, 15)),
    request(HUNG_UP, ON_HOLD, RequestEnd.IN_VAIN, at(12, 10), at(12, 10), at(12, 12), at(12, 14), contact=1),
    request(PENDING, LATER, RequestEnd.GRANTED, at(9, 10), at(9, 20), at(9, 24)),
    request(UNTAKEN, LATER, RequestEnd.DENIED, at(13, 10), at(13, 20), at(13, 25)),
    request(UNDECIDED, LATER, RequestEnd.OPEN, at(23, day=1)),
]
DUTIES = [
    request(-1, DUTY, RequestEnd.DONE, at(8, 30), at(8, 30), at(8, 40)),
    request(-1, DUTY, RequestEnd.DONE, at(9, 40), at(9, 40), at(9, 50), contact=1),
    request(-1, DUTY, RequestEnd.OPEN, at(16), contact=2),
]
CONCESSIONS = [
    concession(OWN, Grant.OWN, 40.0, 42.4, at(8, 40)),
    concession(HELD, Grant.APPROVED, 200.0, 200.0, at(9, 16)),
    concession(REFUSED, Grant.DENIED, 1500.0, 0.0, at(10, 14)),
    concession(PENDING, Grant.APPROVED, 100.0, 100.0, at(9, 24)),
    concession(UNTAKEN, Grant.DENIED, 300.0, 0.0, at(13, 25)),
    concession(LESS, Grant.DISCOUNT, 200.0, 50.0, at(14, 10)),
    concession(UNNEEDED, Grant.UNWARRANTED, 0.0, 30.0, at(15, 10)),
    concession(AGAIN, Grant.GOODWILL, 0.0, 20.0, at(17, 10), contact=1),
]
CAME_AT = {row[0]: row[6] for row, _ in reversed(PAIRS)}
SOLVED_AT = {OWN: at(8, 40), HELD: at(9, 16), PENDING: at(9, 34), LESS: at(14, 10), UNNEEDED: at(15, 10),
             AGAIN: at(17, 10), PLAIN: at(17, 40)}  # fmt: skip
ISSUES = [
    *(issue(CAME_AT[number], End.RESOLVED, done, done, number=number, channel=EMAIL if number == PENDING else PHONE)
      for number, done in SOLVED_AT.items()),
    issue(at(10), End.SILENT, at(10, 14), at(10, 14), number=REFUSED),
    issue(at(11), End.GAVE_UP, at(12, 12), number=HUNG_UP),
    issue(at(13), number=UNTAKEN, channel=EMAIL),
    issue(at(22, 50, day=1), number=UNDECIDED, channel=EMAIL),
]  # fmt: skip
WAITS = Status.PENDING_INTERNAL
TICKETS = [
    ticket(at(9), at(9, 10), (Status.IN_SERVICE, at(9)), (WAITS, at(9, 10)), (Status.OPEN, at(9, 24)),
           (Status.IN_SERVICE, at(9, 30)), (Status.SOLVED, at(9, 34)), issue=PENDING),
    ticket(at(13), at(13, 10), (Status.IN_SERVICE, at(13)), (WAITS, at(13, 10)), (Status.OPEN, at(13, 25)),
           issue=UNTAKEN),
    ticket(at(22, 50, day=1), at(23, day=1), (Status.IN_SERVICE, at(22, 50, day=1)), (WAITS, at(23, day=1)),
           issue=UNDECIDED),
]  # fmt: skip
SHIFTS = [
    (0, Duty.ON_QUEUE, 1, at(8), at(18)),
    (1, Duty.ON_QUEUE, 1, at(8), at(18)),
    (1, Duty.ON_QUEUE, 1, at(22, day=1), at(24, day=1)),
]
LOG = log(
    [*(pair[0] for pair in PAIRS), FINISHED[0], NOT_TAKEN],
    [*(pair[1] for pair in PAIRS), FINISHED[1]],
    SHIFTS,
    issues=ISSUES,
    tickets=TICKETS,
    concessions=CONCESSIONS,
    supervision=[*REQUESTS, *DUTIES],
)
END = 2 * DAY_S


@pytest.mark.parametrize(
    ("kpi", "channel", "value"),
    [
        ("approvals", "", 7),
        ("approvals", "phone", 4),
        ("approvals", "email", 3),
        ("approvals", "chat", 0),
        ("approvals_on_hold", "", 4),
        ("approvals_later", "", 3),
        ("approvals_withdrawn", "", 1),
        ("approvals_in_vain", "", 1),
        ("approvals_open", "", 1),
        ("approval_wait", "", (120 + 0 + 0 + 600 + 600) / 5),
        ("approval_wait_p90", "", 600),
        ("approval_wait_p90", "phone", 120),
        ("approval_wait_on_hold", "", 40),
        ("approval_wait_later", "", 600),
        ("approval_time", "", (360 + 240 + 840 + 900) / 4),
        ("approval_time_p90", "", 900),
        ("approval_time_on_hold", "phone", 300),
        ("approval_time_later", "email", 870),
        ("approval_hang_ups", "", 2 / 4),
        ("denied_share", "", 2 / 4),
        ("denied_share", "email", 1 / 2),
        ("concession_needed", "", 8 / 11),
        ("concession_needed", "phone", 5 / 8),
        ("approval_share", "", 6 / 8),
        ("approval_share", "phone", 3 / 5),
        ("approval_rate", "", 6 / 11),
        ("fcr_lost_to_approvals", "", 4 / 11),
        ("fcr_lost_to_approvals", "phone", 1 / 8),
        ("approval_delay", "phone", (360 + 240 + (300 + 120)) / 3),
        ("approval_delay", "email", (1200 + (END - at(13, 10)) + 3600) / 3),
        ("approval_delay_per_issue", "phone", 1020 / 8),
        ("approval_delay_per_issue", "", (1020 + 1200 + (END - at(13, 10)) + 3600) / 11),
        ("concession_rate", "", 6 / 11),
        ("concession_cost", "", 442.4),
        ("concession_cost", "phone", 342.4),
        ("concession_cost", "email", 100),
        ("concession_cost_per_issue", "phone", 342.4 / 8),
        ("concession_cost_per_issue", "", 442.4 / 11),
        ("leakage", "", 2.4 + 30),
        ("leakage_share", "", 32.4 / 442.4),
        ("discount_savings", "phone", 150),
        ("goodwill_cost", "", 20),
        ("audit_cost", "", 0.2 * 5 * 1),
        ("duties_done", "", 2 / 6),
        ("duties_undone", "", 1 / 6),
        ("span_of_control", "", 10 / 12),
        ("supervisor_utilisation", "", 4500 / 43_200),
        ("supervisor_request_share", "", 1260 / 4500),
    ],
)
def test_every_figure_by_hand(kpi: str, channel: str, value: float) -> None:
    assert measure(LOG, scenario()).value(kpi, channel) == pytest.approx(value, rel=1e-12)


def test_time_on_requests_and_other_duties_is_work_like_any_other() -> None:
    measured = measure(LOG, scenario())
    # 5 requests of 4, 4, 4, 4 and 5 min, two duties of 10 min, emails of 10, 4, 10 and 10 min.
    assert measured.value("work_hours", team="back") == pytest.approx(75 / 60)
    assert measured.value("occupancy", team="back") == measured.value("supervisor_utilisation", team="back")
    assert measured.value("occupancy", team="front") == pytest.approx(7020 / 36_000)
    assert measured.value("occupancy") == pytest.approx((7020 + 4500) / (36_000 + 43_200))
    assert measured.value("sync_occupancy", team="back") == 0.0
    series = measured.series
    busy = series["num"][(series["kpi"] == "agents_busy") & (series["team"] == "back")]
    assert busy.sum() == pytest.approx(4500)


def test_a_pending_approval_and_a_hang_up_are_work_on_the_ticket() -> None:
    measured = measure(LOG, scenario())
    assert measured.value("touches_per_ticket", "email") == 2.0
    assert measured.value("wrong_information", "email") == 0.0
    row = (measured.kpis["kpi"] == "wrong_information") & (measured.kpis["channel"] == "email")
    assert measured.kpis["den"][row] == [1.0]  # a touch that left it to a supervisor came to no answer


def test_what_is_given_is_part_of_the_desks_cost_and_of_no_teams() -> None:
    measured, wages = measure(LOG, scenario()), 10 / 0.8 * 20 + 12 * 30
    assert measured.value("staff_cost") == pytest.approx(wages)
    assert measured.value("cost_per_week") == pytest.approx((wages + 442.4 + 1) * 7 / 2)
    assert measured.value("cost_per_week", team="back") == pytest.approx(360 * 7 / 2)
    assert measured.value("cost_per_resolution") == pytest.approx((wages + 442.4 + 1) / 7)
    assert measured.value("cost_per_contact") == pytest.approx(wages / 13)  # wages alone; 8 + 2 calls, 3 emails


def test_money_is_in_the_scenarios_currency() -> None:
    table = measure(LOG, scenario()).kpis
    assert set(table["unit"][table["kpi"] == "leakage"]) == {"GBP"}
    assert set(table["unit"][table["kpi"] == "concession_cost_per_issue"]) == {"GBP per issue"}


def test_what_was_asked_or_granted_in_the_warm_up_does_not_count() -> None:
    measured = measure(LOG, scenario(), warm_up_s=DAY_S)
    assert (measured.value("approvals"), measured.value("approvals_open")) == (1, 1)
    for kpi in ("concession_cost", "leakage", "goodwill_cost", "discount_savings", "audit_cost", "duties_undone"):
        assert measured.value(kpi) == 0.0, kpi
    assert measured.value("approval_rate") == measured.value("approval_rate", "email") == 1.0
    assert measured.value("approval_delay") == 3600.0
    assert np.isnan(measured.value("approval_wait"))
    assert measured.value("supervisor_utilisation") == pytest.approx(600 / 7200)


def test_what_becomes_of_a_need_of_the_period_counts_up_to_the_end_of_the_log() -> None:
    late = END + 600
    first = email(0, END - 1200, END - 600, **STUCK)
    finish = email(0, late, late + 60, 1, cause=Cause.DECIDED, **RIGHT)
    drained = log(
        [first[0], finish[0]], [first[1], finish[1]], issues=[issue(END - 1200, channel=EMAIL)], tickets=[],
        supervision=[request(0, LATER, RequestEnd.GRANTED, END - 600, END, END + 300)],
        concessions=[concession(0, Grant.APPROVED, 80.0, 80.0, END + 300)], ends_at=END + 7200,
    )  # fmt: skip
    measured = measure(drained, scenario())
    assert (measured.value("approval_wait"), measured.value("approval_time")) == (600, 900)
    assert measured.value("approval_delay") == 1200.0
    assert measured.value("concession_rate") == 1.0
    assert measured.value("concession_cost") == 0.0  # money counts in the period in which it is granted


def test_only_what_the_first_contact_came_to_is_lost_for_it() -> None:
    pairs = [
        call(0, at(9), at(9, 10), result=Result.UNNOTICED),
        call(0, at(12), at(12, 10), contact=1, cause=Cause.RECONTACT, **STUCK),
        call(1, at(9, 20), at(9, 30), end=TouchEnd.NEXT_TOUCH),
        call(1, at(9, 40), at(9, 50), contact=1, cause=Cause.NEXT_TOUCH, **STUCK),
    ]
    asked = [request(number, LATER, RequestEnd.OPEN, when, contact=1) for number, when in ((0, at(12, 10)),
                                                                                           (1, at(9, 50)))]  # fmt: skip
    measured = measure(log(*_apart(pairs), supervision=asked), scenario())
    assert measured.value("fcr_lost_to_approvals") == 1 / 2  # the desk's own next touch is part of the contact
    assert measured.value("approval_rate") == 1.0


def test_each_decision_is_followed_by_its_own_issues_next_finishing_touch() -> None:
    pairs = [
        email(0, at(9), at(9, 10), **STUCK),
        email(0, at(9, 30), at(9, 40), 1, cause=Cause.DECIDED, **STUCK),
        email(0, at(11), at(11, 10), 2, cause=Cause.DECIDED, **RIGHT),
        email(1, at(10), at(10, 10), **STUCK),
        email(2, at(10, 40), at(10, 50), **STUCK),
        email(2, at(12), at(12, 10), 1, cause=Cause.DECIDED, **RIGHT),
    ]
    asked = [
        request(0, LATER, RequestEnd.GRANTED, at(9, 10), at(9, 10), at(9, 20)),
        request(0, LATER, RequestEnd.GRANTED, at(9, 40), at(9, 40), at(10, 50), contact=1),
        request(1, LATER, RequestEnd.GRANTED, at(10, 10), at(10, 50), at(10, 55)),
        request(2, LATER, RequestEnd.GRANTED, at(10, 50), at(10, 55), at(11, 0)),
    ]
    measured = measure(log(*_apart(pairs), tickets=[], supervision=asked), scenario())
    waited = (at(9, 30) - at(9, 10)) + (at(11) - at(9, 40)) + (END - at(10, 10)) + (at(12) - at(10, 50))
    assert measured.value("approval_delay_per_issue", "email") == pytest.approx(waited / 3, rel=1e-12)


def test_a_supervisor_with_a_request_and_a_contact_at_once_is_busy_once() -> None:
    both = log(
        [], [touch(1, at(9), at(9, 10), 600)], [(1, Duty.ON_QUEUE, 1, at(9), at(10))],
        issues=[issue(at(9))], supervision=[request(-1, DUTY, RequestEnd.DONE, at(9, 5), at(9, 5), at(9, 15))],
    )  # fmt: skip
    assert measure(both, scenario()).value("occupancy", team="back") == pytest.approx(15 / 60)


def test_a_supervisor_who_is_at_it_when_the_log_ends_is_busy_until_then() -> None:
    start = END - 600
    first = call(0, start - 300, start)
    at_it = log(
        [first[0]], [first[1]], [(1, Duty.ON_QUEUE, 1, END - 3600, END)],
        supervision=[request(0, ON_HOLD, RequestEnd.OPEN, start, start)],
    )  # fmt: skip
    measured = measure(at_it, scenario())
    assert measured.value("supervisor_utilisation") == pytest.approx(600 / 3600)
    assert measured.value("supervisor_request_share") == 1.0
    assert measured.value("approval_wait") == 0.0
    assert np.isnan(measured.value("approval_hang_ups"))  # neither did, nor did not, yet
    assert measured.value("approval_delay") == 600.0


def test_autonomy_is_the_share_of_amounts_within_the_limit_less_what_a_script_takes() -> None:
    def within(limit: float) -> float:
        return NormalDist().cdf(np.log(limit / 30.0))

    measured = measure(LOG, scenario())
    assert measured.value("autonomy", team="front") == pytest.approx(0.75 * within(50))
    assert measured.value("autonomy", team="back") == pytest.approx(0.75 * within(1000))
    assert measured.value("autonomy") == measured.value("autonomy", team="front")  # who approves is left out
    senior = scenario(**{"policy.teams.front.senior": True})
    assert measure(LOG, senior).value("autonomy") == pytest.approx(0.75 * within(150))
    free = scenario(**{"policy.authority": NO_LIMIT})
    assert measure(LOG, free).value("autonomy") == 1.0
    nothing = scenario(**{"policy.authority": {"agent": 0.0, "senior": 60.0}, "policy.teams.back.approves": False,
                          "world.concession": {"needed": 0.0},
                          "policy.teams.back.senior": True})  # fmt: skip
    measured = measure(LOG, nothing)
    assert measured.value("autonomy", team="front") == 0.0
    assert measured.value("autonomy") == pytest.approx(within(60) * 43_200 / (36_000 + 43_200))


def test_rows_are_only_where_customers_need_concessions() -> None:
    everywhere = {("phone", ""), ("email", ""), ("chat", ""), ("", "")}
    expected = {
        "concession": everywhere,
        "authority": {("", "front"), ("", "back"), ("", "")},
        "supervisor": {("", "back"), ("", "")},
        "supervision": {("", "")},
    }
    table = measure(LOG, scenario()).kpis
    for kpi in KPIS.values():
        rows = table["kpi"] == kpi.id
        if kpi.scope in EMPOWERMENT:
            assert set(zip(table["channel"][rows], table["team"][rows], strict=True)) == expected[kpi.scope], kpi.id
    plain = measure(log(), scenario(**{"world.concession": None})).kpis
    assert not [kpi for kpi in set(plain["kpi"]) if KPIS[kpi].scope in EMPOWERMENT]


def test_without_a_team_that_approves_nobody_is_a_supervisor_and_nothing_is_asked() -> None:
    nobody = scenario(**{"policy.teams.back.approves": False, "policy.authority": NO_LIMIT})
    measured = measure(log(), nobody)
    assert not [kpi for kpi in set(measured.kpis["kpi"]) if KPIS[kpi].scope in ("supervisor", "supervision")]
    assert measured.value("approvals") == measured.value("concession_cost") == 0.0
    for kpi in ("approval_share", "approval_wait", "approval_wait_p90", "leakage_share", "autonomy"):
        assert np.isnan(measured.value(kpi)), kpi


def test_every_request_has_one_kind_and_one_end() -> None:
    measured = measure(LOG, scenario())
    for channel in ("phone", "email", "chat", ""):
        total = measured.value("approvals", channel)
        assert total == measured.value("approvals_on_hold", channel) + measured.value("approvals_later", channel)
        row = (measured.kpis["kpi"] == "denied_share") & (measured.kpis["channel"] == channel)
        ends = ("approvals_withdrawn", "approvals_in_vain", "approvals_put_off", "approvals_open")
        assert total == measured.kpis["den"][row][0] + sum(measured.value(end, channel) for end in ends)


def test_who_is_put_off_when_the_last_supervisor_leaves_is_counted() -> None:
    put_off = [request(HUNG_UP, ON_HOLD, RequestEnd.PUT_OFF, at(11, 10), ended=at(11, 15))]
    measured = measure(
        log([*_apart(PAIRS)[0]], [*_apart(PAIRS)[1]], SHIFTS, issues=ISSUES, supervision=put_off), scenario()
    )
    assert [measured.value("approvals_put_off", channel) for channel in ("phone", "email", "")] == [1, 0, 1]
    assert measured.value("approvals_withdrawn") == measured.value("approvals_open") == 0
    assert measured.value("approvals_put_off", "phone") + measure(LOG, scenario()).value("approvals_put_off") == 1


def _apart(pairs: list[tuple[Any, Any]]) -> tuple[list[Any], list[Any]]:
    """Contacts, and touches."""
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
