"""Customers who are told how long it will take: they balk, stay longer, or are called back when it is their turn."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario
from tests.desks import always, desk, recorded
from tests.engine.days import NO, SOLVES, YES, at, duties, ends, entries, live, play, scripted, shift, tickets, work


def phone(*times: str, channel: dict[str, Any] | None = None, agents: Any = 1, **more: Any) -> Scenario:
    """Calls of 100 s: who comes as the nth in the queue hears n x 100 s."""
    return desk(
        {"phone": recorded(*times)},
        100,
        agents,
        policy__channels={"phone": live("always") | (channel or {})},
        **more,
    )


def called(*times: str, **more: Any) -> Scenario:
    """A callback is offered above 150 s, dialled three times 20 min apart."""
    offer = {"offer_above": "150s", "tries": 3, "gap": "20min", "dial": "20s"}
    return phone(*times, policy__callback={"phone": offer}, **more)


def test_who_hears_how_long_it_takes_and_stays_is_more_patient() -> None:
    patience = {"phone": {"law": always(60.0), "announced": 2.0}}
    log = play(phone("09:00:00", "09:00:10", "09:00:20", channel={"announce": True}, patience=patience))
    assert entries(log)[1:] == [
        (1, "FIRST", "ANSWERED", at(9, 0, 10), at(9, 1, 40), at(9, 3, 20)),
        (2, "FIRST", "ABANDONED", at(9, 0, 20), None, at(9, 2, 20)),
    ]


def test_who_hears_a_wait_far_above_their_patience_leaves_at_once() -> None:
    for factor, outcome in ((3.0, "ABANDONED"), (4.0, "ANSWERED")):
        patience = {"phone": {"law": always(60.0), "announced": 4.0, "balks_above": factor}}
        log = play(phone("09:00:00", "09:00:10", "09:00:20", channel={"announce": True}, patience=patience))
        # The second hears 100 s, the third 200 s: above 3 x 60 s, not above 4 x 60 s.
        assert [row[2] for row in entries(log)] == ["ANSWERED", "ANSWERED", outcome]
        assert entries(log)[2][5] == (at(9, 0, 20) if outcome == "ABANDONED" else at(9, 5))


def test_more_agents_and_those_who_left_make_the_announced_wait_shorter() -> None:
    patience = {"phone": {"law": always(60.0), "announced": 10.0, "balks_above": 1.5}}
    # Two agents: the fourth in all is the second in the queue and hears 100 s, above 1.5 x 60 s; the third hears 50 s.
    # The fifth hears 100 s only if the fourth were still there.
    log = play(phone(*["09:00:00"] * 5, channel={"announce": True}, agents=2, patience=patience))
    assert [row[2] for row in entries(log)] == ["ANSWERED"] * 3 + ["ABANDONED"] * 2


def test_an_accepted_callback_keeps_its_place_and_ends_when_the_call_does() -> None:
    log = scripted(
        called("09:00:00", "09:00:10", "09:00:20", "09:00:30"), callback=[[NO], [NO], [YES], [NO]], reached=YES
    )
    assert entries(log) == [
        (0, "FIRST", "ANSWERED", at(9), at(9), at(9, 1, 40)),
        (1, "FIRST", "ANSWERED", at(9, 0, 10), at(9, 1, 40), at(9, 3, 20)),
        (2, "FIRST", "CALLED_BACK", at(9, 0, 20), at(9, 3, 20), at(9, 5)),
        (3, "FIRST", "ANSWERED", at(9, 0, 30), at(9, 5), at(9, 6, 40)),
    ]
    assert work(log)[2] == (2, 0, 0, "DONE", "NONE", at(9, 3, 20), at(9, 5))
    assert ends(log)[2] == ("RESOLVED", at(9, 5), at(9, 5))


def test_who_declines_waits_on_the_line_and_has_their_patience() -> None:
    scenario = called("09:00:00", "09:00:10", "09:00:20", patience=always(100.0))
    declined, accepted = (scripted(scenario, callback=u, reached=YES) for u in (NO, YES))
    assert entries(declined)[2] == (2, "FIRST", "ABANDONED", at(9, 0, 20), None, at(9, 2))
    assert entries(accepted)[2] == (2, "FIRST", "CALLED_BACK", at(9, 0, 20), at(9, 3, 20), at(9, 5))


def test_who_is_not_reached_is_called_again_at_the_head_of_the_queue() -> None:
    times = ("09:00:00", "09:00:10", "09:00:20", "09:22:30", "09:23:00")
    log = scripted(called(*times), callback=[[NO], [NO], [YES], [NO], [NO]], reached=[NO, NO, YES])
    # Dialled at 09:03:20 for 20 s; again from 09:23:40, when the fourth caller is served to 09:24:10, before the fifth;
    # and again 20 min after 09:24:30.
    assert sorted(work(log))[2:] == [
        (2, 0, 0, "DONE", "NONE", at(9, 44, 30), at(9, 46, 10)),
        (2, 0, 0, "UNREACHED", "NONE", at(9, 3, 20), at(9, 3, 40)),
        (2, 0, 0, "UNREACHED", "NONE", at(9, 24, 10), at(9, 24, 30)),
        (3, 0, 0, "DONE", "NONE", at(9, 22, 30), at(9, 24, 10)),
        (4, 0, 0, "DONE", "NONE", at(9, 24, 30), at(9, 26, 10)),
    ]
    assert entries(log)[2] == (2, "FIRST", "CALLED_BACK", at(9, 0, 20), at(9, 44, 30), at(9, 46, 10))
    assert len(entries(log)) == 5


def test_after_the_last_try_the_desk_gives_up() -> None:
    log = scripted(called("09:00:00", "09:00:10", "09:00:20"), callback=[[NO], [NO], [YES]], reached=[NO] * 3)
    assert entries(log)[2] == (2, "FIRST", "UNREACHED", at(9, 0, 20), None, at(9, 44, 20))
    assert [row[3:] for row in work(log)[2:]] == [
        ("UNREACHED", "NONE", at(9, 3, 20), at(9, 3, 40)),
        ("UNREACHED", "NONE", at(9, 23, 40), at(9, 24)),
        ("UNREACHED", "NONE", at(9, 44), at(9, 44, 20)),
    ]
    assert log.touches["agent_s"].tolist()[2:] == [20.0] * 3
    assert ends(log)[2] == ("GAVE_UP", at(9, 44, 20), None)


def test_a_callback_that_is_still_to_be_made_at_the_end_waits() -> None:
    log = scripted(called("23:57:00", "23:57:10", "23:57:20"), callback=[[NO], [NO], [YES]], reached=NO)
    assert entries(log)[2] == (2, "FIRST", "WAITING", at(23, 57, 20), None, None)


def test_the_line_of_who_accepts_is_free_until_the_desk_calls() -> None:
    times = ("09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:00:40", "09:03:30")
    scenario = called(*times, channel={"lines": 3})
    log = scripted(scenario, callback=[[NO], [NO], [YES], [NO], [NO], [NO]], reached=YES)
    # The fourth gets the third line, the fifth none. At 09:03:30 the fourth and the called one have a line, the sixth
    # takes the last.
    assert [row[2] for row in entries(log)] == [
        *("ANSWERED", "ANSWERED", "CALLED_BACK", "ANSWERED", "BLOCKED", "ANSWERED")
    ]


def test_a_callback_is_made_after_closing_too_and_is_not_cut_off() -> None:
    scenario = called(
        *("09:58:00", "09:58:10", "09:58:20", "09:58:30"),
        channel={"open": "08:00-10:00", "closing": "disconnect"},
    )
    log = scripted(scenario, callback=[[NO], [NO], [YES], [NO]], reached=YES)
    assert [row[2] for row in entries(log)] == ["ANSWERED", "ANSWERED", "CALLED_BACK", "DISCONNECTED"]
    assert entries(log)[2][4:] == (at(10, 1, 20), at(10, 3))


def test_a_call_that_rings_when_the_shift_ends_is_not_handed_over() -> None:
    scenario = called(
        *("09:56:30", "09:56:40", "09:56:50"),
        agents={"team": None},
        policy__shifts={"early": shift("08:00-10:00"), "late": shift("10:00-12:00")},
        policy__end_of_shift={"rule": "hand_over", "set_up": "30s"},
    )
    # Dialled at 09:59:50, still ringing at 10:00.
    log = scripted(scenario, callback=[[NO], [NO], [YES]], reached=[NO, YES, YES])
    assert work(log)[2:] == [
        (2, 0, 0, "UNREACHED", "NONE", at(9, 59, 50), at(10, 0, 10)),
        (2, 0, 1, "DONE", "NONE", at(10, 20, 10), at(10, 21, 50)),
    ]
    assert duties(log)[1] == (0, "OVERTIME", at(10), at(10, 0, 10))
    assert entries(log)[2] == (2, "FIRST", "CALLED_BACK", at(9, 56, 50), at(10, 20, 10), at(10, 21, 50))


def test_a_ticket_of_a_callback_counts_the_wait_before_it() -> None:
    scenario = called("09:00:00", "09:00:10", "09:00:20", world__resolution=SOLVES)
    log = scripted(scenario, callback=[[NO], [NO], [YES]], reached=YES)
    assert tickets(log)[2] == (2, 0, "phone", "FIRST", -1, at(9, 0, 20), at(9, 3, 20))


def test_a_callback_between_two_tries_at_the_end_waits_too() -> None:
    log = scripted(called("23:50:00", "23:50:10", "23:50:20"), callback=[[NO], [NO], [YES]], reached=NO)
    assert entries(log)[2] == (2, "FIRST", "WAITING", at(23, 50, 20), None, None)
    assert [row[3] for row in work(log)] == ["DONE", "DONE", "UNREACHED"]


def test_chats_at_once_shorten_the_announced_wait_by_what_they_gain() -> None:
    # An agent with two slots is worth 2 / (1 + slowdown) agents: the third chat hears 100 s, 67.5 s or 50 s.
    for slowdown, outcome in ((1.0, "ABANDONED"), (0.36, "ABANDONED"), (0.35, "ANSWERED"), (0.0, "ANSWERED")):
        scenario = desk(
            {"chat": recorded("09:00:00", "09:00:00", "09:00:00")},
            {"chat": {"talk": always(100.0), "slowdown": slowdown}},
            1,
            kinds={"chat": "chat"},
            patience={"chat": {"law": always(67.6), "announced": 10.0, "balks_above": 1.0}},
            policy__channels={"chat": {"kind": "chat", "announce": True}},
            policy__teams={"team": {"skills": {"chat": 1.0}, "chats": 2}},
        )
        assert entries(play(scenario))[2][2] == outcome
