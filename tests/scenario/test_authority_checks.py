"""Limits, teams and supervisors that cannot go together; and the hours at which nobody can be asked, which can be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario import Scenario
from sim.scenario.remarks import remarks
from sim.settings import Typed, load
from tests.desks import desk, exponential, steady

Changes = dict[str, Any]

BASE = desk(
    {"phone": steady(10), "chat": steady(10), "email": steady(10)},
    exponential(60.0),
    3,
    kinds={"chat": "chat", "email": "async"},
    world__concession={},
    policy__teams={"front": {"skills": {"phone": 1.0, "chat": 1.0, "email": 1.0}}, "leads": {"approves": True}},
    policy__heads={"front": {"on_queue": 3}, "leads": {"on_queue": 1}},
)
NOBODY_DECIDES = (
    "policy.teams: customers need concessions, front may grant no more than {}, and nobody decides what is above (add "
    "a team with approves: true and its staffing; or policy.authority.agent, senior and supervisor: null; or "
    "world.concession: null)"
)
NO_LIMIT = {f"policy.authority.{role}": None for role in ("agent", "senior", "supervisor")}


def alone(**more: Any) -> Changes:
    """Agents without supervisors."""
    teams = {"front": {"skills": {"phone": 1.0, "chat": 1.0, "email": 1.0}}}
    return {"policy.teams": teams, "policy.heads": {"front": {"on_queue": 3}}} | more


def faults(changes: Changes) -> list[str]:
    with pytest.raises(ValidationError) as error:
        BASE.with_values(changes)
    return [str(fault) for fault in error.value.errors()[0]["ctx"]["error"].faults]


WRONG: list[tuple[Changes, list[str]]] = [
    (
        {"policy.authority.agent": 200.0},
        [
            "policy.authority.agent = 200: an agent may grant no more than a senior, 150 (at most 150, "
            "or policy.authority.senior: 200)"
        ],
    ),
    (
        {"policy.authority.agent": None},
        [
            "policy.authority.agent = null: an agent may grant no more than a senior, 150 (at most "
            "150, or policy.authority.senior: null)"
        ],
    ),
    (
        {"policy.authority.senior": 2000.0},
        [
            "policy.authority.senior = 2000: a senior may grant no more than a supervisor, 1000 (at "
            "most 1000, or policy.authority.supervisor: 2000)"
        ],
    ),
    (
        {"policy.authority": {"agent": 80.0, "senior": None, "supervisor": 60.0}},
        [
            "policy.authority.agent = 80: an agent may grant no more than a supervisor, 60 (at most "
            "60, or policy.authority.supervisor: 80)",
            "policy.authority.senior = null: a senior may grant no more than a supervisor, 60 (at "
            "most 60, or policy.authority.supervisor: null)",
        ],
    ),
    (alone(), [NOBODY_DECIDES.format(50)]),
    (alone() | {"policy.authority.agent": 0.0}, [NOBODY_DECIDES.format(0)]),
    (
        {
            "policy.teams.idle": {},
            "policy.heads.idle": {"on_queue": 1},
        },
        ["policy.teams.idle: a team without skills has nothing to do (add skills, or approves: true for supervisors)"],
    ),
    (
        {"policy.teams.others": {"approves": True}},
        ["policy.teams.others: a team is staffed by heads, shifts or a roster, one of the three; found nowhere"],
    ),
    (
        {"policy.authority.goodwill": 1200.0},
        ["policy.authority.goodwill = 1200: nobody may give more than a supervisor, 1000 (at most 1000)"],
    ),
    (
        {"policy.authority.offers_less": True, "policy.authority.agent": 0.0},
        [
            "policy.authority.offers_less = true: who may grant nothing has nothing to offer instead: the limit of "
            "those who serve customers is 0 (false, or policy.authority.agent above 0)"
        ],
    ),
    (
        {"policy.teams.leads.chats": 3},
        [
            "policy.teams.leads.chats = 3: the team has no chat among its skills, and of all other work an agent has "
            "one thing at a time (1, or add a channel of kind chat to its skills)"
        ],
    ),
    (
        {"world.languages": {"german": {}, "french": {}}, "policy.teams.front.languages": ["german"]},
        [
            "world.languages.french: no team speaks it, and there is no interpreter (add it to "
            "policy.teams.<name>.languages, or policy.interpreter: true)"
        ],
    ),
]


@pytest.mark.parametrize(("changes", "told"), WRONG)
def test_what_cannot_be_of_authority_is_told_by_name(changes: Changes, told: list[str]) -> None:
    assert faults(changes) == told


def test_all_of_them_are_told_at_once() -> None:
    found = faults(
        alone()
        | {"policy.teams.idle": {}, "policy.heads.idle": {"on_queue": 1}}
        | {
            "policy.authority": {
                "agent": 0.0,
                "senior": 150.0,
                "supervisor": 10.0,
                "goodwill": 20.0,
                "offers_less": True,
            }
        }
    )
    assert [fault.partition(":")[0].partition(" = ")[0] for fault in found] == [
        "policy.authority.senior",
        "policy.teams",
        "policy.authority.goodwill",
        "policy.authority.offers_less",
        "policy.teams.idle",
    ]


@pytest.mark.parametrize(
    "path", ["world.topics.any.concession", "world.concession.needed", "policy.supervision.denied"]
)
def test_a_share_of_concessions_above_1_is_refused_where_it_stands(path: str) -> None:
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        BASE.with_values({path: 1.01})


@pytest.mark.parametrize(
    "changes",
    [
        NO_LIMIT,
        alone() | NO_LIMIT,
        alone() | {"world.concession": None},
        alone() | {"world.concession.needed": 0.0},
        alone() | {"world.concession.needed": 0.2, "world.topics.any.concession": 0.0},
        {"world.concession": None, "world.topics.any.concession": 0.3},  # variants share the topics
        {"policy.authority": {"agent": 100.0, "senior": 100.0, "supervisor": 100.0}},
        {"policy.authority": {"agent": 0.0, "senior": 0.0, "supervisor": 0.0}},
        {"policy.authority.audited": 0.5, "policy.authority.agent": 0.0},
        {"policy.authority": {"agent": 0.0, "offers_less": True}, "policy.teams.front.senior": True},
        {"policy.teams.leads.skills": {"phone": 1.0}},
        {"policy.heads.leads.on_queue": 0},
        # Supervisors may be there at any hour, whatever else they can do.
        {
            "policy.teams.leads.skills": {"phone": 1.0},
            "policy.channels.phone.open": "08:00-12:00",
            "policy.heads": {"front": {"on_queue": 3}},
            "policy.shifts": {"evening": {"team": "leads", "agents": 1, "hours": "14:00-18:00", "days": "daily"}},
        },
        {
            "world.languages": {"german": {}, "french": {}},
            "policy.teams.leads.languages": ["german"],
        },
    ],
)
def test_what_fits_together_is_let_through(changes: Changes) -> None:
    assert BASE.with_values(changes).fingerprint() != BASE.fingerprint()


# Hours at which no supervisor is there.

WEEKDAYS = {"mon-fri": {"08:00": 1, "18:00": 0}}
THEN = "the ticket is pending, and the decision comes later, when a supervisor is back"
HOLD = "who needs more than the agent may grant cannot hold then"


def closed(changes: Changes) -> Scenario:
    """The desk with a phone line from 8 to 20 on weekdays and a chat from 9 to 17."""
    hours = {"phone": {"mon-fri": "08:00-20:00"}, "chat": {"mon-fri": "09:00-17:00"}}
    opened = {f"policy.channels.{name}.open": open_ for name, open_ in hours.items()}
    return BASE.with_values(opened | changes)


def test_the_hours_at_which_a_line_is_open_and_no_supervisor_is_there_are_worth_a_remark() -> None:
    told = (
        "policy.heads.leads: phone is open for 10 hours of the week in which no supervisor is on shift (Mon to Fri "
        "18:00-20:00); "
    )
    lacking = {"policy.heads.leads.on_queue": WEEKDAYS}
    assert remarks(closed({})) == []
    assert remarks(closed(lacking)) == [f"{told}{HOLD}: {THEN}"]
    assert remarks(closed(lacking | {"policy.authority.approval": "hold"})) == [
        f"{told}{HOLD}, as policy.authority.approval: hold would have it: {THEN}"
    ]
    assert remarks(closed(lacking | {"policy.authority.approval": "later"})) == [
        f"{told}what the agent may not grant waits then, and the decision comes when a supervisor is back"
    ]


HOURS: list[tuple[Changes, str]] = [
    ({"policy.heads.leads.on_queue": 0}, "chat is open for 40 hours of the week"),
    ({"policy.heads.leads.on_queue": {"08:00": 1, "19:00": 0}}, "phone is open for 5 hours of the week"),
    ({"policy.heads.leads": {"on_queue": 1, "times": 0.4}}, "phone is open for 60 hours of the week"),
    ({"policy.heads.leads": {"on_queue": 1, "plus": -1}}, "phone is open for 60 hours of the week"),
    (
        {
            "policy.channels.phone.open": "always",
            "policy.channels.chat.open": "always",
            "policy.heads.leads.on_queue": 0,
        },
        "phone and chat are open for 168 hours of the week in which no supervisor is on shift (at all hours)",
    ),
    (
        {
            "policy.channels.phone.open": "22:00-02:00",
            "policy.heads.leads.on_queue": {"mon,tue,thu": 1, "sat-sun": {"00:00": 0, "23:00": 1}},
        },
        "phone is open for 14 hours of the week in which no supervisor is on shift (Wed and Fri 00:00-02:00 and "
        "22:00-24:00, Sat and Sun 00:00-02:00 and 22:00-23:00)",
    ),
    (
        {"policy.heads.leads.on_queue": {"mon-thu": {"00:00": 1}, "fri": {"00:00": 1, "19:00": 0}}},
        "phone is open for 1 hour of the week in which no supervisor is on shift (Fri 19:00-20:00)",
    ),
]


@pytest.mark.parametrize(("changes", "told"), HOURS)
def test_the_remark_names_channels_and_hours(changes: Changes, told: str) -> None:
    assert any(told in remark for remark in remarks(closed(changes)))


def shifts(**hours: str) -> Changes:
    return {
        "policy.heads": {"front": {"on_queue": 3}},
        "policy.shifts": {
            name: {"team": "leads", "agents": 1, "hours": span, "days": "mon-fri"} for name, span in hours.items()
        },
    }


def test_shifts_are_read_as_planned() -> None:
    assert remarks(closed(shifts(early="08:00-14:00", late="12:00-20:30"))) == []
    (remark,) = remarks(closed(shifts(early="08:00-12:00", late="14:00-20:00")))
    assert remark.startswith(
        "policy.shifts.early and policy.shifts.late: phone and chat are open for 10 hours of the week"
    )
    assert "(Mon to Fri 12:00-14:00)" in remark


def test_a_night_shift_covers_the_hours_after_midnight() -> None:
    night = shifts(night="20:00-04:00") | {"policy.channels.phone.open": {"mon-fri": "21:00-03:00"}}
    assert [remark for remark in remarks(closed(night)) if "phone" in remark] == []


def roster(*rows: tuple[str, str]) -> Changes:
    table = [{"agent": "Ann", "date": date, "hours": hours} for date, hours in rows]
    return {"policy.heads": {"front": {"on_queue": 3}}, "policy.roster": {"leads": {"rows": table}}}


def test_a_roster_counts_where_somebody_works_on_every_simulated_date() -> None:
    one = {"calendar.days": 1} | roster(("2026-01-05", "08:00-18:30"))
    (remark,) = remarks(closed(one))
    assert remark.startswith("policy.roster.leads: phone is open for 1.5 hours of the week")
    assert "(Mon 18:30-20:00)" in remark  # nothing is known of other days
    two_mondays = {"calendar.days": 8} | roster(
        *((f"2026-01-{day:02d}", "08:00-20:00") for day in range(5, 10)), ("2026-01-12", "08:00-17:00")
    )
    (remark,) = remarks(closed(two_mondays))
    assert "(Mon 17:00-20:00)" in remark
    assert remarks(closed(two_mondays | {"calendar.holidays": ["2026-01-12"]})) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"world.concession": None},
        {"world.concession.needed": 0.0},
        NO_LIMIT,
        {"policy.channels.phone.open": {"mon-fri": "09:00-17:00"}},
        {"policy.teams.front.approves": True},
        {"policy.teams.others": {"approves": True}, "policy.heads.others": {"on_queue": {"18:00": 1}}},
    ],
)
def test_no_remark_where_nobody_asks_or_somebody_is_there(changes: Changes) -> None:
    assert remarks(closed({"policy.heads.leads.on_queue": WEEKDAYS} | changes)) == []


def test_email_waits_at_any_hour_so_that_nothing_is_said_of_it() -> None:
    written = desk(
        {"email": steady(10)},
        60.0,
        1,
        kinds={"email": "async"},
        world__concession={},
        policy__teams={"team": {"skills": {"email": 1.0}}, "leads": {"approves": True}},
        policy__heads={"team": {"on_queue": 1}, "leads": {"on_queue": WEEKDAYS}},
    )
    assert remarks(written) == []


def test_the_command_line_says_it_as_a_note() -> None:
    notes = load(Typed(("policy.shifts.supervisors_weekend.agents=0", "policy.authority.approval=hold"))).notes
    (note,) = [note for note in notes if "no supervisor is on shift" in note]
    assert note.startswith("policy.shifts.supervisors_early, policy.shifts.supervisors_late and ")
    assert "Sat" in note
