"""KPIs of self-service and the price of tools, from logs written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.kpi import measure
from sim.log import Cause, End, Outcome, SessionEnd, SessionKind
from sim.scenario import Scenario
from sim.units import DAY_S
from tests.kpi.logs import CHAT, at, contact, desk, issue, log
from tests.kpi.test_bot import answered, met, session

DAYS = 14
OFFER = {"knowledge_base": {"cost_per_week": 100.0}, "status_page": {"cost_per_week": 20.0}}


def scenario(**changes: Any) -> Scenario:
    """The desk of hand-written logs for two weeks, with articles and a status page before it."""
    base = {
        "calendar.days": DAYS,
        "policy.callback": {},
        "policy.self_service": OFFER,
        "world.incidents": {},
    }
    return desk(**(base | changes))


def look(number: int, end: SessionEnd, solved: int = 0, kind: SessionKind = SessionKind.KNOWLEDGE_BASE) -> Any:
    """A look at nine, which takes no time."""
    return (number, CHAT, 0, end, solved, at(9), at(9), kind)


RIGHT, TOLD, AWAY, SOON, LATE, VAIN, STRAIGHT, TO_BOT = range(8)
"""Eight needs: an article solved it; the page told; misled and stayed away; came the next day; came after eight days;
looked in vain; did not look; and misled, then kept by the bot the next day."""
ISSUES = [
    met(RIGHT, End.RESOLVED, at(9)),
    met(TOLD, End.RESOLVED, at(9)),
    met(AWAY, End.SILENT, at(9)),
    met(SOON, End.RESOLVED, at(10, 10, day=1), at(10, 10, day=1)),
    met(LATE, End.RESOLVED, at(10, 10, day=8), at(10, 10, day=8)),
    met(VAIN, End.RESOLVED, at(10, 10), at(10, 10)),
    met(STRAIGHT, End.RESOLVED, at(11, 10), at(11, 10)),
    met(TO_BOT, End.RESOLVED, at(9, 2, day=1), at(9, 2, day=1)),
]
SESSIONS = [
    look(RIGHT, SessionEnd.CONTAINED, 1),
    look(TOLD, SessionEnd.CONTAINED, 1, SessionKind.STATUS_PAGE),
    *(look(number, SessionEnd.CONTAINED) for number in (AWAY, SOON, LATE)),
    look(VAIN, SessionEnd.IN_VAIN),
    look(TO_BOT, SessionEnd.CONTAINED),
    session(TO_BOT, SessionEnd.CONTAINED, 1, day=1),
]
PAIRS = [
    answered(SOON, Cause.FIRST, day=1),
    answered(LATE, Cause.FIRST, day=8),
    answered(VAIN, Cause.FIRST),
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
        ("self_service_looks", 6),
        ("self_service_claimed", 6 / 8),
        ("self_service_net", 4 / 8),  # RIGHT, TOLD, AWAY, and LATE within the week
        ("self_service_solved", 2 / 8),
        ("self_service_returns", 2 / 6),
        ("net_deflection", 5 / 8),  # and TO_BOT, whom no human met
        ("solved_without_human", 3 / 8),
        ("bot_sessions", 1),
        ("bot_engagement", 1 / 5),  # of those who came to the desk at all
        ("containment", 1.0),
        ("bot_cost", 0.1),
        ("issues", 8),
        ("helped", 7 / 8),
        ("contacts_per_issue", 4 / 8),
        ("failure_demand", 0.0),
        ("fcr_7d_gross", 5 / 5),  # of those who came; LATE was solved at once when they did
        ("fcr_7d_true", 5 / 5),
    ],
)
def test_every_figure_by_hand(kpi: str, value: float) -> None:
    measured = measure(LOG, scenario(**{"policy.chatbot": {"chat": {}}}))
    assert measured.value(kpi, "chat") == pytest.approx(value)
    assert measured.value(kpi) == pytest.approx(value)


def test_what_customers_settle_alone_is_no_resolution_time_of_the_desk() -> None:
    alone = log(issues=ISSUES[:3], sessions=SESSIONS[:3], ends_at=DAYS * DAY_S)
    table = measure(alone, scenario()).kpis
    for kpi in ("resolution_time", "resolution_time_first", "fcr_7d"):
        assert table["n"][table["kpi"] == kpi].sum() == 0
    assert measure(alone, scenario()).value("issues_resolved") == 2


def test_the_desk_pays_for_it_and_no_team_does() -> None:
    free = scenario(**{"policy.self_service": {"knowledge_base": {}}})
    with_price, without = measure(LOG, scenario()), measure(LOG, free)
    assert with_price.value("self_service_cost") == 240.0
    assert with_price.value("cost_per_week") - without.value("cost_per_week") == pytest.approx(120.0)
    assert with_price.value("cost_per_week", team="front") == without.value("cost_per_week", team="front")
    assert with_price.value("cost_per_resolution") - without.value("cost_per_resolution") == pytest.approx(240.0 / 7)


def test_tools_cost_by_month_by_contact_and_by_week() -> None:
    tools = {
        "policy.self_service": {},
        "policy.assist": {"teams": ["front"], "price_per_agent_month": 30.4375, "price_per_contact": 0.5},
        "policy.sorting.classifier": {"price_per_contact": 0.25},
        "policy.knowledge": {"cost_per_week": 7.0},
        "world.topics": {"any": {}, "other": {}},
    }
    measured = measure(LOG, scenario(**tools))
    assert measured.value("assist_cost") == pytest.approx(14.0 + 4 * 0.5)  # one agent for 14 days, four contacts
    assert measured.value("classifier_cost") == 4 * 0.25
    assert measured.value("knowledge_cost") == 14.0
    nothing = measure(LOG, scenario(**{"policy.self_service": {}}))
    assert not {"assist_cost", "classifier_cost", "knowledge_cost", "self_service_cost"} & set(nothing.kpis["kpi"])
    assert measured.value("cost_per_week") - nothing.value("cost_per_week") == pytest.approx((16 + 1 + 14) / 2)


def test_only_contacts_that_come_from_outside_are_sorted() -> None:
    calls = [
        contact(Outcome.ANSWERED, at(9), at(9), at(9, 5), issue=number, queue=CHAT, cause=cause)
        for number, cause in enumerate((Cause.FIRST, Cause.REDIAL, Cause.CHASE, Cause.REOPEN, Cause.TRANSFER))
    ]
    tools = {
        "policy.self_service": {},
        "policy.sorting.classifier": {"price_per_contact": 1.0},
        "world.topics": {"any": {}, "other": {}},
    }
    assert measure(log(calls), scenario(**tools)).value("classifier_cost") == 2.0


def test_rows_are_on_every_channel_where_there_is_self_service_and_on_none_elsewhere() -> None:
    table = measure(LOG, scenario()).kpis
    for kpi in ("self_service_net", "net_deflection", "solved_without_human"):
        assert table["channel"][table["kpi"] == kpi].tolist() == ["phone", "email", "chat", ""]
    assert "containment" not in set(table["kpi"])
    table = measure(log(issues=[issue(at(9))]), scenario(**{"policy.self_service": {}})).kpis
    assert not {"self_service_net", "net_deflection"} & set(table["kpi"])
