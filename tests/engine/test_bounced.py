"""Customers who are told to contact another channel: they come there with a new ticket, go round, or are lost."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, play, queues, scripted, statuses, tickets, work


def phone(sends: dict[str, dict[str, float]], **more: Any) -> Scenario:
    """A call at 09:00; work takes 600 s everywhere, 660 s for who knows nothing of it; 10 min between two channels."""
    effort = {"talk": always(600.0), "no_context": 1.1}
    kinds = {"phone": "live", "email": "async"}
    return desk(
        {"phone": recorded("09:00:00"), "email": steady(0)},
        {"phone": effort, "email": effort},
        1,
        kinds=kinds,
        days=6,
        world__bounced={"lost": 0.5, "delay": always(600.0)},
        policy__channels={name: {"kind": kind, "sends_to": sends.get(name, {})} for name, kind in kinds.items()},
        policy__follow_up={"link": 0.5},
        **more,
    )


TO_EMAIL = {"phone": {"email": 0.5}}
GOES: dict[str, Any] = {"bounced": YES, "lost": NO}


def test_who_is_sent_on_comes_there_with_a_new_ticket_that_follows_the_first() -> None:
    log = scripted(phone(TO_EMAIL, world__resolution=SOLVES), **GOES, link=YES)
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10)),
        (0, "BOUNCED", "ANSWERED", at(9, 20), at(9, 20), at(9, 30)),
    ]
    assert queues(log) == ["phone/any", "email/any"]
    assert work(log) == [
        (0, 0, 0, "BOUNCED", "NONE", at(9), at(9, 10)),
        (0, 1, 0, "DONE", "RESOLVED", at(9, 20), at(9, 30)),
    ]
    assert tickets(log) == [
        (0, 0, "phone", "FIRST", -1, at(9), at(9)),
        (0, 1, "email", "BOUNCED", 0, at(9, 20), at(9, 30)),
    ]
    assert statuses(log) == [("NEW", at(9)), ("IN_SERVICE", at(9)), ("CLOSED", at(9, 10))]
    assert statuses(log, ticket=1) == [
        ("NEW", at(9, 20)),
        ("IN_SERVICE", at(9, 20)),
        ("SOLVED", at(9, 30)),
        ("CLOSED", at(9, 30) + 4 * at(24)),
    ]
    assert ends(log) == [("RESOLVED", at(9, 30), at(9, 30))]


def test_who_is_not_recognised_there_says_it_all_again() -> None:
    log = scripted(phone(TO_EMAIL, world__resolution=SOLVES), **GOES, link=NO)
    assert tickets(log)[1] == (0, 1, "email", "BOUNCED", -1, at(9, 20), at(9, 31))


def test_some_do_not_go_there_and_are_lost() -> None:
    log = scripted(phone(TO_EMAIL, world__resolution=SOLVES), bounced=YES, lost=YES)
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]
    assert statuses(log) == [("NEW", at(9)), ("IN_SERVICE", at(9)), ("CLOSED", at(9, 10))]
    assert ends(log) == [("LOST", at(9, 10), None)]


def test_others_are_served_where_they_are() -> None:
    log = scripted(phone(TO_EMAIL, world__resolution=SOLVES), bounced=NO)
    assert [row[3] for row in work(log)] == ["DONE"]


def test_between_two_channels_that_send_to_one_another_they_go_round_until_somebody_helps() -> None:
    sends = {"phone": {"email": 0.5}, "email": {"phone": 0.5}}
    log = scripted(phone(sends, world__resolution=SOLVES), bounced=[YES, YES, NO], lost=[NO] * 3, link=[YES, NO, YES])
    assert [(row[1], row[3], row[5]) for row in entries(log)] == [
        ("FIRST", at(9), at(9, 10)),
        ("BOUNCED", at(9, 20), at(9, 30)),
        ("BOUNCED", at(9, 40), at(9, 51)),
    ]
    assert queues(log) == ["phone/any", "email/any", "phone/any"]
    assert [row[2:5] for row in tickets(log)] == [
        ("phone", "FIRST", -1),
        ("email", "BOUNCED", 0),
        ("phone", "BOUNCED", -1),
    ]
    assert [row[3] for row in work(log)] == ["BOUNCED", "BOUNCED", "DONE"]


def test_a_ticket_of_who_was_sent_on_is_closed_even_where_tickets_are_not_closed_otherwise() -> None:
    log = scripted(phone(TO_EMAIL), **GOES, link=YES)
    assert statuses(log) == [("NEW", at(9)), ("IN_SERVICE", at(9)), ("CLOSED", at(9, 10))]
    assert statuses(log, ticket=1)[-1] == ("SOLVED", at(9, 30))
    assert ends(log) == [("RESOLVED", at(9, 30), at(9, 30))]


def test_who_finds_the_other_channel_closed_has_given_up() -> None:
    scenario = phone({"email": {"phone": 1.0}}).with_values(
        {
            "world.arrivals.email": recorded("09:45:00"),
            "world.arrivals.phone": recorded("08:30:00"),
            "policy.channels.phone.open": "08:00-10:00",
            "world.bounced.lost": 0.0,
        }
    )
    log = play(scenario)
    assert entries(log)[1:] == [
        (1, "FIRST", "ANSWERED", at(9, 45), at(9, 45), at(9, 55)),
        (1, "BOUNCED", "CLOSED", at(10, 5), None, at(10, 5)),
    ]
    assert ends(log)[1] == ("GAVE_UP", at(10, 5), None)
