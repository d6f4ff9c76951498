"""Bots whose settings cannot go together, and what is worth a remark although it can."""

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
    world__topics={"bill": {"share": 1.0}, "tech": {"share": 1.0}},
    policy__chatbot={"chat": {}},
)


def faults(changes: Changes) -> list[str]:
    with pytest.raises(ValidationError) as error:
        BASE.with_values(changes)
    return [str(fault) for fault in error.value.errors()[0]["ctx"]["error"].faults]


WRONG: list[tuple[Changes, str]] = [
    (
        {"policy.chatbot": {"caht": {}}},
        'policy.chatbot.caht = caht: there is no channel of this name (did you mean "chat"?)',
    ),
    (
        {"policy.chatbot.chat.contains_on": {"bil": 0.5}},
        'policy.chatbot.chat.contains_on.bil = bil: there is no topic of this name (did you mean "bill"?)',
    ),
    (
        {"policy.chatbot.chat.contains_on": {"bill": 1.5}},
        "policy.chatbot.chat.contains_on.bill = 1.5: a share lies between 0 and 1",
    ),
    (
        {"world.bot.solved_on": {"texh": 0.5}},
        'world.bot.solved_on.texh = texh: there is no topic of this name (did you mean "tech"?)',
    ),
    ({"world.bot.solved_on": {"tech": -0.5}}, "world.bot.solved_on.tech = -0.5: a share lies between 0 and 1"),
    (
        {"world.bot.elsewhere": {"fone": 0.5}},
        'world.bot.elsewhere.fone = fone: there is no channel of this name (did you mean "phone"?)',
    ),
    ({"world.bot.elsewhere": {"phone": 1.2}}, "world.bot.elsewhere.phone = 1.2: a share lies between 0 and 1"),
    (
        {"world.bot.elsewhere": {"phone": 0.7, "email": 0.5}},
        "world.bot.elsewhere = 0.7 + 0.5 = 1.2: the shares of a split add up to at most 1 (what they leave gives up)",
    ),
    (
        {"policy.chatbot.chat": {"contains": 1.0, "hides_human": 0.2}},
        "policy.chatbot.chat.hides_human = 0.2: a bot that contains every session leaves nobody who looks for a human "
        "(0, or policy.chatbot.chat.contains below 1)",
    ),
]


@pytest.mark.parametrize(("changes", "told"), WRONG)
def test_a_bot_that_cannot_be_is_told_by_name(changes: Changes, told: str) -> None:
    assert faults(changes) == [told]


def test_all_of_them_are_told_at_once() -> None:
    changes = {path: value for wrong, _ in WRONG[1:7] for path, value in wrong.items()}
    changes["policy.chatbot.chat.contains_on"] = {"bil": 0.5}
    changes["world.bot.solved_on"] = {"texh": 0.5}
    changes["world.bot.elsewhere"] = {"fone": 0.5}
    changes["policy.chatbot.lift"] = {}
    assert [fault.split(" = ")[0] for fault in faults(changes)] == [
        "policy.chatbot.chat.contains_on.bil",
        "policy.chatbot.lift",
        "world.bot.solved_on.texh",
        "world.bot.elsewhere.fone",
    ]


@pytest.mark.parametrize("path", ["policy.chatbot.chat.contains", "policy.chatbot.chat.hand_off", "world.bot.engaged"])
def test_a_share_above_1_is_refused_where_it_stands(path: str) -> None:
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        BASE.with_values({path: 1.01})


@pytest.mark.parametrize(
    "changes",
    [
        {"policy.chatbot.email": {}},  # in front of an async channel it answers before anything is queued
        {"policy.chatbot.phone": {}},
        {"policy.chatbot.chat": {"contains": 1.0}},
        {"policy.chatbot.chat": {"contains": 1.0, "contains_on": {"tech": 0.5}, "hides_human": 0.2}},
        {"policy.chatbot": {}, "world.bot": {"solved_on": {"bill": 0.9}, "elsewhere": {"phone": 1.0}}},
        {"world.bot.elsewhere": {"phone": 0.7, "email": 0.2, "chat": 0.1}},
    ],
)
def test_what_fits_together_is_let_through(changes: Changes) -> None:
    assert BASE.with_values(changes).world.bot.engaged == 0.8


def test_hours_at_which_nobody_is_behind_the_bot_are_worth_a_remark() -> None:
    closed = {"policy.channels.chat.open": {"mon-fri": "08:00-20:00"}, "world.bot.elsewhere": {"phone": 0.5}}
    assert remarks(BASE) == []
    assert remarks(BASE.with_values(closed)) == [
        "policy.chatbot.chat: customers come in 108 of the week's 168 hours in which chat is closed; who asks the bot "
        "for a human then finds nobody, and 65 % of them give up (world.bot.elsewhere, or "
        "policy.channels.chat.when_closed: take_message)"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"policy.channels.chat.when_closed": "take_message", "policy.channels.chat.later": "email"},
        {"policy.chatbot": {}},
        {"policy.chatbot": {"email": {}}},
        {"world.arrivals.chat.profile": {"08:00": 1.0, "20:00": 0.0}},
        {"world.arrivals.chat.per_week": 0},
        {"policy.channels.chat.open": "00:00-24:00"},
        {
            "policy.channels.chat.open": "20:00-08:00",
            "world.arrivals.chat.profile": {"00:00": 1.0, "08:00": 0.0, "20:00": 1.0},
        },
    ],
)
def test_no_remark_where_somebody_is_or_nobody_comes(changes: Changes) -> None:
    scenario = BASE.with_values({"policy.channels.chat.open": "08:00-20:00"} | changes)
    assert remarks(scenario) == []


def test_the_command_line_says_remarks_as_notes() -> None:
    changes = (
        "++policy.chatbot.chat={}",
        "policy.channels.chat.when_closed=turn_away",
        "world.arrivals.chat.profile=1",
    )
    notes = load(Typed(changes)).notes
    assert [note for note in notes if "84 of the week's 168 hours in which chat is closed" in note]
    assert Scenario.from_mapping(load(Typed(changes)).resolved["scenario"]).policy.chatbot["chat"].contains == 0.35
