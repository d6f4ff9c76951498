"""Checks of a ticket's whole journey: channels, waits, clocks, splits and languages that cannot go together."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario import Scenario, queues
from tests.desks import desk, exponential, recorded

Changes = dict[str, Any]
NINE = recorded("09:00:00")
TWO_LANGUAGES = {"english": {"share": 2.0}, "french": {"share": 1.0}}
TWO_TOPICS = {"bill": {"share": 1.0}, "tech": {"share": 1.0}}


def base() -> dict[str, Any]:
    """Phone, chat, email and social; one team for all and one for the telephone; nothing of issue 3 is set."""
    return desk(
        {"phone": NINE, "chat": NINE, "email": NINE, "social": NINE},
        exponential(60.0),
        {"all": 2, "callers": 1},
        kinds={"chat": "chat", "email": "async", "social": "async"},
        skills={"all": ["phone", "chat", "email", "social"], "callers": ["phone"]},
        world__patience={"phone": {}, "chat": {}},
        world__redial={"phone": {"share": 0.5}},
    ).to_mapping()


def changed(changes: Changes) -> dict[str, Any]:
    """The base with values put in place by dotted path; ``...`` takes an entry out."""
    mapping = base()
    for path, value in changes.items():
        *parents, last = path.split(".")
        place = mapping
        for parent in parents:
            if place.get(parent) is None:
                place[parent] = {}
            place = place[parent]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return mapping


def faults(changes: Changes) -> list[str]:
    with pytest.raises(ValidationError) as error:
        Scenario.from_mapping(changed(changes))
    return [str(fault) for fault in error.value.errors()[0]["ctx"]["error"].faults]


def live_only(**more: Any) -> Changes:
    """The telephone alone, with one team."""
    gone = {
        f"{table}.{name}": ...
        for name in ("chat", "email", "social")
        for table in ("world.arrivals", "world.effort", "policy.channels", "policy.teams.all.skills")
    }
    return {**gone, "world.patience.chat": ..., **more}


def async_only(**more: Any) -> Changes:
    """Email alone, with one team."""
    gone = {
        f"{table}.{name}": ...
        for name in ("phone", "chat", "social")
        for table in ("world.arrivals", "world.effort", "policy.channels", "policy.teams.all.skills")
    }
    return {
        **gone,
        "world.patience": {},
        "world.redial": {},
        "policy.teams.callers": ...,
        "policy.heads.callers": ...,
        **more,
    }


CHANNELS: list[tuple[Changes, str, str]] = [
    ({"world.patience.chat": ...}, "world.patience.chat", "a chat says how long its customers wait"),
    ({"policy.targets.chat": {"clock": "business"}}, "policy.targets.chat.clock = business", "waits on a chat run on"),
    ({"world.patience.phone.silent": 0.5}, "world.patience.phone.silent = 0.5", "only in a chat"),
    ({"world.patience.phone.detected_after": "60s"}, "world.patience.phone.detected_after = 1min", "only in a chat"),
    ({"world.redial.email": {}}, "world.redial.email", "on an async channel nobody waits on a line"),
    ({"policy.channels.email.announce": True}, "policy.channels.email.announce = true", "nobody waits on a line"),
    ({"policy.channels.email.closing": "disconnect"}, "policy.channels.email.closing = disconnect", "only a live"),
    ({"policy.channels.email.lines": 3}, "policy.channels.email.lines = 3", "only a live channel has lines"),
    (
        {"policy.channels.email.when_closed": "take_message"},
        "policy.channels.email.when_closed = take_message",
        "an async channel takes messages at any hour",
    ),
    (
        {"policy.channels.phone.when_closed": "take_message"},
        "policy.channels.phone.later = null",
        "messages need a place: the async channel on which they are answered (one of email, social; or when_closed",
    ),
    (
        live_only(**{"policy.channels.phone.when_closed": "take_message"}),
        "policy.channels.phone.later = null",
        "(add an async channel, such as email; or when_closed: turn_away)",
    ),
    ({"policy.channels.phone.later": "emial"}, "policy.channels.phone.later = emial", 'did you mean "email"?'),
    ({"policy.channels.phone.later": "phone"}, "policy.channels.phone.later = phone", "not its own place for later"),
    (
        {"policy.channels.phone.later": "chat"},
        "policy.channels.phone.later = chat",
        "chat is a chat: messages and later work wait on an async channel (one of email, social)",
    ),
    (
        {"policy.channels.phone.later": "social", "policy.channels.social.later": "email"},
        "policy.channels.phone.later = social",
        "social hands its own later work on to email: name the channel where it ends up",
    ),
    ({"policy.callback.chat": {}}, "policy.callback.chat", "a customer in a chat cannot be called back: callbacks are"),
    ({"policy.callback.email": {}}, "policy.callback.email", "nobody waits on a line to be called back: callbacks are"),
    ({"policy.callback.fone": {}}, "policy.callback.fone = fone", 'there is no channel of this name (did you mean "ph'),
    (
        {"policy.channels.phone.lines": 4, "start.backlog.phone": {"contacts": 5}},
        "start.backlog.phone.contacts = 5",
        "more are waiting than the channel has lines, 4",
    ),
]

TICKETS: list[tuple[Changes, str, str]] = [
    (
        {"policy.follow_up.promise_on": {"phone": "4h"}},
        "policy.follow_up.promise_on.phone = 4h",
        "without world.resolution every answer ends the matter, and no ticket waits on a live channel",
    ),
    (
        {"policy.follow_up.promise_on": {"chat": "4h"}},
        "policy.follow_up.promise_on.chat = 4h",
        "no ticket waits on a chat",
    ),
    (
        {
            "policy.follow_up.promise_on": {"phone": "4h"},
            "world.resolution": {},
            "policy.channels.phone.later": "email",
        },
        "policy.follow_up.promise_on.phone = 4h",
        "no ticket waits on phone: its tickets wait on email (name email)",
    ),
    ({"policy.follow_up.promise_on": {"email": "0s"}}, "policy.follow_up.promise_on.email = 0s", "longer than 0 s"),
    ({"policy.follow_up.promise_on": {"emial": "4h"}}, "policy.follow_up.promise_on.emial", 'did you mean "email"?'),
    ({"world.chase.expects_on": {"phone": "1h"}}, "world.chase.expects_on.phone = 1h", "no ticket waits on a live"),
    ({"world.chase.expects_on": {"fax": "1h"}}, "world.chase.expects_on.fax = fax", "there is no channel of this name"),
    (
        {"policy.routing.forgotten_after": {"chat": "1h"}},
        "policy.routing.forgotten_after.chat = 1h",
        "no ticket waits on a chat",
    ),
    ({"policy.routing.forgotten_after": {"mail": "1h"}}, "policy.routing.forgotten_after.mail", "there is no channel"),
    (
        {"policy.targets.email": {"urgent_within": "1h"}},
        "policy.targets.email.urgent_within = 1h",
        "nothing on this channel is ever urgent",
    ),
    (
        {"policy.targets.phone": {"solved_within": "1d"}},
        "policy.targets.phone.solved_within = 1d",
        "no ticket waits on a live channel for its solution",
    ),
    (live_only(**{"world.chase": {}}), "world.chase", "nobody ever waits for a ticket: there is no async channel and"),
    ({"world.chase.waking": "closed"}, "world.chase.waking = closed", "customers are awake at some hour"),
    (
        {"world.topics.any.solved": 0.6},
        "world.topics.any.solved = 0.6",
        "does nothing without world.resolution (world.resolution: {} sets it, with its defaults)",
    ),
    ({"world.topics.any.pending_customer": 0.0}, "world.topics.any.pending_customer = 0", "does nothing without"),
    ({"world.topics.any.pending_third_party": 0.3}, "world.topics.any.pending_third_party = 0.3", "does nothing"),
]

SPLITS: list[tuple[Changes, str, str]] = [
    (
        {"world.redial.phone.switch": {"chat": 0.7, "email": 0.5}},
        "world.redial.phone.switch = 0.7 + 0.5 = 1.2",
        "the shares of a split add up to at most 1",
    ),
    ({"world.redial.phone.switch": {"chat": 1.5}}, "world.redial.phone.switch.chat = 1.5", "lies between 0 and 1"),
    ({"world.redial.phone.switch": {"chat": -0.1}}, "world.redial.phone.switch.chat = -0.1", "lies between 0 and 1"),
    ({"world.redial.phone.switch": {"caht": 0.1}}, "world.redial.phone.switch.caht = caht", 'did you mean "chat"?'),
    (
        {"world.redial.phone.switch": {"phone": 0.1}},
        "world.redial.phone.switch.phone = 0.1",
        "this is the channel itself (remove it: the rest stays)",
    ),
    (
        {"policy.channels.chat.sends_to": {"chat": 0.1}},
        "policy.channels.chat.sends_to.chat = 0.1",
        "the channel itself",
    ),
    ({"policy.channels.chat.sends_to": {"fax": 0.1}}, "policy.channels.chat.sends_to.fax = fax", "there is no channel"),
    (
        {"policy.channels.chat.sends_to": {"phone": 0.6, "email": 0.6}},
        "policy.channels.chat.sends_to = 0.6 + 0.6 = 1.2",
        "add up to at most 1",
    ),
    ({"world.chase.channels": {"fax": 0.1}}, "world.chase.channels.fax = fax", "there is no channel of this name"),
    ({"world.chase.channels": {"phone": 0.9, "chat": 0.2}}, "world.chase.channels = 0.9 + 0.2 = 1.1", "at most 1"),
    ({"world.resolution.return_channels": {"fax": 0.1}}, "world.resolution.return_channels.fax", "there is no channel"),
    (
        {"world.resolution.return_channels": {"phone": 0.9, "chat": 0.2}},
        "world.resolution.return_channels = 0.9 + 0.2 = 1.1",
        "at most 1",
    ),
    (
        {"world.resolution": {"to_senior": 0.9, "to_internal": 0.3}},
        "world.resolution.to_senior = 0.9 + 0.3 = 1.2",
        "to_senior and to_internal are shares of one whole: they add up to at most 1",
    ),
    (
        {"world.resolution": {"pending_customer": 0.95}},
        "world.resolution.pending_customer = 0.95 + 0.1 = 1.05",
        "pending_customer and pending_third_party are shares of one whole",
    ),
    (
        {"world.resolution": {}, "world.topics.any.pending_third_party": 0.9},
        "world.topics.any.pending_third_party = 0.2 + 0.9 = 1.1",
        "add up to at most 1 (what a topic leaves out is world.resolution's)",
    ),
    (
        {"world.resolution": {}, "world.topics.any": {"pending_third_party": 0.6, "pending_customer": 0.7}},
        "world.topics.any.pending_customer = 0.7 + 0.6 = 1.3",
        "are shares of one whole",
    ),
]

ENDLESS: list[tuple[Changes, str, str]] = [
    (
        {
            "world.bounced.lost": 0.0,
            "policy.channels.chat.sends_to": {"phone": 1.0},
            "policy.channels.phone.sends_to": {"chat": 1.0},
        },
        "policy.channels.chat.sends_to",
        "everybody is sent on between phone and chat for ever",
    ),
    (
        {"calendar.at_end": "drain", "world.resolution": {"pending_customer": 0.0, "pending_third_party": 1.0}},
        "world.resolution.pending_third_party = 1",
        "calendar.at_end: drain would never end",
    ),
    (
        {
            "calendar.at_end": "drain",
            "world.resolution": {"pending_customer": 0.0},
            "world.topics.any.pending_third_party": 1.0,
        },
        "world.topics.any.pending_third_party = 1",
        "calendar.at_end: drain would never end",
    ),
    (
        {"calendar.at_end": "drain", "world.redial.phone": {"share": 1.0, "decay": 1.0, "after_closing": True}},
        "world.redial.phone.after_closing = true",
        "a closed door is tried for ever",
    ),
]

PEOPLE: list[tuple[Changes, str, str]] = [
    (
        {
            "world.languages": TWO_LANGUAGES,
            "policy.teams.all.languages": ["english"],
            "policy.teams.callers.languages": ["english"],
        },
        "world.languages.french",
        "no team speaks it, and there is no interpreter (add it to policy.teams.<name>.languages, or",
    ),
    (
        {"world.languages": TWO_LANGUAGES, "policy.teams.all.languages": ["frensh"]},
        "policy.teams.all.languages = frensh",
        'there is no language of this name (did you mean "french"?)',
    ),
    ({"policy.teams.all.languages": []}, "policy.teams.all.languages", "a team speaks something (null for every"),
    ({"world.languages": {"any": {"share": 0.0}}}, "world.languages", "every language has share 0"),
    ({"world.languages": {"en/us": {}}}, "world.languages = en/us", "a name holds letters, digits, spaces, _ and -"),
    (
        {
            "world.topics": {"bill": {}, "tech": {"share_on": {"chat": 0.0}}},
            "policy.channels.phone.sends_to": {"chat": 0.2},
            "policy.teams.all.skills": {"phone": 1.0, "email": 1.0, "social": 1.0, "chat/bill": 1.0},
        },
        "policy.channels.chat",
        "no team has the skill chat or chat/tech (add it to a team's skills; customers of other channels bring it)",
    ),
    (
        {"policy.teams.callers.chats": 3},
        "policy.teams.callers.chats = 3",
        "the team has no chat among its skills",
    ),
    (
        live_only(**{"policy.blending.rule": "preempt"}),
        "policy.blending.rule = preempt",
        "only work on an async channel can be interrupted, never a call or a chat; there is none",
    ),
    (
        live_only(**{"policy.blending.rule": "threshold"}),
        "policy.blending.rule = threshold",
        "only work on an async channel is held back for customers on the line; there is none",
    ),
    (
        async_only(**{"policy.blending.rule": "preempt"}),
        "policy.blending.rule = preempt",
        "nobody waits on a line for whom tickets could wait",
    ),
    ({"policy.sorting.correct": 0.8}, "policy.sorting.correct = 0.8", "every channel has one topic: there is nothing"),
    (
        {
            "world.languages": TWO_LANGUAGES,
            "policy.teams.all.languages": ["english"],
            "policy.teams.callers.languages": ["french"],
        },
        "policy.channels.chat",
        "no team that speaks french has the skill chat or chat/any",
    ),
]


@pytest.mark.parametrize(("changes", "path", "words"), [*CHANNELS, *TICKETS, *SPLITS, *ENDLESS, *PEOPLE])
def test_what_cannot_be_is_refused_with_its_place_and_the_reason(changes: Changes, path: str, words: str) -> None:
    found = faults(changes)
    assert any(fault.startswith(path) and words in fault for fault in found), found


@pytest.mark.parametrize("changes", [case[0] for case in (*CHANNELS, *TICKETS, *SPLITS, *ENDLESS[1:], *PEOPLE[:-1])])
def test_one_mistake_is_told_once(changes: Changes) -> None:
    assert len(faults(changes)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"world.resolution": {"pending_customer": 0.9}},
        {"world.resolution": {"to_senior": 0.7, "to_internal": 0.3, "return_channels": {"phone": 0.7, "chat": 0.3}}},
        {"world.redial.phone.switch": {"chat": 0.1, "social": 0.2, "email": 0.7}},
        {"world.resolution": {}, "policy.follow_up.promise_on": {"phone": "4h"}},
        {"world.resolution": {}, "policy.routing.forgotten_after": {"phone": "4h", "email": "8h"}},
        {"world.resolution": {}, "policy.targets.phone": {"solved_within": "1d"}},
        {"policy.targets.email": {"solved_within": "1d", "clock": "business"}},
        {"policy.channels.phone.when_closed": "take_message", "policy.channels.phone.later": "email"},
        {"policy.channels.social.later": "email"},
        {"world.topics.any.urgent": 0.1, "policy.targets.phone": {"urgent_within": "10s"}},
        {"policy.routing.forgotten_after": {"email": "8h"}, "policy.targets.email": {"urgent_within": "1h"}},
        {"policy.routing.urgent_first": True},
        {"world.chase": {"channels": {"phone": 0.3, "social": 0.1}}},
        live_only(**{"world.chase": {}, "world.resolution": {}}),
        {"world.patience.chat.silent": 0.5, "world.patience.chat.detected_after": "30s"},
        {"world.effort.phone.slowdown": 0.8},
        {"world.resolution": {"to_senior": 0.5}},
        {"policy.teams.all.chats": 3},
        {"policy.blending.rule": "preempt"},
        {"policy.sorting.correct": 0.8, "world.topics": TWO_TOPICS},
        {"policy.channels.phone.sends_to": {"chat": 1.0}, "policy.channels.chat.sends_to": {"phone": 1.0}},
        {
            "world.bounced.lost": 0.0,
            "policy.channels.phone.sends_to": {"chat": 1.0},
            "policy.channels.chat.sends_to": {"phone": 0.5, "email": 0.5},
        },
        {"world.languages": TWO_LANGUAGES, "policy.teams.all.languages": ["english"], "policy.interpreter": True},
        {"world.languages": {**TWO_LANGUAGES, "latin": {"share": 0.0}}, "policy.teams.all.languages": [*TWO_LANGUAGES]},
        {"policy.channels.email.lines": None, "start.backlog.email": {"contacts": 500}},
        {"policy.channels.phone.lines": 4, "start.backlog.phone": {"contacts": 4}},
    ],
)
def test_what_fits_together_is_let_through(changes: Changes) -> None:
    assert Scenario.from_mapping(changed(changes)).policy.channels


def test_a_skill_is_named_by_topic_whatever_the_languages_and_the_urgency() -> None:
    changes = {
        "world.languages": TWO_LANGUAGES,
        "world.topics": {"bill": {"urgent": 0.1}, "tech": {}},
        "policy.teams.callers.skills": {"phone/tech": 1.0},
        "policy.routing.priority": {"phone/bill": 2},
    }
    scenario = Scenario.from_mapping(changed(changes))
    assert "phone/bill/french urgent" in [queue.name for queue in queues(scenario)]


def test_a_language_that_nobody_speaks_is_told_once_and_not_for_every_queue() -> None:
    found = faults(
        {
            "world.languages": TWO_LANGUAGES,
            "policy.teams.all.languages": ["english"],
            **{"policy.teams.callers.languages": ["english"]},
        }
    )
    assert found == [
        "world.languages.french: no team speaks it, and there is no interpreter "
        "(add it to policy.teams.<name>.languages, or policy.interpreter: true)"
    ]


def test_faults_of_five_kinds_are_told_at_once() -> None:
    found = faults(
        {
            "policy.follow_up.promise_on": {"phone": "4h"},
            "policy.blending.rule": "preempt",
            "policy.channels.email.kind": "chat",
            "policy.channels.social.kind": "chat",
            "world.redial.phone.switch": {"chat": 0.7, "email": 0.5},
            "world.languages": TWO_LANGUAGES,
            "policy.teams.all.languages": ["english"],
            "policy.teams.callers": ...,
            "policy.heads.callers": ...,
        }
    )
    assert [fault.split(": ")[0] for fault in found] == [
        "world.patience.email",
        "world.patience.social",
        "policy.follow_up.promise_on.phone = 4h",
        "world.redial.phone.switch = 0.7 + 0.5 = 1.2",
        "world.languages.french",
        "policy.blending.rule = preempt",
    ]
