"""KPIs of bots, from logs written by hand: what is claimed, what is true, and what other KPIs make of it."""

from __future__ import annotations

from typing import Any

import pytest

from sim.kpi import KPIS, measure
from sim.log import Cause, End, Outcome, Result, SessionEnd, SessionKind
from sim.scenario import Scenario
from sim.units import DAY_S
from tests.kpi.logs import CHAT, PHONE, at, contact, desk, issue, log, touch

DAYS = 14


def scenario(**changes: Any) -> Scenario:
    """The desk of hand-written logs for two weeks, with a bot in front of the chat."""
    base = {
        "calendar.days": DAYS,
        "policy.chatbot": {"chat": {"cost_per_session": 0.5}},
        "policy.callback": {},
    }
    return desk(**(base | changes))


def session(number: int, end: SessionEnd, solved: int = 0, hour: int = 9, day: int = 0) -> tuple[Any, ...]:
    """A session of two minutes from a full hour on."""
    return (number, CHAT, 0, end, solved, at(hour, day=day), at(hour, 2, day=day), SessionKind.BOT)


def met(
    number: int, end: End = End.OPEN, ended: float = float("nan"), solved: float = float("nan"), day: int = 0
) -> Any:
    """An issue that came to the chat at nine."""
    return issue(at(9, day=day), end, ended, solved, number=number, channel=CHAT)


def answered(number: int, cause: Cause, day: int = 0, hour: int = 10) -> Any:
    """A chat that an agent answered for ten minutes."""
    start = at(hour, day=day)
    return contact(Outcome.ANSWERED, start, start, start + 600, issue=number, queue=CHAT, cause=cause), touch(
        0, start, start + 600, 600, issue=number, queue=CHAT, result=Result.RESOLVED
    )


DONE = at(9, 2)
RIGHT, BACK, AWAY, LATE, HIDDEN, DEAD, UP, STRAIGHT = range(8)
"""Eight needs: solved; came back the next day; stayed away; came back after eight days; hidden; dead end; passed on;
and one that did not talk to the bot."""
ISSUES = [
    met(RIGHT, End.RESOLVED, DONE, DONE),
    met(BACK, End.RESOLVED, at(10, 10, day=1), DONE),
    met(AWAY, End.SILENT, DONE, DONE),
    met(LATE, End.RESOLVED, at(10, 10, day=8), DONE),
    met(HIDDEN, End.GAVE_UP, DONE),
    met(DEAD, End.GAVE_UP, DONE),
    met(UP, End.RESOLVED, at(10, 10), at(10, 10)),
    met(STRAIGHT, End.RESOLVED, at(11, 10), at(11, 10)),
]
SESSIONS = [
    session(RIGHT, SessionEnd.CONTAINED, 1),
    *(session(number, SessionEnd.CONTAINED) for number in (BACK, AWAY, LATE)),
    session(HIDDEN, SessionEnd.HIDDEN),
    session(DEAD, SessionEnd.DEAD_END),
    session(UP, SessionEnd.ESCALATED),
]
PAIRS = [
    answered(BACK, Cause.RECONTACT, day=1),
    answered(LATE, Cause.RECONTACT, day=8),
    answered(UP, Cause.FIRST),
    answered(STRAIGHT, Cause.FIRST, hour=11),
]
LOG = log(
    [pair[0] for pair in PAIRS],
    [pair[1] for pair in PAIRS],
    issues=ISSUES,
    sessions=SESSIONS,
    ends_at=DAYS * DAY_S,
)


@pytest.mark.parametrize(
    ("kpi", "value"),
    [
        ("bot_sessions", 7),
        ("bot_engagement", 7 / 8),
        ("containment", 4 / 7),
        ("containment_shown", 5 / 7),
        ("bot_true_resolution", 1 / 4),
        ("bot_solved", 1 / 7),
        ("bot_passed_on", 1 / 7),
        ("bot_hidden", 1 / 7),
        ("bot_dead_ends", 1 / 7),
        ("bot_returns", 1 / 4),
        ("net_deflection", 3 / 8),
        ("solved_without_human", 1 / 8),
        ("bot_cost", 3.5),
        ("issues", 8),
        ("issues_resolved", 5),
        ("issues_silent", 1),
        ("issues_gave_up", 2),
        ("helped", 5 / 8),
        ("contacts_per_issue", 4 / 8),
        ("first_attempts", 2),
        ("recontact_rate", 2 / 8),
        ("failure_demand", 2 / 4),
        ("fcr_7d_gross", 6 / 8),
        ("fcr_7d", 5 / 8),
        ("fcr_7d_true", 3 / 8),
    ],
)
def test_every_figure_by_hand(kpi: str, value: float) -> None:
    measured = measure(LOG, scenario())
    assert measured.value(kpi, "chat") == pytest.approx(value)
    assert measured.value(kpi) == pytest.approx(value)


def test_a_need_that_the_bot_solved_took_as_long_as_its_session() -> None:
    only = log(issues=[ISSUES[RIGHT]], sessions=[SESSIONS[0]], ends_at=DAYS * DAY_S)
    measured = measure(only, scenario())
    assert measured.value("resolution_time", "chat") == 120.0
    assert measured.value("resolution_time_first", "chat") == 120.0
    assert measured.value("fcr_7d_true", "chat") == 1.0
    assert measured.value("contacts_per_issue", "chat") == 0.0
    assert measured.value("offered", "chat") == 0.0


def test_who_was_hidden_or_stood_before_a_closed_door_counts_for_no_solution() -> None:
    lost = log(issues=[ISSUES[HIDDEN], ISSUES[DEAD]], sessions=[*SESSIONS[4:6]], ends_at=DAYS * DAY_S)
    measured = measure(lost, scenario())
    assert measured.value("fcr_7d_gross", "chat") == 0.0
    assert measured.value("net_deflection", "chat") == 0.0
    row = [kpi == "resolution_time" for kpi in measured.kpis["kpi"]]
    assert measured.kpis["n"][row].sum() == 0


def test_the_price_of_sessions_is_part_of_the_desks_cost_and_of_no_teams() -> None:
    free = scenario(**{"policy.chatbot.chat.cost_per_session": 0.0})
    with_price, without = measure(LOG, scenario()), measure(LOG, free)
    assert with_price.value("cost_per_week") - without.value("cost_per_week") == pytest.approx(3.5 / 2)
    assert with_price.value("cost_per_week", team="front") == without.value("cost_per_week", team="front")
    assert with_price.value("staff_cost") == without.value("staff_cost")
    assert with_price.value("cost_per_resolution") - without.value("cost_per_resolution") == pytest.approx(3.5 / 5)


def test_what_began_in_the_warm_up_does_not_count() -> None:
    measured = measure(LOG, scenario(), warm_up_s=DAY_S)
    assert measured.value("bot_sessions", "chat") == 0
    assert measured.value("bot_cost") == 0.0
    assert measured.value("recontacts", "chat") == 2


def test_what_came_less_than_a_week_before_the_end_cannot_be_called_deflected_yet() -> None:
    late = 8
    short = log(
        issues=[met(0, End.RESOLVED, at(9, 2, day=late), at(9, 2, day=late), day=late)],
        sessions=[session(0, SessionEnd.CONTAINED, 1, day=late)],
        ends_at=DAYS * DAY_S,
    )
    measured = measure(short, scenario())
    for kpi in ("net_deflection", "bot_returns"):
        assert measured.kpis["den"][(measured.kpis["kpi"] == kpi)].tolist() == [0.0, 0.0]
    assert measured.value("containment", "chat") == measured.value("solved_without_human", "chat") == 1.0


def test_a_session_that_still_goes_on_is_neither_contained_nor_not() -> None:
    end = DAYS * DAY_S
    going_on = (0, CHAT, 0, SessionEnd.OPEN, 0, end - 60, float("nan"), SessionKind.BOT)
    open_ = log(issues=[issue(end - 60, channel=CHAT)], sessions=[going_on], ends_at=end)
    measured = measure(open_, scenario())
    assert measured.value("bot_sessions", "chat") == 1
    assert measured.value("bot_engagement", "chat") == 1.0
    assert measured.kpis["den"][measured.kpis["kpi"] == "containment"].tolist() == [0.0, 0.0]


def test_rows_are_only_where_a_bot_is() -> None:
    kpis = {kpi.id for kpi in KPIS.values() if kpi.scope == "bot"}
    table = measure(LOG, scenario()).kpis
    rows = [kpi in kpis for kpi in table["kpi"]]
    assert set(table["channel"][rows]) == {"chat", ""}
    table = measure(LOG, scenario(**{"policy.chatbot": {}})).kpis
    assert not kpis & set(table["kpi"])


def test_all_is_the_sum_over_channels_with_a_bot_and_over_no_others() -> None:
    call = contact(Outcome.ANSWERED, at(9), at(9), at(9, 5), issue=8, queue=PHONE)
    plain = issue(at(9), End.RESOLVED, at(9, 5), at(9, 5), number=8, channel=PHONE)
    both = log([pair[0] for pair in PAIRS] + [call], [pair[1] for pair in PAIRS], issues=[*ISSUES, plain],
               sessions=SESSIONS, ends_at=DAYS * DAY_S)  # fmt: skip
    measured = measure(both, scenario())
    assert measured.value("net_deflection") == measured.value("net_deflection", "chat") == 3 / 8
    assert measured.value("bot_engagement") == 7 / 8
