"""Needs, number by number: how they ended and how long they took, first contact resolution, what went wrong."""

from __future__ import annotations

from typing import Any

from sim.kpi import Measured, measure
from sim.log import Cause, End, Outcome, Result, TouchEnd
from tests.kpi.logs import CHAT, EMAIL, NAN, PHONE, at, contact, desk, issue, log, touch

DAYS = 40
DAY = 86400.0
LONG = desk(**{"calendar.days": DAYS})


def call(number: int, day: float, *, solved: bool = True, result: Result = Result.RESOLVED) -> dict[str, Any]:
    """One call of five minutes that an agent calls solved, or gives up on."""
    start = day * DAY + at(9)
    end = End.RESOLVED if result is Result.RESOLVED else End.SILENT
    return {
        "issue": issue(start, end, start + 300, start + 300, number=number) if solved else issue(start, number=number),
        "contacts": [contact(Outcome.ANSWERED, start, start, start + 300, issue=number)],
        "touches": [
            touch(0, start, start + 300, issue=number, result=result)
            if solved
            else touch(0, start, start + 300, issue=number, end=TouchEnd.ON_HOLD)
        ],
    }


def comes_again(life: dict[str, Any], after_days: float, cause: Cause, queue: int = PHONE) -> dict[str, Any]:
    """The same need some days after its call ended."""
    _, _, _, _, _, _, entered, *_ = life["contacts"][0]
    again = entered + 300 + after_days * DAY
    row = contact(
        Outcome.ANSWERED, again, again, again + 60, issue=life["issue"][0], contact=1, queue=queue, cause=cause
    )
    return life | {"contacts": [*life["contacts"], row]}


def of(*lives: dict[str, Any], days: int = DAYS) -> Measured:
    contacts = [row for life in lives for row in life["contacts"]]
    touches = [row for life in lives for row in life["touches"]]
    issues = [life["issue"] for life in lives]
    whole = log(contacts, touches, issues=issues, tickets=[], ends_at=days * DAY)
    return measure(whole, desk(**{"calendar.days": days}))


def fcr(measured: Measured) -> dict[str, float]:
    names = ("fcr_1d", "fcr_7d", "fcr_30d", "fcr_7d_gross", "fcr_7d_true")
    return {name: measured.value(name, "phone") for name in names}


def test_first_contact_resolution_within_1_7_and_30_days() -> None:
    found = of(
        call(0, 0),
        comes_again(call(1, 0), 0.5, Cause.REOPEN),
        comes_again(call(2, 0), 3, Cause.RECONTACT, EMAIL),
        comes_again(call(3, 0), 20, Cause.RECONTACT, CHAT),
        call(4, 0, result=Result.WRONG),
    )
    assert fcr(found) == {"fcr_1d": 4 / 5, "fcr_7d": 3 / 5, "fcr_30d": 2 / 5, "fcr_7d_gross": 1.0, "fcr_7d_true": 2 / 5}


def test_a_contact_at_the_end_of_the_window_is_within_it() -> None:
    assert fcr(of(comes_again(call(0, 0), 7, Cause.RECONTACT)))["fcr_7d"] == 0.0
    assert fcr(of(comes_again(call(0, 0), 7.001, Cause.RECONTACT)))["fcr_7d"] == 1.0


def test_only_needs_that_came_a_whole_window_before_the_end_count() -> None:
    late = call(1, DAYS - 6)
    assert of(call(0, 0, solved=False), late).value("fcr_7d", "phone") == 0.0
    assert of(call(0, 0, solved=False), late).value("fcr_1d", "phone") == 0.5


def test_a_horizon_shorter_than_the_window_gives_no_number() -> None:
    short = of(call(0, 0), days=5)
    table = short.kpis
    for kpi in ("fcr_7d", "fcr_7d_gross", "fcr_7d_true", "fcr_30d"):
        row = (table["kpi"] == kpi) & (table["channel"] == "phone")
        assert (table["num"][row].tolist(), table["den"][row].tolist()) == ([0.0], [0.0])
    assert short.value("fcr_1d", "phone") == 1.0


def test_who_never_reached_an_agent_is_in_the_denominator() -> None:
    gone = {
        "issue": issue(at(9), End.GAVE_UP, at(9, 5), number=1),
        "contacts": [contact(Outcome.ABANDONED, at(9), NAN, at(9, 5), issue=1)],
        "touches": [],
    }
    assert fcr(of(call(0, 0), gone))["fcr_7d"] == 0.5


def test_answers_that_the_desk_asked_for_are_part_of_the_first_contact_and_chases_are_not() -> None:
    start = at(9)

    def asked(number: int, chased: bool) -> dict[str, Any]:
        rows = [
            contact(Outcome.ANSWERED, start, start, start + 60, issue=number, queue=EMAIL),
            contact(Outcome.ANSWERED, start + 90, start + 95, start + 200, issue=number, contact=2, queue=EMAIL,
                    cause=Cause.REPLY),
        ]  # fmt: skip
        if chased:
            row = (Outcome.ANSWERED, start + 70, start + 75, start + 80)
            rows.append(contact(*row, issue=number, contact=1, cause=Cause.CHASE, ticket=0))
        return {
            "issue": issue(start, End.RESOLVED, start + 200, start + 200, number=number, channel=EMAIL),
            "contacts": rows,
            "touches": [
                touch(1, start, start + 60, issue=number, queue=EMAIL, end=TouchEnd.PENDING_CUSTOMER),
                touch(1, start + 95, start + 200, issue=number, contact=2, queue=EMAIL, result=Result.RESOLVED),
            ],
        }

    measured = of(asked(0, chased=False), asked(1, chased=True))
    for kpi in ("fcr_7d_gross", "fcr_7d", "fcr_7d_true"):
        assert measured.value(kpi, "email") == 0.5


def test_silence_taken_for_a_solution_is_no_first_contact_resolution() -> None:
    silent = call(0, 0) | {"issue": issue(at(9), End.NO_REPLY, 4 * DAY, 4 * DAY, number=0)}
    silent["touches"] = [touch(0, at(9), at(9, 5), issue=0, end=TouchEnd.PENDING_CUSTOMER)]
    assert fcr(of(silent))["fcr_7d_gross"] == 0.0


def test_what_a_confirmation_says_does_not_make_a_wrong_answer_true() -> None:
    wrong = call(0, 0, result=Result.WRONG)
    wrong["touches"] = [
        touch(0, at(9), at(9, 4), issue=0, end=TouchEnd.PENDING_CUSTOMER, result=Result.WRONG),
        touch(0, at(9, 4), at(9, 5), issue=0),
    ]
    found = fcr(of(wrong))
    assert (found["fcr_7d"], found["fcr_7d_true"]) == (1.0, 0.0)


def test_needs_by_their_end() -> None:
    ends = [End.RESOLVED, End.RESOLVED, End.GAVE_UP, End.SILENT, End.NO_REPLY, End.LOST, End.OPEN, End.OPEN]
    issues = [issue(at(9), end, NAN if end is End.OPEN else at(10), number=i) for i, end in enumerate(ends)]
    before = issue(-5.0, End.RESOLVED, at(8), at(8), number=8, cause=Cause.BACKLOG)
    measured = measure(log(issues=[*issues, before]), desk())
    names = ("resolved", "gave_up", "silent", "no_reply", "lost", "open")
    assert [measured.value(f"issues_{name}", "phone") for name in names] == [2, 1, 1, 1, 1, 2]
    assert measured.value("issues") == 8
    assert measured.value("helped", "phone") == 2 / 8
    assert measured.value("resolved_share", "phone") == 2 / 6


def test_resolution_times_to_the_first_and_to_the_last_solution() -> None:
    issues = [
        issue(at(17), End.RESOLVED, at(9, day=1), at(17, 30), number=0, channel=EMAIL),
        issue(at(9), End.SILENT, at(10), at(10), number=1, channel=EMAIL),
        # Gave up: no solution, and none to wait for.
        issue(at(9), End.GAVE_UP, at(9, 1), number=2, channel=EMAIL),
    ]
    measured = measure(log(issues=issues), desk())
    assert measured.value("resolution_time", "email") == (16 + 1) / 2 * 3600
    assert measured.value("resolution_time_first", "email") == (0.5 + 1) / 2 * 3600
    # Email is open from 8 to 18: an hour on Monday and one on Tuesday.
    assert measured.value("resolution_time_business", "email") == (2 + 1) / 2 * 3600
    assert measured.value("resolution_time_p90", "email") == 16 * 3600


def test_a_need_that_is_open_is_censored_though_it_was_called_solved_once() -> None:
    end = 2 * DAY
    issues = [
        issue(end - 3600, End.RESOLVED, end - 1800, end - 1800, number=0),
        issue(end - 3600, End.OPEN, NAN, end - 2700, number=1),
    ]
    measured = measure(log(issues=issues), desk())
    assert measured.value("resolution_time", "phone") == 1800 + 0.5 * 1800
    assert measured.value("resolution_time_first", "phone") == (1800 + 900) / 2


def test_failure_demand_and_its_parts() -> None:
    nine = at(9)

    def came(number: int, place: int, cause: Cause, queue: int = PHONE) -> tuple[Any, ...]:
        return contact(Outcome.ANSWERED, nine, nine, nine + 60, issue=number, contact=place, queue=queue, cause=cause)

    contacts = [
        *(came(number, 0, Cause.FIRST) for number in range(5)),
        came(0, 1, Cause.REDIAL),
        came(0, 2, Cause.CHASE),
        came(1, 1, Cause.RECONTACT, EMAIL),
        came(2, 1, Cause.REOPEN),
        came(3, 1, Cause.BOUNCED, EMAIL),
        came(4, 1, Cause.REPLY, EMAIL),
        came(4, 2, Cause.NOTICE, EMAIL),
        came(4, 3, Cause.NEXT_TOUCH, EMAIL),
        contact(Outcome.ANSWERED, -60.0, nine, nine + 60, issue=5, queue=EMAIL, cause=Cause.BACKLOG),
    ]
    issues = [issue(nine, number=number) for number in range(5)]
    issues.append(issue(-60.0, number=5, channel=EMAIL, cause=Cause.BACKLOG))
    measured = measure(log(contacts, issues=issues, tickets=[]), desk())
    assert [measured.value("failure_demand", name) for name in ("phone", "email", "")] == [3 / 8, 1 / 2, 4 / 10]
    assert measured.value("contacts_per_issue") == 10 / 5
    assert measured.value("redial_share") == 1 / 10
    # Per need: on the channel of the need's first contact, wherever the customer came back.
    assert measured.value("recontact_rate", "phone") == 1 / 5
    assert measured.value("chase_rate", "phone") == 1 / 5
    assert measured.value("recontacts", "email") == 1


def test_escalation_bouncing_and_wrong_information() -> None:
    nine = at(9)
    contacts = [contact(Outcome.ANSWERED, nine, nine, nine + 60, issue=number) for number in range(4)]
    contacts.append(contact(Outcome.MESSAGE, at(21), NAN, at(21), issue=4))
    message = (Outcome.ANSWERED, at(21), at(8, day=1), at(8, 5, day=1))
    contacts.append(contact(*message, issue=4, contact=1, queue=EMAIL, cause=Cause.MESSAGE))
    ends = [
        (TouchEnd.ESCALATED, Result.RECOGNISED),
        (TouchEnd.BOUNCED, Result.NONE),
        (TouchEnd.DONE, Result.WRONG),
        (TouchEnd.DONE, Result.RESOLVED),
    ]
    touches = [touch(0, nine, nine + 60, issue=i, end=end, result=result) for i, (end, result) in enumerate(ends)]
    touches.append(touch(1, at(8, day=1), at(8, 5, day=1), issue=4, contact=1, queue=EMAIL, result=Result.RESOLVED))
    measured = measure(log(contacts, touches), desk())
    assert measured.value("escalation_rate", "phone") == 1 / 5
    assert measured.value("bounced_share", "phone") == 1 / 4
    assert measured.value("bounced_share") == 1 / 5
    assert measured.value("wrong_information", "phone") == 1 / 3
    assert (measured.value("messages", "phone"), measured.value("offered", "phone")) == (1, 4)
    assert measured.value("offered", "email") == 0


def test_the_cost_of_a_resolution_counts_needs_truly_met() -> None:
    from sim.log import Duty

    issues = [
        issue(at(9), End.RESOLVED, at(10), at(10), number=0),
        issue(at(9), End.SILENT, at(10), at(10), number=1),
    ]
    measured = measure(log(duty=[(1, Duty.ON_QUEUE, 1, at(8), at(10))], issues=issues), desk())
    assert measured.value("cost_per_resolution") == 60.0
