"""Customers who meet a bot first: kept and solved, kept and not, passed on, hidden from humans, at a closed door."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.log import Log, SessionEnd
from sim.scenario import Scenario
from tests.desks import always, desk, recorded, steady
from tests.engine.days import NO, SOLVES, YES, at, ends, entries, play, queues, scripted, statuses, tickets, work

BOT = {"session": always(120.0), "contains": 0.5}


def chat(*times: str, bot: dict[str, Any] | None = None, kind: str = "chat", **more: Any) -> Scenario:
    """A bot before a chat, an email desk, one agent each; 10 min of work, with nothing known 11; days are open 8 to 20.

    A session takes 2 min; who comes back does so 5 h later, who goes elsewhere 10 min later.
    """
    effort = {"talk": always(600.0), "no_context": 1.1}
    kinds = {"chat": kind, "email": "async"}
    return desk(
        {"chat": recorded(*(times or ("09:00:00",))), "email": steady(0)},
        dict.fromkeys(kinds, effort),
        {"chats": 1, "mails": 1},
        skills={"chats": ["chat"], "mails": ["email"]},
        kinds=kinds,
        days=2,
        policy__channels={
            "chat": {"kind": kind, "open": "08:00-20:00", **more.pop("channel", {})},
            "email": {"kind": "async", "open": "08:00-20:00"},
        },
        policy__chatbot={"chat": {**BOT, **(bot or {})}},
        world__bot={
            "returns_after": always(5 * 3600.0),
            "elsewhere": {"email": 1.0},
            "elsewhere_after": always(600.0),
            **more.pop("habits", {}),
        },
        **more,
    )


def sessions(log: Log) -> list[tuple[int, str, str, int, float, float | None]]:
    """(issue, channel, end, solved, began, ended) of every session."""
    table = log.sessions
    return [
        (int(issue), log.channels[channel], SessionEnd(int(end)).name, int(solved), float(began), _moment(ended))
        for issue, channel, end, solved, began, ended in zip(
            *(table[name] for name in ("issue", "channel", "end", "solved", "began_at", "ended_at")), strict=True
        )
    ]


def _moment(at: float) -> float | None:
    return None if np.isnan(at) else float(at)


KEPT: dict[str, Any] = {"bot_engaged": YES, "bot_contained": YES}
PASSED_ON: dict[str, Any] = {"bot_engaged": YES, "bot_contained": NO}


def test_a_matter_that_the_bot_solves_is_over_when_the_session_ends_and_no_human_hears_of_it() -> None:
    log = scripted(chat(world__resolution=SOLVES), **KEPT, bot_solved=YES)
    assert sessions(log) == [(0, "chat", "CONTAINED", 1, at(9), at(9, 2))]
    assert entries(log) == work(log) == tickets(log) == []
    assert ends(log) == [("RESOLVED", at(9, 2), at(9, 2))]


def test_who_was_kept_and_not_helped_comes_back_to_a_human_and_says_it_all_again() -> None:
    log = scripted(chat(world__resolution=SOLVES), **KEPT, bot_solved=NO, bot_returns=YES)
    assert sessions(log) == [(0, "chat", "CONTAINED", 0, at(9), at(9, 2))]
    assert entries(log) == [(0, "RECONTACT", "ANSWERED", at(14, 2), at(14, 2), at(14, 13))]
    assert work(log) == [(0, 0, 0, "DONE", "RESOLVED", at(14, 2), at(14, 13))]
    assert tickets(log) == [(0, 0, "chat", "RECONTACT", -1, at(14, 2), at(14, 2))]
    assert ends(log) == [("RESOLVED", at(14, 13), at(9, 2))]  # the bot was the first to call it solved


def test_or_says_nothing_and_stays_away() -> None:
    log = scripted(chat(), **KEPT, bot_solved=NO, bot_returns=NO)
    assert entries(log) == []
    assert ends(log) == [("SILENT", at(9, 2), at(9, 2))]


def test_who_asks_for_a_human_enters_the_queue_when_the_session_ends() -> None:
    log = scripted(chat(world__resolution=SOLVES), **PASSED_ON)
    assert sessions(log) == [(0, "chat", "ESCALATED", 0, at(9), at(9, 2))]
    # Without a summary the human has a tenth more to do.
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9, 2), at(9, 2), at(9, 13))]
    assert ends(log) == [("RESOLVED", at(9, 13), at(9, 13))]


@pytest.mark.parametrize(("hand_off", "minutes"), [(0.0, 11.0), (0.5, 9.5), (1.0, 9.0)])
def test_what_the_bot_passes_on_shortens_the_work(hand_off: float, minutes: float) -> None:
    log = scripted(chat(bot={"hand_off": hand_off}), **PASSED_ON)
    assert work(log)[0][5:] == (at(9, 2), at(9, 2 + minutes))


def test_only_the_first_human_has_less_to_do() -> None:
    wrong = {**SOLVES, "wrong": 0.5, "returns": 1.0, "noticed": always(3600.0)}
    scenario = chat(bot={"hand_off": 1.0}, world__resolution=wrong, policy__follow_up={"link": 0.5})
    log = scripted(scenario, **PASSED_ON, wrong=[YES, NO], returns=YES, link=YES)
    assert [(row[1], row[4], row[5]) for row in entries(log)] == [
        ("FIRST", at(9, 2), at(9, 11)),
        ("REOPEN", at(10, 11), at(10, 21)),
    ]


def test_who_does_not_engage_is_in_the_queue_at_once() -> None:
    log = scripted(chat(), bot_engaged=NO)
    assert sessions(log) == []
    assert entries(log) == [(0, "FIRST", "ANSWERED", at(9), at(9), at(9, 10))]


def test_many_talk_to_the_bot_at_once_and_queue_for_the_human_in_the_order_in_which_they_get_there() -> None:
    scenario = chat("09:00:00", "09:00:30", "09:01:00")
    log = scripted(scenario, bot_engaged=[[YES], [YES], [NO]], bot_contained=NO, bot_session=[[120.0], [20.0], [0.0]])
    assert [row[4] for row in entries(log)] == [at(9, 21, 50), at(9, 0, 50), at(9, 11, 50)]
    assert [row[3] for row in entries(log)] == [at(9, 2), at(9, 0, 50), at(9, 1)]


def test_who_finds_no_way_to_a_human_is_neither_contained_nor_helped() -> None:
    log = scripted(chat(bot={"hides_human": 0.5}), **PASSED_ON, bot_hidden=YES, bot_returns=NO)
    assert sessions(log) == [(0, "chat", "HIDDEN", 0, at(9), at(9, 2))]
    assert entries(log) == []
    assert ends(log) == [("GAVE_UP", at(9, 2), None)]


def test_or_comes_back_and_has_found_it() -> None:
    log = scripted(chat(bot={"hides_human": 0.5}), **PASSED_ON, bot_hidden=YES, bot_returns=YES)
    assert entries(log) == [(0, "RECONTACT", "ANSWERED", at(14, 2), at(14, 2), at(14, 13))]
    assert ends(log) == [("RESOLVED", at(14, 13), at(14, 13))]


def test_the_bot_serves_at_night_and_who_wants_a_human_then_stands_before_a_closed_door() -> None:
    log = scripted(chat("22:00:00", "23:00:00"), bot_engaged=YES, bot_contained=[[YES], [NO]], bot_solved=YES,
                   bot_stranded=NO)  # fmt: skip
    assert sessions(log) == [
        (0, "chat", "CONTAINED", 1, at(22), at(22, 2)),
        (1, "chat", "DEAD_END", 0, at(23), at(23, 2)),
    ]
    assert entries(log) == []
    assert ends(log) == [("RESOLVED", at(22, 2), at(22, 2)), ("GAVE_UP", at(23, 2), None)]


def test_some_find_another_channel_and_say_it_all_again_there() -> None:
    log = scripted(chat("22:00:00", world__resolution=SOLVES), **PASSED_ON, bot_stranded=YES)
    assert entries(log) == [(0, "BOUNCED", "ANSWERED", at(22, 12), at(22, 12), at(22, 23))]
    assert queues(log) == ["email/any"]
    assert tickets(log) == [(0, 0, "email", "BOUNCED", -1, at(22, 12), at(22, 23))]
    assert ends(log) == [("RESOLVED", at(22, 23), at(22, 23))]


def test_who_finds_none_gives_up_after_all() -> None:
    found = {"elsewhere": {"email": 0.4}, "goes_elsewhere": 0.5}
    for u, end in {0.19: "RESOLVED", 0.21: "GAVE_UP", 0.6: "GAVE_UP"}.items():
        log = scripted(chat("22:00:00", habits=found), **PASSED_ON, bot_stranded=u)
        assert ends(log)[0][0] == end


def test_where_messages_are_taken_there_is_no_dead_end() -> None:
    log = scripted(chat("22:00:00", channel={"when_closed": "take_message", "later": "email"}), **PASSED_ON)
    assert sessions(log)[0][2] == "ESCALATED"
    assert [row[1:3] for row in entries(log)] == [("FIRST", "MESSAGE"), ("MESSAGE", "ANSWERED")]
    assert queues(log) == ["chat/any", "email/any"]


def test_a_session_that_runs_over_closing_time_ends_before_a_closed_door() -> None:
    log = scripted(chat("19:59:00"), **PASSED_ON, bot_stranded=NO)
    assert sessions(log) == [(0, "chat", "DEAD_END", 0, at(19, 59), at(20, 1))]


def test_before_an_async_channel_the_ticket_is_opened_when_the_session_ends() -> None:
    log = scripted(chat(kind="async", world__resolution=SOLVES), **PASSED_ON)
    assert tickets(log) == [(0, 0, "chat", "FIRST", -1, at(9, 2), at(9, 13))]
    assert statuses(log)[:2] == [("NEW", at(9, 2)), ("IN_SERVICE", at(9, 2))]


def test_who_comes_back_once_more_does_not_meet_the_bot_again() -> None:
    scenario = chat(
        world__redial={"chat": {"share": 0.5, "delay": always(600.0)}}, patience={"chat": always(60.0)},
        policy__heads={"chats": {"on_queue": {"00:00": 0, "09:10": 1}}, "mails": {"on_queue": 1}},
    )  # fmt: skip
    log = scripted(scenario, **PASSED_ON, redial=YES)
    assert [row[1:4] for row in entries(log)] == [("FIRST", "ABANDONED", at(9, 2)), ("REDIAL", "ANSWERED", at(9, 13))]
    assert len(sessions(log)) == 1


def test_a_bot_keeps_what_it_is_good_at() -> None:
    topics = {"simple": {"share": 1.0}, "complex": {"share": 1.0}}
    scenario = chat("09:00:00", "10:00:00", bot={"contains_on": {"simple": 0.9, "complex": 0.1}}, world__topics=topics,
                    habits={"solved_on": {"simple": 0.9, "complex": 0.1}})  # fmt: skip
    log = scripted(scenario, ["chat/simple", "chat/complex"], bot_engaged=YES, bot_contained=0.5, bot_solved=0.5)
    assert [row[2:4] for row in sessions(log)] == [("CONTAINED", 1), ("ESCALATED", 0)]
    assert log.sessions["topic"].tolist() == [0, 1]


def test_a_session_that_goes_on_at_the_end_is_open() -> None:
    scenario = chat("23:59:00").with_values({"calendar.days": 1})
    log = scripted(scenario, bot_engaged=YES)
    assert sessions(log) == [(0, "chat", "OPEN", 0, at(23, 59), None)]
    assert ends(log) == [("OPEN", None, None)]


def test_a_backlog_does_not_meet_the_bot() -> None:
    log = play(chat("23:00:00", start__backlog={"email": {"contacts": 1}}))
    assert log.sessions["issue"].tolist() in ([], [1])
    assert entries(log)[0][1] == "BACKLOG"
